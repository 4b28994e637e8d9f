using Gor.Flows;

namespace Gor.Http;

/// <summary>
/// The HTTP of one connection: ordered bytes in, exchanges out. Two readers, one a flow, and the pairing between them;
/// nothing is allocated before the first byte. One thread.
/// </summary>
/// <param name="room">Of all sessions of this thread.</param>
internal sealed class HttpSession(ConnectionStart start, HttpOptions options, Counters counters, OpenCallsRoom room, IExchangeConsumer next) : IFlowConsumer
{
    private const int Nowhere = -1;

    private Readers? _readers;
    private int _place = Nowhere;
    private Counter? _unwantedAs;
    private bool _isClosed;

    /// <summary>What exists once the connection carried something.</summary>
    private sealed record Readers(MessageReader Forward, MessageReader Reverse, RequestSide Requests, ResponseSide Responses, Pairing Pairing)
    {
        private PreambleReader? _forwardPreamble;
        private PreambleReader? _reversePreamble;

        /// <summary>Of a flow whose begin was seen; null once its first message can begin.</summary>
        public ref PreambleReader? PreambleOf(FlowSide side) => ref side == FlowSide.Forward ? ref _forwardPreamble : ref _reversePreamble;

        public MessageReader Of(FlowSide side) => side == FlowSide.Forward ? Forward : Reverse;

        public MessageReader Client => Forward.Handler == Requests ? Forward : Reverse;

        public MessageReader Server => Forward.Handler == Requests ? Reverse : Forward;
    }

    public bool WantsData => _unwantedAs is null;

    public bool HasOpenExchange => WantsData && _readers is not null
        && (_readers.Pairing.IsOpen || _readers.Forward.IsInMessage || _readers.Reverse.IsInMessage);

    /// <summary>True while something is under way, or was in the call that is being processed.</summary>
    public bool HasCalls => _place != Nowhere;

    /// <summary>What is under way; to be asked for anew in each call.</summary>
    public OpenCalls Calls
    {
        get
        {
            _place = HasCalls ? _place : room.Enter();
            return room[_place];
        }
    }

    /// <summary>True until the first start line: the flows may still turn out to be the other way round.</summary>
    public bool MaySwapRoles => _readers is { Forward.IsHttp: false, Reverse.IsHttp: false };

    public void OnData(FlowSide side, ReadOnlySpan<byte> data, in Arrival arrival)
    {
        if (_unwantedAs is { } reason)
        {
            counters.Add(reason, data.Length);
            return;
        }

        Readers readers = _readers ??= Create(GuessClient(side, data));
        readers.Pairing.At(arrival.Ordinal);
        Arrival begin = arrival;
        ref PreambleReader? preamble = ref readers.PreambleOf(side);
        if (preamble is not null)
        {
            data = preamble.Read(data, ref begin);
            preamble = preamble.IsOver ? null : preamble;
        }

        if (!data.IsEmpty)
        {
            Read(readers, readers.Of(side), data, begin);
        }

        LeaveIfEmpty();
    }

    private static void Read(Readers readers, MessageReader reader, ReadOnlySpan<byte> data, in Arrival arrival)
    {
        if (reader == readers.Client)
        {
            BeforeClientData(readers, data, arrival);
        }
        else
        {
            readers.Pairing.HearServer(data, arrival, arrival.Position + data.Length);
            BeforeServerData(readers, data, arrival);
        }

        reader.Read(data, arrival);
    }

    public void OnGap(FlowSide side, long length, in Arrival arrival)
    {
        if (!WantsData)
        {
            return;
        }

        Readers readers = _readers ??= Create(start.Client ?? side);
        readers.Pairing.At(arrival.Ordinal);
        AbandonPreamble(readers, side);
        readers.Pairing.MissBytes();
        if (readers.Of(side) == readers.Server)
        {
            readers.Pairing.HearServer([], arrival, arrival.Position + length);
        }

        readers.Of(side).Skip(length, arrival);
        LeaveIfEmpty();
    }

    public void OnEnd(FlowSide side, FlowEnd reason, in Arrival arrival)
    {
        if (!WantsData || _readers is not { } readers)
        {
            return;
        }

        readers.Pairing.At(arrival.Ordinal);
        AbandonPreamble(readers, side);
        MessageReader reader = readers.Of(side);
        if (reader == readers.Client && reader.IsAwaitingBody && readers.Requests.IsBodyRefused)
        {
            reader.EndBody();
        }

        reader.End(reason, arrival);
        if (reader == readers.Server && WantsData)
        {
            readers.Pairing.EndResponses(reason, reader.Position);
        }

        LeaveIfEmpty();
    }

    public void OnClose(in Arrival arrival)
    {
        if (_isClosed)
        {
            return;
        }

        _isClosed = true;
        OnEnd(FlowSide.Forward, FlowEnd.CaptureEnd, arrival);
        OnEnd(FlowSide.Reverse, FlowEnd.CaptureEnd, arrival);
        _readers?.Pairing.At(arrival.Ordinal);
        _readers?.Pairing.Close();
        LeaveIfEmpty();
    }

    public void CountUnwanted(FlowSide side, int bytes) => counters.Add(_unwantedAs ?? Counter.BytesMalformed, bytes);

    /// <summary>Nothing more of this connection can be read; its bytes are counted as <paramref name="reason"/> from here on.</summary>
    public void GiveUp(Counter reason)
    {
        if (_unwantedAs is not null)
        {
            return;
        }

        _unwantedAs = reason;
        Readers readers = _readers!;
        counters.Add(reason, TakeHeld(readers, FlowSide.Forward, out _).Length);
        counters.Add(reason, TakeHeld(readers, FlowSide.Reverse, out _).Length);
        readers.Forward.Refuse(reason);
        readers.Reverse.Refuse(reason);
        readers.Pairing.Close();
    }

    /// <summary>The flows are the other way round than they were taken.</summary>
    public void SwapRoles()
    {
        Readers readers = _readers!;
        (readers.Forward.Handler, readers.Reverse.Handler) = (readers.Reverse.Handler, readers.Forward.Handler);
        readers.Pairing.Client = readers.Pairing.Client == FlowSide.Forward ? FlowSide.Reverse : FlowSide.Forward;

        // What was heard of the server was the client's.
        readers.Pairing.ForgetServer();
        if (readers.Server.Position is var told and not Arrival.Unknown)
        {
            readers.Pairing.HearServer([], new Arrival(0, 0, told, Arrival.Unknown), told);
        }
    }

    /// <summary>A CONNECT request is complete: its response says what the client's next bytes are (RFC 9110 section 9.3.6).</summary>
    public void AwaitTunnel() => _readers!.Client.Suspend();

    /// <summary>The CONNECT was refused: requests go on.</summary>
    public void RefuseTunnel() => _readers!.Client.Resume();

    /// <summary>What looked like the begin of a preamble was none, or its end is lost.</summary>
    private static void AbandonPreamble(Readers readers, FlowSide side)
    {
        ReadOnlySpan<byte> held = TakeHeld(readers, side, out Arrival begin);
        if (!held.IsEmpty)
        {
            Read(readers, readers.Of(side), held, begin);
        }
    }

    private static ReadOnlySpan<byte> TakeHeld(Readers readers, FlowSide side, out Arrival begin)
    {
        ref PreambleReader? preamble = ref readers.PreambleOf(side);
        begin = default;
        ReadOnlySpan<byte> held = preamble is null ? default : preamble.Abandon(out begin);
        preamble = null;
        return held;
    }

    private static void BeforeClientData(Readers readers, ReadOnlySpan<byte> data, in Arrival arrival)
    {
        MessageReader reader = readers.Client;
        if (!reader.IsAwaitingBody)
        {
            return;
        }

        // The server refused to see the body: the client may send the next request instead (RFC 9110 section 10.1.1).
        if (readers.Requests.IsBodyRefused && StartLine.KindOfFirstLine(data) == StartLineKind.Request)
        {
            reader.EndBody();
        }
        else
        {
            readers.Requests.OnBodyBegins(arrival);
        }
    }

    /// <summary>
    /// Where the end of a body is a guess, because the request it answers is not known or because a server that keeps the
    /// connection gave no length, a status line just where a waiting request expects its answer ends it.
    /// </summary>
    private static void BeforeServerData(Readers readers, ReadOnlySpan<byte> data, in Arrival arrival)
    {
        MessageReader reader = readers.Server;
        bool isGuess = reader.IsInUnboundedBody || (reader.IsInBoundedBody && !readers.Pairing.IsInOrder);
        if (isGuess && reader.Position == arrival.Position && StartLine.CanBegin(data, StartLineKind.Status)
            && readers.Pairing.IsAnswerDue(arrival.Position))
        {
            reader.EndBody();
        }
    }

    private void LeaveIfEmpty()
    {
        if (HasCalls && Calls.IsEmpty)
        {
            Leave();
        }
    }

    private void Leave()
    {
        room.Leave(_place);
        _place = Nowhere;
    }

    private Readers Create(FlowSide client)
    {
        var pairing = new Pairing(this, start, options, counters, next) { Client = client };
        var requests = new RequestSide(this, pairing, options, counters);
        var responses = new ResponseSide(this, pairing, options, counters);
        IMessageHandler forward = client == FlowSide.Forward ? requests : responses;
        IMessageHandler reverse = client == FlowSide.Forward ? responses : requests;
        var readers = new Readers(
            new MessageReader(forward, this, options, counters, start.SawSyn),
            new MessageReader(reverse, this, options, counters, start.SawSyn),
            requests,
            responses,
            pairing);
        if (start.SawSyn)
        {
            readers.PreambleOf(client) = new PreambleReader(isClient: true, counters);
            readers.PreambleOf(client == FlowSide.Forward ? FlowSide.Reverse : FlowSide.Forward) = new PreambleReader(isClient: false, counters);
        }

        return readers;
    }

    /// <summary>Ports and handshake say who the client is, or else the first bytes: only a server begins with a version.</summary>
    private FlowSide GuessClient(FlowSide side, ReadOnlySpan<byte> data)
    {
        FlowSide other = side == FlowSide.Forward ? FlowSide.Reverse : FlowSide.Forward;
        return start.Client ?? (StartLine.CanBegin(data, StartLineKind.Status) ? other : side);
    }

    public void Dispose()
    {
        _readers?.Forward.Dispose();
        _readers?.Reverse.Dispose();
        if (HasCalls)
        {
            Leave();
        }
    }
}
