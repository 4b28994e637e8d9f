using Gor.Decode;
using Gor.Flows;

namespace Gor.Http;

/// <summary>
/// Ties the responses of one connection to the requests they answer: first in, first out (RFC 9112 section 9.3.2) while every
/// message is seen. Once messages may be lost, order proves nothing: then a pair is formed only where the acknowledgement
/// numbers prove it, and from there order counts again. What cannot be proven is orphaned; no pair is a guess.
/// </summary>
internal sealed class Pairing(HttpOptions options, Counters counters, IExchangeConsumer next)
{
    /// <summary>Requests without a final response, oldest first.</summary>
    private readonly List<OpenExchange> _waiting = [];

    private ConnectionStart _start = null!;
    private PairingState _kept;

    /// <summary>The exchange whose response was begun last, until both of its messages are read and it is proven.</summary>
    private OpenExchange? _current;

    /// <summary>Content kept for requests that are read and wait.</summary>
    private long _keptBytes;

    private long _ordinal;

    /// <summary>Which flow is the client's.</summary>
    public ref FlowSide Client => ref _kept.Client;

    /// <summary>True where nothing waits, and nothing is to be proven.</summary>
    public bool IsAtRest => _waiting.Count == 0 && _current is null;

    public bool IsOpen => _waiting.Count > 0 || _current is { IsTentative: false };

    /// <summary>True while no response can be missing between the last proven one and the next: framing rests on proven pairs.</summary>
    public bool IsInOrder => _kept.IsInOrder;

    /// <summary>Goes on with a connection where it was left; nothing waits.</summary>
    public void Load(ConnectionStart start, in PairingState state) => (_start, _kept, _keptBytes) = (start, state, 0);

    public void Save(out PairingState state) => state = _kept;

    /// <summary>Forgets what is under way.</summary>
    public void Clear()
    {
        _waiting.Clear();
        _current = null;
    }

    /// <summary>Number of the packet that is processed now.</summary>
    public void At(long ordinal) => _ordinal = ordinal;

    /// <summary>True where a response in this place of the server's flow would be the answer to a request that waits.</summary>
    public bool IsAnswerDue(long position) => _waiting.Exists(open => open.Start.Acknowledged == position);

    /// <summary>The server's flow tells of bytes, or of a gap without any: judges the client's patience by them.</summary>
    /// <param name="end">Position behind them.</param>
    public void HearServer(ReadOnlySpan<byte> data, in Arrival arrival, long end) => _kept.Patience.HearServer(_waiting, data, arrival, end);

    /// <summary>The flows are the other way round than they were taken; nothing was paired yet.</summary>
    public void ForgetServer() => _kept.Patience.ForgetServer(_start.SawSyn);

    /// <summary>Bytes of either flow were not captured.</summary>
    public void MissBytes()
    {
        _kept.HasMissed = true;
        _kept.Patience.MissBytes();
    }

    /// <summary>A request begins.</summary>
    public void Hear(in MessageStart request)
    {
        if (_kept.FirstRequest == Arrival.Unknown)
        {
            _kept.FirstRequest = request.Position;
        }

        if (!request.IsDoubtful)
        {
            _kept.Patience.HearClient(request, hasBeenAnswered: _kept.Index > 0);
        }
    }

    /// <summary>A request's head is read.</summary>
    public void Add(OpenExchange open)
    {
        if (_current is { IsTentative: true } && (open.Start.Acknowledged != _current.ResponseEnd || open.IsAfterLoss))
        {
            Deny();
        }

        if (open.IsAfterLoss && _waiting is [.., { MayHaveContinued: true }])
        {
            // A 100 response that was lost looks like the answer: this request may have overtaken it.
            _kept.Patience.Break();
        }

        open.IsAfterLoss |= _kept.NextIsAfterLoss;
        _kept.NextIsAfterLoss = false;
        if (!IsInOrder && (_kept.Patience.IsBroken || open.Start.Acknowledged == Arrival.Unknown))
        {
            Orphan(open, Counter.RequestsOrphanedGap);
            return;
        }

        _waiting.Add(open);
        Trim();
    }

    /// <summary>No more of the request will come.</summary>
    public void EndRequest(OpenExchange open)
    {
        open.IsRequestRead = true;
        if (open.IsOrphaned)
        {
            open.Request.Dispose();
        }
        else if (open.Response is null)
        {
            _keptBytes += open.Request.Body.Kept.Length;
            Trim();
        }
        else
        {
            EmitIfComplete();
        }
    }

    /// <summary>A final response's head is read: finds the request it answers.</summary>
    /// <returns>Null where none is proven; the response is orphaned then.</returns>
    public OpenExchange? Answer(in MessageStart response, HttpResponse message)
    {
        if (_current is { IsTentative: true })
        {
            ConfirmBy(response);
        }

        _kept.HighestAcknowledged = Math.Max(_kept.HighestAcknowledged, response.Acknowledged);
        bool isInTurn = IsInOrder && _waiting.Count > 0
            && ((!_waiting[0].IsAfterLoss && _kept.HadReached(response, _waiting[0]))
                || (!_start.SawSyn && !_kept.HasMissed && response.IsMadeUp && _waiting[0].Start.IsMadeUp));
        Proof proof = Proof.Certain;
        int index = isInTurn ? 0 : Prove(response, out proof);
        if (index < 0)
        {
            _kept.IsInOrder = false;
            bool isGap = _kept.HasLostRequests || _kept.HasLostResponses || !_start.SawSyn;
            counters.Add(isGap ? Counter.ResponsesOrphanedGap : Counter.ResponsesOrphanedNoRequest);
            OrphanPast(response.Position + 1);
            return null;
        }

        for (int i = 0; i < index; i++)
        {
            OrphanFirst(Counter.RequestsOrphanedGap);
        }

        OpenExchange open = TakeFirst();
        open.IsAfterLoss = false;
        open.IsTentative = proof == Proof.Tentative;
        open.Response = message;
        _current = open;
        _kept.IsInOrder = true;
        return open;
    }

    /// <summary>No more of the response will come.</summary>
    public void EndResponse(OpenExchange open, long position)
    {
        open.ResponseEnd = position;
        if (open.IsOrphaned)
        {
            open.Response!.Dispose();
            return;
        }

        if (!open.IsTentative)
        {
            _kept.Patience.HearAnswer(position);
        }

        EmitIfComplete();
    }

    /// <summary>Requests may have been lost; those that wait are not touched.</summary>
    public void LoseRequests()
    {
        ConfirmOnly();
        _kept.HasLostRequests = true;
    }

    /// <summary>Responses may have been lost up to <paramref name="position"/>.</summary>
    public void LoseResponses(long position)
    {
        ConfirmOnly();
        _kept.HasLostResponses = true;
        _kept.IsInOrder = false;
        if (_current is { IsTentative: true })
        {
            Deny();
        }

        OrphanPast(position);
    }

    /// <summary>The server's flow ended: a response that ends there was its last.</summary>
    public void EndResponses(FlowEnd reason, long position)
    {
        bool isLast = _current is { IsTentative: true } && _current.ResponseEnd == position && _waiting.Count == 0;
        if (reason == FlowEnd.Fin && isLast && !_kept.Patience.IsBroken)
        {
            Confirm();
        }

        OrphanAll(_kept.HasLostResponses ? Counter.RequestsOrphanedGap : Counter.RequestsOrphanedNoResponse);
    }

    /// <summary>Nothing more will come, both flows have ended.</summary>
    public void Close()
    {
        ConfirmOnly();
        if (_current is { IsTentative: true })
        {
            Deny();
        }

        OrphanAll(_kept.HasLostResponses ? Counter.RequestsOrphanedGap : Counter.RequestsOrphanedNoResponse);
    }

    private int Prove(in MessageStart response, out Proof proof)
    {
        bool isFirst = true;
        for (int i = 0; i < _waiting.Count && !_kept.Patience.IsBroken; i++)
        {
            // Before the oldest known request nothing is unanswered, unless requests were lost.
            isFirst &= i == 0 && !_waiting[i].IsAfterLoss;
            proof = _waiting[i].JudgeAnswer(response, isFirst);
            if (_waiting[i].Overtook(response))
            {
                _kept.Patience.Break();
            }

            if (proof != Proof.None)
            {
                proof = _kept.Patience.IsKnown || isFirst ? proof : Proof.Tentative;
                return i;
            }
        }

        proof = Proof.None;
        return -1;
    }

    /// <summary>
    /// A tentative pair is proven by the one behind it: one request, sent when the client had received just that response,
    /// and one response, sent when the server had received that request.
    /// </summary>
    private void ConfirmBy(in MessageStart response)
    {
        OpenExchange current = _current!;
        if (_waiting.Count == 1 && !_kept.Patience.IsBroken && !_waiting[0].IsAfterLoss && current.ResponseEnd == response.Position
            && _waiting[0].JudgeAnswer(response, isFirst: true) == Proof.Certain)
        {
            Confirm();
        }
        else
        {
            Deny();
        }
    }

    /// <summary>
    /// The one exchange that was seen whole of a connection whose begin was not seen is what it seems to be, if nothing was lost up
    /// to its end: no more can come that would tell.
    /// </summary>
    private void ConfirmOnly()
    {
        if (_current is { IsTentative: true, IsResponseRead: true } && !_start.SawSyn && !_kept.HasLostRequests && !_kept.HasLostResponses
            && _current.Start.Position == _kept.FirstRequest)
        {
            Confirm();
        }
    }

    private void Confirm()
    {
        _current!.IsTentative = false;
        if (_current.IsResponseRead)
        {
            _kept.Patience.HearAnswer(_current.ResponseEnd);
        }

        EmitIfComplete();
    }

    private FlowKey ClientKey() => Client == FlowSide.Forward ? _start.Key : _start.Key.Reversed;

    private void Deny()
    {
        OpenExchange denied = _current!;
        _current = null;
        _kept.IsInOrder = false;
        Doubt();
        counters.Add(Counter.ResponsesOrphanedGap);
        Orphan(denied, Counter.RequestsOrphanedGap);
        denied.Response!.Body.StopKeeping();
        if (denied.IsResponseRead)
        {
            denied.Response.Dispose();
        }
    }

    private void EmitIfComplete()
    {
        if (_current is not { IsRequestRead: true, IsResponseRead: true, IsTentative: false } done)
        {
            return;
        }

        _current = null;
        HttpResponse response = done.Response!;
        counters.Add(Counter.RequestsExchanged);
        counters.Add(Counter.ResponsesExchanged);
        counters.Add(Counter.ExchangesFormed);
        if (done.Request.Body.IsTruncated || response.Body.IsTruncated)
        {
            counters.Add(Counter.ExchangesTruncated);
        }

        next.OnExchange(new Exchange(ClientKey(), done.Request, response) { Order = new ExchangeOrder(_ordinal, _start.Ordinal, _kept.Index++) });
    }

    /// <summary>Orphans the requests whose answers would have begun before <paramref name="position"/>.</summary>
    private void OrphanPast(long position)
    {
        while (_waiting.Count > 0 && (_kept.Patience.IsBroken || _waiting[0].IsPast(position)))
        {
            OrphanFirst(_kept.HasLostResponses || _kept.HasLostRequests ? Counter.RequestsOrphanedGap : Counter.RequestsOrphanedNoResponse);
        }
    }

    private void OrphanAll(Counter reason)
    {
        while (_waiting.Count > 0)
        {
            OrphanFirst(reason);
        }
    }

    private void OrphanFirst(Counter reason)
    {
        Orphan(TakeFirst(), reason);
        Doubt();
    }

    /// <summary>Before the next request there may be one whose answer is still to come.</summary>
    private void Doubt()
    {
        if (_waiting.Count > 0)
        {
            _waiting[0].IsAfterLoss = true;
        }
        else
        {
            _kept.NextIsAfterLoss = true;
        }
    }

    /// <summary>Keeps within the bounds; the order of what remains proves nothing then.</summary>
    private void Trim()
    {
        while (_waiting.Count > options.MaxPendingRequests || (_keptBytes > options.MaxPendingBytes && _waiting.Count > 1))
        {
            _kept.IsInOrder = false;
            OrphanFirst(Counter.RequestsOrphanedTooMany);
        }
    }

    private OpenExchange TakeFirst()
    {
        OpenExchange open = _waiting[0];
        _waiting.RemoveAt(0);
        _keptBytes -= open.IsRequestRead ? open.Request.Body.Kept.Length : 0;
        return open;
    }

    private void Orphan(OpenExchange open, Counter reason)
    {
        counters.Add(reason);
        open.IsOrphaned = true;
        if (open.IsRequestRead)
        {
            next.OnAlone(Exchange.Alone(ClientKey(), open.Request, new ExchangeOrder(_ordinal, _start.Ordinal, _kept.Index++)));
        }
        else
        {
            open.Request.Body.StopKeeping();
        }
    }
}
