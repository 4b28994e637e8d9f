using Gor.Decode;
using Gor.Flows;

namespace Gor.Http;

/// <summary>
/// Ties the responses of one connection to the requests they answer: first in, first out (RFC 9112 section 9.3.2) while every
/// message is seen. Once messages may be lost, order proves nothing: then a pair is formed only where the acknowledgement
/// numbers prove it, and from there order counts again. What cannot be proven is orphaned; no pair is a guess.
/// </summary>
internal sealed class Pairing(Dialogue dialogue, HttpOptions options, Counters counters, IExchangeConsumer next)
{
    private PairingState _kept;

    /// <summary>Content kept for requests that are read and wait.</summary>
    private long _keptBytes;

    private long _ordinal;

    /// <summary>Which flow is the client's.</summary>
    public ref FlowSide Client => ref _kept.Client;

    public bool IsOpen => Waiting.Count > 0 || Current is { IsTentative: false };

    /// <summary>True while no response can be missing between the last proven one and the next: framing rests on proven pairs.</summary>
    public bool IsInOrder => _kept.IsInOrder;

    private List<OpenExchange> Waiting => dialogue.Calls.Waiting;

    private OpenExchange? Current
    {
        get => dialogue.Calls.Current;
        set => dialogue.Calls.Current = value;
    }

    /// <summary>Goes on with a connection where it was left; nothing waits.</summary>
    public void Load(in PairingState state) => (_kept, _keptBytes) = (state, 0);

    public void Save(out PairingState state) => state = _kept;

    /// <summary>Number of the packet that is processed now.</summary>
    public void At(long ordinal) => _ordinal = ordinal;

    /// <summary>True where a response in this place of the server's flow would be the answer to a request that waits.</summary>
    public bool IsAnswerDue(long position) => Waiting.Exists(open => open.Start.Acknowledged == position);

    /// <summary>The server's flow tells of bytes, or of a gap without any: judges the client's patience by them.</summary>
    /// <param name="end">Position behind them.</param>
    public void HearServer(ReadOnlySpan<byte> data, in Arrival arrival, long end) => _kept.Patience.HearServer(Waiting, data, arrival, end);

    /// <summary>The flows are the other way round than they were taken; nothing was paired yet.</summary>
    public void ForgetServer() => _kept.Patience.ForgetServer(dialogue.Start.SawSyn);

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
        if (Current is { IsTentative: true } && (open.Start.Acknowledged != Current.ResponseEnd || open.IsAfterLoss))
        {
            Deny();
        }

        if (open.IsAfterLoss && Waiting is [.., { MayHaveContinued: true }])
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

        Waiting.Add(open);
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
        if (Current is { IsTentative: true })
        {
            ConfirmBy(response);
        }

        _kept.HighestAcknowledged = Math.Max(_kept.HighestAcknowledged, response.Acknowledged);
        bool isInTurn = IsInOrder && Waiting.Count > 0
            && ((!Waiting[0].IsAfterLoss && HadReached(response, Waiting[0]))
                || (!dialogue.Start.SawSyn && !_kept.HasMissed && response.IsMadeUp && Waiting[0].Start.IsMadeUp));
        Proof proof = Proof.Certain;
        int index = isInTurn ? 0 : Prove(response, out proof);
        if (index < 0)
        {
            _kept.IsInOrder = false;
            bool isGap = _kept.HasLostRequests || _kept.HasLostResponses || !dialogue.Start.SawSyn;
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
        Current = open;
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
        if (Current is { IsTentative: true })
        {
            Deny();
        }

        OrphanPast(position);
    }

    /// <summary>The server's flow ended: a response that ends there was its last.</summary>
    public void EndResponses(FlowEnd reason, long position)
    {
        bool isLast = Current is { IsTentative: true } && Current.ResponseEnd == position && Waiting.Count == 0;
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
        if (Current is { IsTentative: true })
        {
            Deny();
        }

        OrphanAll(_kept.HasLostResponses ? Counter.RequestsOrphanedGap : Counter.RequestsOrphanedNoResponse);
    }

    /// <summary>
    /// A response cannot answer what its server had not received; heeded once this server was seen to acknowledge at all,
    /// as made-up captures often leave the number alone.
    /// </summary>
    private bool HadReached(in MessageStart response, OpenExchange open) =>
        response.Acknowledged == Arrival.Unknown || response.Acknowledged > open.Start.Position || _kept.HighestAcknowledged <= _kept.FirstRequest;

    private int Prove(in MessageStart response, out Proof proof)
    {
        bool isFirst = true;
        for (int i = 0; i < Waiting.Count && !_kept.Patience.IsBroken; i++)
        {
            // Before the oldest known request nothing is unanswered, unless requests were lost.
            isFirst &= i == 0 && !Waiting[i].IsAfterLoss;
            proof = Waiting[i].JudgeAnswer(response, isFirst);
            if (Waiting[i].Overtook(response))
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
        OpenExchange current = Current!;
        if (Waiting.Count == 1 && !_kept.Patience.IsBroken && !Waiting[0].IsAfterLoss && current.ResponseEnd == response.Position
            && Waiting[0].JudgeAnswer(response, isFirst: true) == Proof.Certain)
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
        if (Current is { IsTentative: true, IsResponseRead: true } && !dialogue.Start.SawSyn && !_kept.HasLostRequests && !_kept.HasLostResponses
            && Current.Start.Position == _kept.FirstRequest)
        {
            Confirm();
        }
    }

    private void Confirm()
    {
        Current!.IsTentative = false;
        if (Current.IsResponseRead)
        {
            _kept.Patience.HearAnswer(Current.ResponseEnd);
        }

        EmitIfComplete();
    }

    private FlowKey ClientKey() => Client == FlowSide.Forward ? dialogue.Start.Key : dialogue.Start.Key.Reversed;

    private void Deny()
    {
        OpenExchange denied = Current!;
        Current = null;
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
        if (Current is not { IsRequestRead: true, IsResponseRead: true, IsTentative: false } done)
        {
            return;
        }

        Current = null;
        HttpResponse response = done.Response!;
        counters.Add(Counter.RequestsExchanged);
        counters.Add(Counter.ResponsesExchanged);
        counters.Add(Counter.ExchangesFormed);
        if (done.Request.Body.IsTruncated || response.Body.IsTruncated)
        {
            counters.Add(Counter.ExchangesTruncated);
        }

        next.OnExchange(new Exchange(ClientKey(), done.Request, response) { Order = new ExchangeOrder(_ordinal, dialogue.Start.Ordinal, _kept.Index++) });
    }

    /// <summary>Orphans the requests whose answers would have begun before <paramref name="position"/>.</summary>
    private void OrphanPast(long position)
    {
        while (Waiting.Count > 0 && (_kept.Patience.IsBroken || Waiting[0].IsPast(position)))
        {
            OrphanFirst(_kept.HasLostResponses || _kept.HasLostRequests ? Counter.RequestsOrphanedGap : Counter.RequestsOrphanedNoResponse);
        }
    }

    private void OrphanAll(Counter reason)
    {
        while (Waiting.Count > 0)
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
        if (Waiting.Count > 0)
        {
            Waiting[0].IsAfterLoss = true;
        }
        else
        {
            _kept.NextIsAfterLoss = true;
        }
    }

    /// <summary>Keeps within the bounds; the order of what remains proves nothing then.</summary>
    private void Trim()
    {
        while (Waiting.Count > options.MaxPendingRequests || (_keptBytes > options.MaxPendingBytes && Waiting.Count > 1))
        {
            _kept.IsInOrder = false;
            OrphanFirst(Counter.RequestsOrphanedTooMany);
        }
    }

    private OpenExchange TakeFirst()
    {
        OpenExchange open = Waiting[0];
        Waiting.RemoveAt(0);
        _keptBytes -= open.IsRequestRead ? open.Request.Body.Kept.Length : 0;
        return open;
    }

    private void Orphan(OpenExchange open, Counter reason)
    {
        counters.Add(reason);
        open.IsOrphaned = true;
        if (open.IsRequestRead)
        {
            next.OnAlone(Exchange.Alone(ClientKey(), open.Request, new ExchangeOrder(_ordinal, dialogue.Start.Ordinal, _kept.Index++)));
        }
        else
        {
            open.Request.Body.StopKeeping();
        }
    }
}
