using Gor.Flows;

namespace Gor.Http;

/// <summary>
/// The HTTP of one connection: ordered bytes in, exchanges out. What is under way is in a <see cref="Dialogue"/>; between two calls the session
/// keeps its state only. One thread.
/// </summary>
/// <param name="room">Of all sessions of this thread.</param>
internal sealed class HttpSession(ConnectionStart start, DialogueRoom room) : IFlowConsumer
{
    private const int Nowhere = -1;

    private DialogueState _state;
    private PreambleReader? _forwardPreamble;
    private PreambleReader? _reversePreamble;
    private int _place = Nowhere;
    private Counter? _unwantedAs;
    private bool _isBegun;
    private bool _isClosed;

    public bool WantsData => _unwantedAs is null;

    public bool HasOpenExchange => WantsData && _place != Nowhere && room[_place].HasOpenExchange;

    public void OnData(FlowSide side, ReadOnlySpan<byte> data, in Arrival arrival)
    {
        if (_unwantedAs is { } reason)
        {
            room.Counters.Add(reason, data.Length);
            return;
        }

        if (!_isBegun)
        {
            Begin(GuessClient(side, data));
        }

        Arrival first = arrival;
        ref PreambleReader? preamble = ref PreambleOf(side);
        if (preamble is not null)
        {
            data = preamble.Read(data, ref first);
            preamble = preamble.IsOver ? null : preamble;
        }

        if (!data.IsEmpty)
        {
            Dialogue dialogue = Enter(arrival.Ordinal);
            dialogue.Read(side, data, first);
            Leave(dialogue);
        }
    }

    public void OnGap(FlowSide side, long length, in Arrival arrival)
    {
        if (!WantsData)
        {
            return;
        }

        if (!_isBegun)
        {
            Begin(start.Client ?? side);
        }

        Dialogue dialogue = Enter(arrival.Ordinal);
        AbandonPreamble(dialogue, side);
        dialogue.Skip(side, length, arrival);
        Leave(dialogue);
    }

    public void OnEnd(FlowSide side, FlowEnd reason, in Arrival arrival)
    {
        if (!WantsData || !_isBegun)
        {
            return;
        }

        Dialogue dialogue = Enter(arrival.Ordinal);
        AbandonPreamble(dialogue, side);
        dialogue.End(side, reason, arrival);
        Leave(dialogue);
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
        if (_isBegun)
        {
            Dialogue dialogue = Enter(arrival.Ordinal);
            dialogue.Close();
            Leave(dialogue);
        }
    }

    public void CountUnwanted(FlowSide side, int bytes) => room.Counters.Add(_unwantedAs ?? Counter.BytesMalformed, bytes);

    public void Dispose()
    {
        if (_place != Nowhere)
        {
            room.Leave(_place);
            _place = Nowhere;
        }
    }

    private void Begin(FlowSide client)
    {
        _isBegun = true;
        _state = new DialogueState(start.SawSyn, client);
        if (start.SawSyn)
        {
            PreambleOf(client) = new PreambleReader(isClient: true, room.Counters);
            PreambleOf(client == FlowSide.Forward ? FlowSide.Reverse : FlowSide.Forward) = new PreambleReader(isClient: false, room.Counters);
        }
    }

    private Dialogue Enter(long ordinal)
    {
        Dialogue dialogue;
        if (_place == Nowhere)
        {
            _place = room.Enter();
            dialogue = room[_place];
            dialogue.Load(start, _state);
        }
        else
        {
            dialogue = room[_place];
        }

        dialogue.At(ordinal);
        return dialogue;
    }

    private void Leave(Dialogue dialogue)
    {
        if (dialogue.UnwantedAs is { } reason && WantsData)
        {
            _unwantedAs = reason;
            room.Counters.Add(reason, TakeHeld(FlowSide.Forward, out _).Length);
            room.Counters.Add(reason, TakeHeld(FlowSide.Reverse, out _).Length);
        }

        if (dialogue.IsAtRest)
        {
            dialogue.Save(out _state);
            Dispose();
        }
    }

    /// <summary>What looked like the begin of a preamble was none, or its end is lost.</summary>
    private void AbandonPreamble(Dialogue dialogue, FlowSide side)
    {
        ReadOnlySpan<byte> held = TakeHeld(side, out Arrival begin);
        if (!held.IsEmpty)
        {
            dialogue.Read(side, held, begin);
        }
    }

    private ReadOnlySpan<byte> TakeHeld(FlowSide side, out Arrival begin)
    {
        ref PreambleReader? preamble = ref PreambleOf(side);
        begin = default;
        ReadOnlySpan<byte> held = preamble is null ? default : preamble.Abandon(out begin);
        preamble = null;
        return held;
    }

    /// <summary>Of a flow whose begin was seen; null once its first message can begin.</summary>
    private ref PreambleReader? PreambleOf(FlowSide side) => ref side == FlowSide.Forward ? ref _forwardPreamble : ref _reversePreamble;

    /// <summary>Ports and handshake say who the client is, or else the first bytes: only a server begins with a version.</summary>
    private FlowSide GuessClient(FlowSide side, ReadOnlySpan<byte> data)
    {
        FlowSide other = side == FlowSide.Forward ? FlowSide.Reverse : FlowSide.Forward;
        return start.Client ?? (StartLine.CanBegin(data, StartLineKind.Status) ? other : side);
    }
}
