using Gor.Decode;

namespace Gor.Flows;

/// <summary>
/// Both flows of a 4-tuple, from the first segment that was seen until FIN, RST or silence, and a little longer: late copies of
/// its segments are its own. Keeps the order across the flows: see <see cref="Flow.HasReached"/>.
/// </summary>
internal sealed class Connection
{
    /// <summary>A start that was only guessed can be this far behind the handshake that comes late.</summary>
    private const long LateHandshake = 64 << 10;

    private readonly Reassembly _reassembly;
    private readonly Flow _forward;
    private readonly Flow _reverse;
    private IFlowConsumer? _consumer;
    private FlowSide? _client;

    /// <summary>The latest capture time of its segments; also of what was told.</summary>
    private long _timestampNs = long.MinValue;
    private long _toldNs;

    /// <summary>The capture's clock when it was last heard of.</summary>
    private long _seenNs = long.MinValue;
    private long _resetNs = long.MaxValue;

    public Connection(Reassembly reassembly, in Segment first)
    {
        _reassembly = reassembly;
        Key = first.Key;
        Ordinal = first.Ordinal;
        _toldNs = first.TimestampNs;
        _forward = new Flow(FlowSide.Forward, this, reassembly);
        _reverse = new Flow(FlowSide.Reverse, this, reassembly) { Peer = _forward };
        _forward.Peer = _reverse;
        IdleNode = new LinkedListNode<Connection>(this);
        AgeNode = new LinkedListNode<Connection>(this);
        reassembly.Counters.Add(Counter.ConnectionsOpened);
    }

    /// <summary>The key of the forward flow.</summary>
    public FlowKey Key { get; }

    /// <summary>Number of the first segment's packet.</summary>
    public long Ordinal { get; }

    /// <summary>True once its end was told.</summary>
    public bool IsClosed { get; private set; }

    /// <summary>True while the consumer wants bytes, or was not asked yet.</summary>
    public bool WantsData => _consumer is null || _consumer.WantsData;

    public bool IsHolding => _forward.IsHolding || _reverse.IsHolding;

    /// <summary>The time when it was last heard of.</summary>
    public long SeenNs => _seenNs;

    /// <summary>When a hole, the reset or the memory of it ends.</summary>
    public long DueNs { get; private set; } = long.MaxValue;

    /// <summary>When it ends for silence.</summary>
    public long IdleDueNs =>
        _seenNs + (_consumer is { } open && (open.HasOpenExchange || !open.WantsData) ? _reassembly.OpenExchangeAgeNs : _reassembly.IdleAgeNs);

    /// <summary>Of the table: its places in the lists, and when it is looked at next.</summary>
    public LinkedListNode<Connection> IdleNode { get; }

    public LinkedListNode<Connection> AgeNode { get; }

    public LinkedListNode<Connection>? HoldNode { get; set; }

    public long TouchedAt { get; set; } = -1;

    public long LookAtNs { get; set; } = long.MaxValue;

    /// <summary>True where the segment can be of this connection, false where it begins another one between the same endpoints.</summary>
    public bool Owns(in Segment segment, FlowSide side)
    {
        Flow flow = Of(side);
        if ((segment.Flags & TcpFlags.Syn) != 0)
        {
            return OwnsSyn(segment, flow);
        }

        return !IsClosed || segment.Payload.IsEmpty || !flow.IsStarted || flow.IsNear(segment.Sequence);
    }

    public void Receive(in Segment segment, FlowSide side, long clockNs)
    {
        _timestampNs = Math.Max(_timestampNs, segment.TimestampNs);
        Flow flow = Of(side);
        if (IsClosed)
        {
            bool isSeen = flow.IsStarted && flow.IsNear(segment.Sequence);
            _reassembly.Counters.Add(isSeen ? Counter.BytesDuplicate : Counter.BytesOutsideWindow, segment.Payload.Length);
            return;
        }

        _seenNs = Math.Max(_seenNs, Math.Max(segment.TimestampNs, clockNs));
        if ((segment.Flags & TcpFlags.Rst) != 0)
        {
            Reset(segment, flow);
        }
        else
        {
            Take(segment, flow, side);
        }

        if (flow.IsBusy || flow.Peer.IsBusy || !WantsData)
        {
            Settle();
        }
    }

    /// <summary>Gives up something, so that less is held.</summary>
    public void Relieve()
    {
        Force();
        Settle();
    }

    /// <summary>The clock has moved: ends what is over. True where the connection is to be forgotten.</summary>
    public bool Expire(long nowNs)
    {
        if (IsClosed)
        {
            return DueNs <= nowNs;
        }

        if (_resetNs <= nowNs)
        {
            Finish(FlowEnd.Reset);
            return false;
        }

        if (IdleDueNs <= nowNs)
        {
            Finish(FlowEnd.Idle);
            return true;
        }

        _forward.Age(nowNs);
        _reverse.Age(nowNs);
        Settle(nowNs);
        return false;
    }

    /// <summary>Ends the connection: what is held is told with the gaps before it.</summary>
    public void Finish(FlowEnd reason)
    {
        if (IsClosed)
        {
            return;
        }

        while (IsHolding && WantsData)
        {
            Force();
            Advance();
        }

        DropUnwanted();
        if (WantsData)
        {
            _forward.TellTail();
            _reverse.TellTail();
        }

        _forward.TellEnd(reason);
        _reverse.TellEnd(reason);
        Close();
    }

    /// <summary>Ends the connection without a word to its consumer, which failed.</summary>
    public void Abandon()
    {
        _forward.Drop();
        _reverse.Drop();
        if (!IsClosed)
        {
            Close(isHeard: false);
        }
    }

    public void TellData(FlowSide side, ReadOnlySpan<byte> data, in Arrival arrival) => Consumer().OnData(side, data, Now(arrival));

    public void TellGap(FlowSide side, long length, long position) =>
        Consumer().OnGap(side, length, Now(new Arrival(_toldNs, 0, position, Arrival.Unknown)));

    public void TellEnd(FlowSide side, FlowEnd reason, in Arrival arrival) => _consumer?.OnEnd(side, reason, Now(arrival));

    public void CountUnwanted(FlowSide side, int bytes) => _consumer!.CountUnwanted(side, bytes);

    private Flow Of(FlowSide side) => side == FlowSide.Forward ? _forward : _reverse;

    /// <summary>True for a SYN of this connection's handshake or a late copy of it: a new initial number is a new connection.</summary>
    private bool OwnsSyn(in Segment segment, Flow flow)
    {
        uint begin = segment.Sequence + 1;
        Flow peer = flow.Peer;
        bool isAnswer = (segment.Flags & TcpFlags.Ack) != 0;
        if (flow.IsStarted && (uint)flow.Start == begin)
        {
            return true;
        }

        if (IsClosed)
        {
            return false;
        }

        // The server's answer, or an answer to another try than the one seen last.
        if (isAnswer && !flow.HasTold && !flow.IsHolding && peer.IsStartKnown)
        {
            return !peer.HasTold || peer.IsNear(segment.Acknowledgment);
        }

        if (!flow.IsStarted)
        {
            // Both sides open at once (RFC 9293 section 3.5), or data came before the answer to it did.
            return isAnswer ? peer.IsNear(segment.Acknowledgment) : peer.IsStartKnown && !peer.HasTold && !peer.IsHolding;
        }

        long before = flow.Start - SequenceNumber.Unwrap(begin, flow.Start);
        return !flow.IsStartKnown && flow.HasTold && before is > 0 and < LateHandshake;
    }

    private void Synchronize(in Segment segment, Flow flow, FlowSide side)
    {
        uint begin = segment.Sequence + 1;
        bool isAnswer = (segment.Flags & TcpFlags.Ack) != 0;
        _client ??= isAnswer ? Opposite(side) : side;
        if (flow.IsStarted && (uint)flow.Start == begin)
        {
            flow.ConfirmStart();
        }
        else if (!flow.HasTold && !flow.IsHolding)
        {
            flow.Begin(begin, isKnown: true);
        }

        if (isAnswer && !flow.Peer.HasTold && !flow.Peer.IsHolding && (uint)flow.Peer.Start != segment.Acknowledgment)
        {
            flow.Peer.Begin(segment.Acknowledgment, isKnown: true);
        }
        else if (isAnswer && (uint)flow.Peer.Start == segment.Acknowledgment)
        {
            flow.Peer.ConfirmStart();
        }
    }

    private void Take(in Segment segment, Flow flow, FlowSide side)
    {
        bool isSyn = (segment.Flags & TcpFlags.Syn) != 0;
        uint first = segment.Sequence;
        if (isSyn)
        {
            Synchronize(segment, flow, side);
            first++;
        }
        else if (!flow.IsStarted)
        {
            flow.Begin(first, isKnown: false);
        }

        int length = segment.Payload.Length + segment.MissingLength;
        bool isAcknowledging = (segment.Flags & TcpFlags.Ack) != 0;
        long acknowledged = isAcknowledging ? flow.Peer.Acknowledge(segment.Acknowledgment) : Arrival.Unknown;
        var arrival = new Arrival(_timestampNs, segment.Ordinal, flow.Locate(first, length), acknowledged);
        if (!WantsData)
        {
            CountUnwanted(side, segment.Payload.Length);
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
            ? flow.MayReset(segment.Sequence)
            : !isAcknowledging || !flow.Peer.IsStarted || flow.Peer.IsNear(segment.Acknowledgment);
        if (!isValid)
        {
            return;
        }

        long position = flow.IsStarted ? SequenceNumber.Unwrap(segment.Sequence, flow.Next) : 0;
        if (!flow.IsStarted)
        {
            flow.Begin(segment.Sequence, isKnown: false);
            position = flow.Next;
        }

        flow.SetEnd(FlowEnd.Reset, new Arrival(_timestampNs, segment.Ordinal, position, Arrival.Unknown));
        _resetNs = Math.Min(_resetNs, _seenNs + _reassembly.HoleAgeNs);
    }

    /// <summary>Tells all that can be told, keeps within the bounds of a flow and looks at what lacks.</summary>
    private void Settle(long nowNs = long.MinValue)
    {
        if (IsClosed)
        {
            return;
        }

        Advance();
        while (WantsData && (_forward.IsOverBound || _reverse.IsOverBound))
        {
            Force();
            Advance();
        }

        DropUnwanted();
        bool isReset = _resetNs != long.MaxValue;
        bool isOver = isReset && (!WantsData || (!_forward.IsBusy && !_reverse.IsBusy && _consumer is not { HasOpenExchange: true }));
        if (isOver || (_forward.HasEnded && _reverse.HasEnded))
        {
            Finish(isReset ? FlowEnd.Reset : FlowEnd.Fin);
            return;
        }

        long now = Math.Max(nowNs, _seenNs);
        _forward.Watch(now);
        _reverse.Watch(now);
        DueNs = Math.Min(_resetNs, Math.Min(_forward.HoleDueNs, _reverse.HoleDueNs));
    }

    private void Advance()
    {
        while (WantsData)
        {
            if (_forward.Step() || _reverse.Step())
            {
                continue;
            }

            if (!_forward.IsBlocked || !_reverse.IsBlocked)
            {
                return;
            }

            // Each acknowledges the other: what was captured later is a retransmission and was sent first before.
            (_forward.WaitingSince > _reverse.WaitingSince ? _forward : _reverse).ForceWaiting();
        }
    }

    private void Force()
    {
        bool isForward = _forward.IsHolding && (!_reverse.IsHolding || _forward.WaitingSince <= _reverse.WaitingSince);
        (isForward ? _forward : _reverse).ForceHeld();
    }

    private void DropUnwanted()
    {
        if (WantsData)
        {
            return;
        }

        CountUnwanted(FlowSide.Forward, _forward.Drop());
        CountUnwanted(FlowSide.Reverse, _reverse.Drop());
        _forward.TellEndIfKnown();
        _reverse.TellEndIfKnown();
    }

    private void Close(bool isHeard = true)
    {
        IsClosed = true;
        DueNs = _seenNs + _reassembly.LateAgeNs;
        _reassembly.Counters.Add(Counter.ConnectionsClosed);
        IFlowConsumer? consumer = _consumer;
        _consumer = null;
        try
        {
            if (isHeard)
            {
                consumer?.OnClose(Now(new Arrival(_toldNs, 0, Arrival.Unknown, Arrival.Unknown)));
            }
        }
        finally
        {
            consumer?.Dispose();
        }
    }

    private IFlowConsumer Consumer()
    {
        if (_consumer is null)
        {
            bool sawSyn = _forward.IsStartKnown || _reverse.IsStartKnown;
            _consumer = _reassembly.Open(new ConnectionStart(Key, sawSyn, Client(), Ordinal));
            _forward.RepeatEnd();
            _reverse.RepeatEnd();
        }

        return _consumer;
    }

    private FlowSide? Client()
    {
        bool toServer = _reassembly.IsServerPort(Key.Destination.Port);
        bool fromServer = _reassembly.IsServerPort(Key.Source.Port);
        return toServer == fromServer ? _client : toServer ? FlowSide.Forward : FlowSide.Reverse;
    }

    private static FlowSide Opposite(FlowSide side) => side == FlowSide.Forward ? FlowSide.Reverse : FlowSide.Forward;

    /// <summary>The arrival as it is told: by the packet that is processed now, never before what was told before.</summary>
    private Arrival Now(in Arrival arrival)
    {
        _toldNs = Math.Max(_toldNs, arrival.TimestampNs);
        return arrival with { TimestampNs = _toldNs, Ordinal = _reassembly.Ordinal };
    }
}
