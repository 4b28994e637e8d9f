using Gor.Flows;

namespace Gor.Http;

/// <summary>
/// The HTTP of one connection while something is under way: two readers, one a flow, and the pairing between them. It serves one
/// connection after the other: see <see cref="DialogueRoom"/>. One thread.
/// </summary>
internal sealed class Dialogue
{
    private readonly MessageReader _forward;
    private readonly MessageReader _reverse;
    private readonly RequestSide _requests;
    private readonly ResponseSide _responses;
    private readonly Pairing _pairing;

    public Dialogue(HttpOptions options, Counters counters, IExchangeConsumer next)
    {
        _pairing = new Pairing(options, counters, next);
        _requests = new RequestSide(this, _pairing, options, counters);
        _responses = new ResponseSide(this, _pairing, options, counters);
        _forward = new MessageReader(_requests, this, options, counters);
        _reverse = new MessageReader(_responses, this, options, counters);
    }

    /// <summary>Null while bytes are wanted; then what the rest of the connection is counted as.</summary>
    public Counter? UnwantedAs { get; private set; }

    public bool HasOpenExchange => _pairing.IsOpen || _forward.IsInMessage || _reverse.IsInMessage;

    /// <summary>True where nothing is under way: then <see cref="Save"/> tells all there is to know.</summary>
    public bool IsAtRest => _pairing.IsAtRest && _requests.IsAtRest && _responses.IsAtRest && _forward.IsAtRest && _reverse.IsAtRest;

    /// <summary>True until the first start line: the flows may still turn out to be the other way round.</summary>
    public bool MaySwapRoles => !_forward.IsHttp && !_reverse.IsHttp;

    private MessageReader Client => _pairing.Client == FlowSide.Forward ? _forward : _reverse;

    private MessageReader Server => _pairing.Client == FlowSide.Forward ? _reverse : _forward;

    /// <summary>Goes on with a connection where it was left.</summary>
    public void Load(ConnectionStart start, in DialogueState state)
    {
        UnwantedAs = null;
        _pairing.Load(start, state.Pairing);
        _forward.Load(state.Forward);
        _reverse.Load(state.Reverse);
        AssignRoles();
    }

    /// <summary>What is to be known when the connection goes on; only at rest.</summary>
    public void Save(out DialogueState state)
    {
        _forward.Save(out state.Forward);
        _reverse.Save(out state.Reverse);
        _pairing.Save(out state.Pairing);
    }

    /// <summary>Forgets what is under way.</summary>
    public void Clear()
    {
        _forward.Clear();
        _reverse.Clear();
        _requests.Clear();
        _responses.Clear();
        _pairing.Clear();
    }

    /// <summary>Number of the packet that is processed now.</summary>
    public void At(long ordinal) => _pairing.At(ordinal);

    public void Read(FlowSide side, ReadOnlySpan<byte> data, in Arrival arrival)
    {
        MessageReader reader = Of(side);
        if (reader == Client)
        {
            BeforeClientData(reader, data, arrival);
        }
        else
        {
            _pairing.HearServer(data, arrival, arrival.Position + data.Length);
            BeforeServerData(reader, data, arrival);
        }

        reader.Read(data, arrival);
    }

    /// <summary>Bytes of the flow were not captured.</summary>
    public void Skip(FlowSide side, long length, in Arrival arrival)
    {
        _pairing.MissBytes();
        MessageReader reader = Of(side);
        if (reader == Server)
        {
            _pairing.HearServer([], arrival, arrival.Position + length);
        }

        reader.Skip(length, arrival);
    }

    /// <summary>One flow has ended.</summary>
    public void End(FlowSide side, FlowEnd reason, in Arrival arrival)
    {
        MessageReader reader = Of(side);
        if (reader == Client && reader.IsAwaitingBody && _requests.IsBodyRefused)
        {
            reader.EndBody();
        }

        reader.End(reason, arrival);
        if (reader == Server && UnwantedAs is null)
        {
            _pairing.EndResponses(reason, reader.Position);
        }
    }

    /// <summary>Nothing more will come.</summary>
    public void Close() => _pairing.Close();

    /// <summary>Nothing more of this connection can be read; its bytes are counted as <paramref name="reason"/> from here on.</summary>
    public void GiveUp(Counter reason)
    {
        if (UnwantedAs is not null)
        {
            return;
        }

        UnwantedAs = reason;
        _forward.Refuse(reason);
        _reverse.Refuse(reason);
        _pairing.Close();
    }

    /// <summary>The flows are the other way round than they were taken.</summary>
    public void SwapRoles()
    {
        _pairing.Client = _pairing.Client == FlowSide.Forward ? FlowSide.Reverse : FlowSide.Forward;
        AssignRoles();

        // What was heard of the server was the client's.
        _pairing.ForgetServer();
        if (Server.Position is var told and not Arrival.Unknown)
        {
            _pairing.HearServer([], new Arrival(0, 0, told, Arrival.Unknown), told);
        }
    }

    /// <summary>A CONNECT request is complete: its response says what the client's next bytes are (RFC 9110 section 9.3.6).</summary>
    public void AwaitTunnel() => Client.Suspend();

    /// <summary>The CONNECT was refused: requests go on.</summary>
    public void RefuseTunnel() => Client.Resume();

    private MessageReader Of(FlowSide side) => side == FlowSide.Forward ? _forward : _reverse;

    private void AssignRoles()
    {
        if (Client.Handler != _requests)
        {
            (Client.Handler, Server.Handler) = (_requests, _responses);
        }
    }

    private void BeforeClientData(MessageReader reader, ReadOnlySpan<byte> data, in Arrival arrival)
    {
        if (!reader.IsAwaitingBody)
        {
            return;
        }

        // The server refused to see the body: the client may send the next request instead (RFC 9110 section 10.1.1).
        if (_requests.IsBodyRefused && StartLine.KindOfFirstLine(data) == StartLineKind.Request)
        {
            reader.EndBody();
        }
        else
        {
            _requests.OnBodyBegins(arrival);
        }
    }

    /// <summary>
    /// Where the end of a body is a guess, because the request it answers is not known or because a server that keeps the
    /// connection gave no length, a status line just where a waiting request expects its answer ends it.
    /// </summary>
    private void BeforeServerData(MessageReader reader, ReadOnlySpan<byte> data, in Arrival arrival)
    {
        bool isGuess = reader.IsInUnboundedBody || (reader.IsInBoundedBody && !_pairing.IsInOrder);
        if (isGuess && reader.Position == arrival.Position && StartLine.CanBegin(data, StartLineKind.Status)
            && _pairing.IsAnswerDue(arrival.Position))
        {
            reader.EndBody();
        }
    }
}
