using Gor.Decode;

namespace Gor.Flows;

/// <summary>
/// Both flows of a 4-tuple, from the first segment that was seen until FIN, RST or silence, and a little longer: late copies of
/// its segments are its own. Keeps the order across the flows: see <see cref="Flow.HasReached"/>.
/// </summary>
internal sealed class Connection
{
    /// <summary>Segments in a row, each continuing the one before, that show that the flow is now elsewhere.</summary>
    private const int MostStrays = 3;

    private readonly Reassembly _reassembly;
    private ConnectionPlace _place;
    private FlowSide? _client;

    /// <summary>The latest capture time of its segments.</summary>
    private long _timestampNs = long.MinValue;
    private long _resetDueNs = long.MaxValue;
    private uint _strayNext;
    private int _strays;

    public Connection(Reassembly reassembly, in Segment first)
    {
        _reassembly = reassembly;
        Key = first.Key;
        Ordinal = first.Ordinal;
        Listener = new Listener(this, reassembly, first.TimestampNs);
        Forward = new Flow(FlowSide.Forward, this, reassembly);
        Reverse = new Flow(FlowSide.Reverse, this, reassembly) { Peer = Forward };
        Forward.Peer = Reverse;
        _place = new ConnectionPlace(this);
        reassembly.Counters.Add(Counter.ConnectionsOpened);
    }

    /// <summary>The key of the forward flow.</summary>
    public FlowKey Key { get; }

    /// <summary>Number of the first segment's packet.</summary>
    public long Ordinal { get; }

    public Flow Forward { get; }

    public Flow Reverse { get; }

    public Listener Listener { get; }

    /// <summary>Of the table.</summary>
    public ref ConnectionPlace Place => ref _place;

    /// <summary>True once its end was told.</summary>
    public bool IsClosed { get; private set; }

    public bool IsHolding => Forward.IsHolding || Reverse.IsHolding;

    /// <summary>The capture's clock when it was last heard of.</summary>
    public long SeenNs { get; private set; } = long.MinValue;

    /// <summary>When a hole, the reset or the memory of the connection ends.</summary>
    public long DueNs { get; private set; } = long.MaxValue;

    /// <summary>When it ends for silence.</summary>
    public long IdleDueNs => SeenNs + (Listener.IsPatient ? _reassembly.OpenExchangeAgeNs : _reassembly.IdleAgeNs);

    /// <summary>What is known of it now.</summary>
    public ConnectionStart Describe()
    {
        bool toServer = _reassembly.IsServerPort(Key.Destination.Port);
        bool fromServer = _reassembly.IsServerPort(Key.Source.Port);
        FlowSide? client = toServer == fromServer ? _client : toServer ? FlowSide.Forward : FlowSide.Reverse;
        return new ConnectionStart(Key, Forward.IsStartKnown || Reverse.IsStartKnown, client, Ordinal);
    }

    /// <summary>True where the segment can be of this connection, false where it is of another one between the same endpoints.</summary>
    public bool Owns(in Segment segment, FlowSide side)
    {
        Flow flow = Of(side);
        if ((segment.Flags & TcpFlags.Syn) != 0)
        {
            return Handshake.IsOf(segment, flow, IsClosed);
        }

        if (segment.Payload.IsEmpty || !flow.IsStarted)
        {
            return true;
        }

        return IsClosed ? flow.Extent.IsNear(segment.Sequence) : !IsElsewhere(segment, flow);
    }

    public void Receive(in Segment segment, FlowSide side, long clockNs)
    {
        Flow flow = Of(side);
        if (IsClosed)
        {
            bool isSeen = flow.IsStarted && flow.Extent.Has(segment.Sequence);
            _reassembly.Counters.Add(isSeen ? Counter.BytesDuplicate : Counter.BytesOutsideWindow, segment.Payload.Length);
            return;
        }

        _timestampNs = Math.Max(_timestampNs, segment.TimestampNs);
        SeenNs = Math.Max(SeenNs, Math.Max(segment.TimestampNs, clockNs));
        if ((segment.Flags & TcpFlags.Rst) != 0)
        {
            Reset(segment, flow);
        }
        else
        {
            Take(segment, flow, side);
        }

        if (Forward.IsBusy || Reverse.IsBusy || !Listener.WantsData)
        {
            Settle(SeenNs);
        }
    }

    /// <summary>Gives up something, so that less is held.</summary>
    public void Relieve()
    {
        Force();
        Settle(SeenNs);
    }

    /// <summary>The clock has moved: ends what is over. True where the connection is to be forgotten.</summary>
    public bool Expire(long nowNs)
    {
        if (IsClosed)
        {
            return DueNs <= nowNs;
        }

        if (_resetDueNs <= nowNs)
        {
            Finish(FlowEnd.Reset);
            return false;
        }

        if (IdleDueNs <= nowNs)
        {
            Finish(FlowEnd.Idle);
            return true;
        }

        while (!IsClosed && AgeOne(nowNs))
        {
            Settle(Math.Max(nowNs, SeenNs));
        }

        return false;
    }

    /// <summary>Ends the connection: what is held is told with the gaps before it.</summary>
    public void Finish(FlowEnd reason)
    {
        if (IsClosed)
        {
            return;
        }

        while (IsHolding && Listener.WantsData)
        {
            Force();
            Advance();
        }

        if (Listener.WantsData)
        {
            Forward.TellTail();
            Reverse.TellTail();
        }

        DropUnwanted();
        Forward.TellEnd(reason);
        Reverse.TellEnd(reason);
        Close();
        Listener.Close();
    }

    /// <summary>Ends the connection without a word to its consumer, which failed.</summary>
    public void Abandon()
    {
        Forward.Abandon();
        Reverse.Abandon();
        if (!IsClosed)
        {
            Close();
            Listener.Abandon();
        }
    }

    private Flow Of(FlowSide side) => side == FlowSide.Forward ? Forward : Reverse;

    /// <summary>
    /// True once a flow goes on where nothing of this connection can be: its end and the handshake of another one were missed,
    /// or more than a window of bytes.
    /// </summary>
    private bool IsElsewhere(in Segment segment, Flow flow)
    {
        if (flow.Extent.IsWithinWindow(flow.Extent.PositionOf(segment.Sequence)))
        {
            _strays = 0;
            return false;
        }

        _strays = segment.Sequence == _strayNext ? _strays + 1 : 1;
        _strayNext = segment.Sequence + (uint)(segment.Payload.Length + segment.MissingLength);
        return _strays >= MostStrays;
    }

    private void Take(in Segment segment, Flow flow, FlowSide side)
    {
        uint first = segment.Sequence;

        // By the first answer to its SYN only: of two that are sent again, the later may come first, and neither must make the owner the twin.
        if (segment.IsTwin && !flow.IsStartKnown)
        {
            Listener.PassOver();
        }

        if ((segment.Flags & TcpFlags.Syn) != 0)
        {
            _client ??= Handshake.IsAnswer(segment) == (side == FlowSide.Forward) ? FlowSide.Reverse : FlowSide.Forward;
            Handshake.Apply(segment, flow);
            first++;
        }
        else if (!flow.IsStarted)
        {
            flow.Begin(first, isKnown: false);
        }

        flow.IsHeard = true;
        int length = segment.Payload.Length + segment.MissingLength;
        // The number 0 is as good as never one of a real capture, and mostly that of a made-up one.
        bool isAcknowledging = (segment.Flags & TcpFlags.Ack) != 0 && segment.Acknowledgment != 0;
        long acknowledged = isAcknowledging ? flow.Peer.Acknowledge(segment.Acknowledgment) : Arrival.Unknown;
        var arrival = new Arrival(_timestampNs, segment.Ordinal, flow.Locate(first, length), acknowledged);
        if (!Listener.WantsData)
        {
            Listener.CountUnwanted(side, segment.Payload.Length);
            flow.Pass(arrival.Position + length);
        }
        else if (length > 0)
        {
            flow.Take(segment.Payload, segment.MissingLength, arrival);
        }

        if ((segment.Flags & TcpFlags.Fin) != 0)
        {
            flow.SetEnd(FlowEnd.Fin, arrival with { Position = arrival.Position + length });
        }
    }

    /// <summary>
    /// One side breaks off: its flow ends where the RST says. What the other one sent before it heard of that may still come.
    /// The text that a RST may carry (RFC 9293 section 3.5.3) is none of the flow's.
    /// </summary>
    private void Reset(in Segment segment, Flow flow)
    {
        _reassembly.Counters.Add(Counter.BytesOutsideWindow, segment.Payload.Length);
        bool isAcknowledging = (segment.Flags & TcpFlags.Ack) != 0;
        bool isValid = flow.IsStarted
            ? flow.Extent.MayReset(segment.Sequence)
            : !isAcknowledging || !flow.Peer.IsStarted || flow.Peer.Extent.IsNear(segment.Acknowledgment);
        if (!isValid)
        {
            return;
        }

        if (!flow.IsStarted)
        {
            flow.Begin(segment.Sequence, isKnown: false);
        }

        long position = flow.Extent.PositionOf(segment.Sequence);
        flow.SetEnd(FlowEnd.Reset, new Arrival(_timestampNs, segment.Ordinal, position, Arrival.Unknown));
        _resetDueNs = Math.Min(_resetDueNs, SeenNs + _reassembly.HoleAgeNs);
    }

    /// <summary>Tells all that can be told, keeps within the bounds of a flow and looks at what lacks.</summary>
    private void Settle(long nowNs)
    {
        if (IsClosed)
        {
            return;
        }

        Advance();
        while (Listener.WantsData && (Forward.IsOverBound || Reverse.IsOverBound))
        {
            Force();
            Advance();
        }

        DropUnwanted();
        if (Listener.WantsData)
        {
            Forward.Watch(nowNs);
            Reverse.Watch(nowNs);
        }

        bool isReset = _resetDueNs != long.MaxValue;
        bool nothingIsDue = !Forward.IsBusy && !Reverse.IsBusy && !Listener.HasOpenExchange;
        if ((Forward.HasEnded && Reverse.HasEnded) || (isReset && (nothingIsDue || !Listener.WantsData)))
        {
            Finish(isReset ? FlowEnd.Reset : FlowEnd.Fin);
            return;
        }

        DueNs = Math.Min(_resetDueNs, Math.Min(Forward.HoleDueNs, Reverse.HoleDueNs));
    }

    private void Advance()
    {
        while (Listener.WantsData)
        {
            if (Forward.Step() || Reverse.Step())
            {
                continue;
            }

            if (!Forward.IsBlocked || !Reverse.IsBlocked)
            {
                return;
            }

            // Each acknowledges the other: what was captured later is a retransmission and was sent first before.
            (Forward.WaitingSince > Reverse.WaitingSince ? Forward : Reverse).ForceWaiting();
        }
    }

    /// <summary>Gives up what lacks before that which is held longest.</summary>
    private void Force() => HeldLongest().ForceHeld();

    /// <summary>Gives up one hole that is old enough. False where there is none.</summary>
    private bool AgeOne(long nowNs)
    {
        Flow first = HeldLongest();
        return first.Age(nowNs) || first.Peer.Age(nowNs);
    }

    private Flow HeldLongest() => Forward.IsHolding && (!Reverse.IsHolding || Forward.WaitingSince <= Reverse.WaitingSince) ? Forward : Reverse;

    private void DropUnwanted()
    {
        if (!Listener.WantsData)
        {
            Listener.CountUnwanted(FlowSide.Forward, Forward.Drop());
            Listener.CountUnwanted(FlowSide.Reverse, Reverse.Drop());
        }
    }

    private void Close()
    {
        IsClosed = true;
        DueNs = SeenNs + _reassembly.LateAgeNs;
        _reassembly.Counters.Add(Counter.ConnectionsClosed);
    }
}
