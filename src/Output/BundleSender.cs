namespace Gor.Output;

/// <summary>
/// Posts bundles of the queue and of the spool until the destination has them, refuses them, or the time to stop is over. What it
/// does not take now goes to the spool where there is one, so that a crash does not cost it.
/// </summary>
internal sealed class BundleSender
{
    /// <summary>For what appears on the disk without being announced here.</summary>
    private static readonly TimeSpan LookInterval = TimeSpan.FromSeconds(5);

    private readonly BundleQueue _queue;
    private readonly Spool? _spool;
    private readonly ResurfaceClient _client;
    private readonly RetrySchedule _schedule;
    private readonly OutputTally _tally;
    private readonly OutputLog _log;
    private readonly TimeProvider _time;
    private readonly CancellationTokenSource _stopping = new();
    private readonly CancellationTokenSource _stopped = new();
    private readonly CancellationTokenSource _finished = new();
    private readonly Task _loops;
    private readonly Task _spooling;

    public BundleSender(
        BundleQueue queue, Spool? spool, ResurfaceClient client, RetrySchedule schedule, OutputTally tally, OutputLog log, TimeProvider time)
    {
        _queue = queue;
        _spool = spool;
        _client = client;
        _schedule = schedule;
        _tally = tally;
        _log = log;
        _time = time;

        // Two POSTs under way: one has the first choice among the new bundles, one among the old ones, so that neither starves.
        _loops = Task.WhenAll(Task.Run(() => SendAllAsync(oldFirst: false)), Task.Run(() => SendAllAsync(oldFirst: true)));

        _spooling = spool is null
            ? Task.CompletedTask
            : Task.Run(() => new Spooler(queue, spool, schedule, log, time).RunAsync(_finished.Token));
    }

    /// <summary>Where there is something to send, and a point in trying.</summary>
    private bool HasAny => _queue.Count > 0
        || (_spool is { HasAny: true } && !(_stopping.IsCancellationRequested && _schedule.IsFailing));

    /// <summary>Sends what waits; what is still there at the deadline goes to the spool, or is given up.</summary>
    public async Task StopAsync(CancellationToken deadline)
    {
        _queue.Complete();
        _schedule.Hurry();
        await _stopping.CancelAsync();
        _queue.Changes.Announce();
        await using (deadline.Register(_stopped.Cancel))
        {
            await _loops;
        }

        await _finished.CancelAsync();
        await _spooling;
        KeepRest();
        _log.Flush();
    }

    private async Task SendAllAsync(bool oldFirst)
    {
        try
        {
            while (await NextAsync(oldFirst) is { } parcel)
            {
                await SettleAsync(parcel);
            }
        }
        catch (OperationCanceledException)
        {
        }
    }

    /// <summary>The next parcel, when the destination may be tried; null at the end.</summary>
    private async Task<Parcel?> NextAsync(bool oldFirst)
    {
        while (true)
        {
            Task change = _queue.Changes.Next;
            if (HasAny)
            {
                await PauseAsync(_schedule.Delay);
                if ((oldFirst ? TakeOld() ?? TakeNew() : TakeNew() ?? TakeOld()) is { } parcel)
                {
                    return parcel;
                }
            }
            else if (_queue.IsComplete)
            {
                return null;
            }
            else
            {
                await Changes.WaitAsync(change, LookInterval, _time, _stopped.Token);
            }
        }
    }

    private Parcel? TakeNew() => _queue.TryTake(out Bundle? bundle) ? new Parcel(bundle, null) : null;

    private Parcel? TakeOld() =>
        _spool is not null && _spool.TryTake(out SpooledBundle? spooled) ? new Parcel(spooled.Bundle, spooled) : null;

    private async Task SettleAsync(Parcel parcel)
    {
        var unsettled = new Stack<Bundle>([parcel.Bundle]);
        try
        {
            await SettleAsync(parcel, unsettled);
        }
        catch (OperationCanceledException)
        {
        }
        catch (Exception e)
        {
            _log.Fault(e);
            while (unsettled.TryPop(out Bundle? bundle))
            {
                GiveUp(bundle, "a fault of gor's own");
            }
        }

        Close(parcel, unsettled);
    }

    /// <summary>A bundle leaves the stack when its records are counted; what stays is for later.</summary>
    private async Task SettleAsync(Parcel parcel, Stack<Bundle> unsettled)
    {
        while (unsettled.TryPeek(out Bundle? bundle))
        {
            Answer answer = await SendAsync(bundle, isSpooled: parcel.Spooled is not null);
            if (answer.Verdict == Verdict.Unavailable)
            {
                return;
            }

            unsettled.Pop();
            if (answer.Verdict == Verdict.Delivered)
            {
                _tally.AddDelivered(bundle.Records);
            }
            else if (answer.Verdict == Verdict.TooLarge && bundle.Records > 1)
            {
                (Bundle first, Bundle second) = bundle.Halve();
                unsettled.Push(second);
                unsettled.Push(first);
            }
            else
            {
                Reject(bundle, answer.Reason);
            }
        }
    }

    /// <summary>Posts until there is an answer that settles it or, where it can wait on the disk, once in vain.</summary>
    private async Task<Answer> SendAsync(Bundle bundle, bool isSpooled)
    {
        for (int refusals = 0; ;)
        {
            await PauseAsync(_schedule.Delay);
            long begun = _time.GetTimestamp();
            Answer answer = await _client.PostAsync(bundle, _stopped.Token);
            if (answer.Verdict == Verdict.Unavailable)
            {
                Fail(bundle, answer, begun);
                if (_spool is not null && (isSpooled || !_queue.HoldsBack))
                {
                    return answer;
                }

                continue;
            }

            if (_schedule.Succeeded() is { } outage)
            {
                _log.Recovered(outage);
            }

            if (answer.Verdict != Verdict.Refused || ++refusals > RetrySchedule.MostRefusals)
            {
                return answer;
            }

            await PauseAsync(_schedule.RefusalDelay(refusals));
        }
    }

    private void Fail(Bundle bundle, Answer answer, long begun)
    {
        _schedule.Failed(begun, answer.RetryAfter);
        _log.Failing(answer.Reason, _schedule.Delay);
        if (answer.MayHaveArrived)
        {
            _tally.AddRepeated(bundle.Records);
        }

        _queue.Changes.Announce();
    }

    private void Reject(Bundle bundle, string reason)
    {
        _tally.AddRejected(bundle.Records);
        bool isKept = _spool is not null && _spool.TrySetAside(bundle);
        _log.Lost(bundle.Records, isKept ? Loss.SetAside : Loss.Refused, reason);
    }

    /// <summary>Gives the parcel's place back, and a new one to what of it is left.</summary>
    private void Close(Parcel parcel, Stack<Bundle> unsettled)
    {
        bool isWhole = unsettled.TryPeek(out Bundle? left) && ReferenceEquals(left, parcel.Bundle);
        if (parcel.Spooled is { } spooled)
        {
            if (isWhole && _spool!.TryReturn(spooled))
            {
                return;
            }

            KeepForLater(unsettled);
            _spool!.Remove(spooled);
            return;
        }

        bool isSettled = unsettled.Count == 0;
        KeepForLater(unsettled);
        _queue.Release(parcel.Bundle);
        if (isSettled)
        {
            parcel.Bundle.Recycle();
        }
    }

    /// <summary>On the disk where that is possible, else in memory.</summary>
    private void KeepForLater(Stack<Bundle> unsettled)
    {
        bool spools = _spool is not null && !_queue.HoldsBack;
        while (unsettled.TryPop(out Bundle? bundle))
        {
            string? error = null;
            if (spools && _spool!.TryAdd(bundle, _queue.IsPressed, out error))
            {
                _queue.Changes.Announce();
                continue;
            }

            if (error is not null)
            {
                _log.SpoolFailing(_spool!.Folder, error);
            }

            _queue.Readmit(bundle);
        }
    }

    /// <summary>What is left in memory at the end.</summary>
    private void KeepRest()
    {
        while (_queue.TryTake(out Bundle? bundle))
        {
            string? error = null;
            if (_spool is null || !_spool.TryAdd(bundle, isPressed: true, out error))
            {
                GiveUp(bundle, error is null ? "the time to stop was over" : $"the time to stop was over, and the spool: {error}");
            }

            _queue.Release(bundle);
        }
    }

    private void GiveUp(Bundle bundle, string reason)
    {
        _tally.AddGivenUp(bundle.Records);
        _log.Lost(bundle.Records, Loss.GivenUp, reason);
    }

    /// <summary>A pause that began before the stop, or before the source was let go, ends with it: it may be a long one.</summary>
    private async Task PauseAsync(TimeSpan pause)
    {
        _stopped.Token.ThrowIfCancellationRequested();
        long begun = _time.GetTimestamp();
        bool holdsBack = _queue.HoldsBack;
        CancellationToken end = _stopping.IsCancellationRequested ? _stopped.Token : _stopping.Token;
        try
        {
            while (pause - _time.GetElapsedTime(begun) is { Ticks: > 0 } rest)
            {
                Task change = _queue.Changes.Next;
                if (holdsBack != _queue.HoldsBack)
                {
                    return;
                }

                await Changes.WaitAsync(change, rest, _time, end);
            }
        }
        catch (OperationCanceledException) when (!_stopped.IsCancellationRequested)
        {
        }
    }
}
