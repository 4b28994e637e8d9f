namespace Gor.Output;

/// <summary>Takes bundles from the queue and posts them until the destination has them, refuses them, or the time to stop is over.</summary>
internal sealed class BundleSender
{
    /// <summary>POSTs under way at a time.</summary>
    private const int Posts = 2;

    private readonly BundleQueue _queue;
    private readonly ResurfaceClient _client;
    private readonly RetrySchedule _schedule;
    private readonly OutputTally _tally;
    private readonly OutputLog _log;
    private readonly TimeProvider _time;
    private readonly CancellationTokenSource _stopping = new();
    private readonly CancellationTokenSource _stopped = new();
    private readonly Task _loops;

    public BundleSender(
        BundleQueue queue, ResurfaceClient client, RetrySchedule schedule, OutputTally tally, OutputLog log, TimeProvider time)
    {
        _queue = queue;
        _client = client;
        _schedule = schedule;
        _tally = tally;
        _log = log;
        _time = time;
        _loops = Task.WhenAll(Enumerable.Range(0, Posts).Select(_ => Task.Run(SendAllAsync)));
    }

    /// <summary>Sends what waits; what is still there at the deadline is given up.</summary>
    public async Task StopAsync(CancellationToken deadline)
    {
        _queue.Complete();
        _schedule.Hurry();
        await _stopping.CancelAsync();
        await using (deadline.Register(_stopped.Cancel))
        {
            await _loops;
        }

        _log.Flush();
    }

    private async Task SendAllAsync()
    {
        await foreach (Bundle bundle in _queue.ReadAllAsync(CancellationToken.None))
        {
            var unsettled = new Stack<Bundle>([bundle]);
            try
            {
                await SettleAsync(unsettled);
            }
            catch (OperationCanceledException)
            {
                GiveUp(unsettled, "the time to stop was over");
            }
            catch (Exception e)
            {
                _log.Fault(e);
                GiveUp(unsettled, "a fault of gor's own");
            }

            _queue.Release(bundle);
        }
    }

    private void GiveUp(Stack<Bundle> unsettled, string reason)
    {
        int records = unsettled.Sum(bundle => bundle.Records);
        _tally.AddGivenUp(records);
        _log.Lost(records, Loss.GivenUp, reason);
    }

    /// <summary>A bundle leaves the stack when its records are counted.</summary>
    private async Task SettleAsync(Stack<Bundle> unsettled)
    {
        while (unsettled.TryPeek(out Bundle? bundle))
        {
            Answer answer = await SendAsync(bundle);
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
                _tally.AddRejected(bundle.Records);
                _log.Lost(bundle.Records, Loss.Refused, answer.Reason);
            }
        }
    }

    /// <summary>Posts until there is an answer that settles it.</summary>
    private async Task<Answer> SendAsync(Bundle bundle)
    {
        for (int refusals = 0; ;)
        {
            await PauseAsync(_schedule.Delay);
            long begun = _time.GetTimestamp();
            Answer answer = await _client.PostAsync(bundle, _stopped.Token);
            if (answer.Verdict == Verdict.Unavailable)
            {
                _schedule.Failed(begun, answer.RetryAfter);
                _log.Failing(answer.Reason, _schedule.Delay);
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

    /// <summary>A pause that began before the stop ends with it: it may be a long one.</summary>
    private async Task PauseAsync(TimeSpan pause)
    {
        _stopped.Token.ThrowIfCancellationRequested();
        if (pause == TimeSpan.Zero)
        {
            return;
        }

        CancellationToken end = _stopping.IsCancellationRequested ? _stopped.Token : _stopping.Token;
        try
        {
            await Task.Delay(pause, _time, end);
        }
        catch (OperationCanceledException) when (!_stopped.IsCancellationRequested)
        {
        }
    }
}
