using Gor.Flows;

namespace Gor.Http;

/// <summary>
/// The HTTP of one connection: ordered bytes in, exchanges out. Two readers, one a flow, and the pairing between them;
/// nothing is allocated before the first byte. One thread.
/// </summary>
internal sealed class HttpSession(ConnectionStart start, HttpOptions options, Counters counters, IExchangeConsumer next) : IFlowConsumer
{
    private Readers? _readers;
    private Counter? _unwantedAs;
    private bool _isClosed;

    /// <summary>What exists once the connection carried something.</summary>
    private sealed record Readers(MessageReader Forward, MessageReader Reverse, RequestSide Requests, ResponseSide Responses, Pairing Pairing)
    {
        /// <summary>Of the forward and the reverse flow, where their begin was seen.</summary>
        public PreambleReader?[] Preambles { get; } = new PreambleReader?[2];

        public MessageReader Of(FlowSide side) => side == FlowSide.Forward ? Forward : Reverse;

        public MessageReader Client => Forward.Handler == Requests ? Forward : Reverse;

        public MessageReader Server => Forward.Handler == Requests ? Reverse : Forward;
    }

    public bool WantsData => _unwantedAs is null;

    public bool HasOpenExchange => WantsData && _readers is not null
        && (_readers.Pairing.IsOpen || _readers.Forward.IsInMessage || _readers.Reverse.IsInMessage);

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
        if (readers.Preambles[(int)side] is { IsOver: false } preamble)
        {
            data = preamble.Read(data, ref begin);
        }

        if (!data.IsEmpty)
        {
            Read(readers, readers.Of(side), data, begin);
        }
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
        foreach (PreambleReader? preamble in _readers!.Preambles)
        {
            counters.Add(reason, preamble is { IsOver: false } ? preamble.Abandon(out _).Length : 0);
        }

        _readers.Forward.Refuse(reason);
        _readers.Reverse.Refuse(reason);
        _readers.Pairing.Close();
    }

    /// <summary>The flows are the other way round than they were taken.</summary>
    public void SwapRoles()
    {
        Readers readers = _readers!;
        (readers.Forward.Handler, readers.Reverse.Handler) = (readers.Reverse.Handler, readers.Forward.Handler);
        readers.Pairing.ClientKey = readers.Pairing.ClientKey.Reversed;

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
        ReadOnlySpan<byte> held = default;
        Arrival begin = default;
        if (readers.Preambles[(int)side] is { IsOver: false } preamble)
        {
            held = preamble.Abandon(out begin);
        }

        if (!held.IsEmpty)
        {
            Read(readers, readers.Of(side), held, begin);
        }
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

    private Readers Create(FlowSide client)
    {
        var pairing = new Pairing(start, options, counters, next)
        {
            ClientKey = client == FlowSide.Forward ? start.Key : start.Key.Reversed,
        };
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
            readers.Preambles[(int)client] = new PreambleReader(isClient: true, counters);
            readers.Preambles[1 - (int)client] = new PreambleReader(isClient: false, counters);
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
    }
}
