using Gor.Output;

namespace Gor.Replay;

/// <summary>
/// Sends the requests of calls to another server, as they come, each once: an answer, whatever its status, is a delivery; no answer is
/// a loss with a name.
/// </summary>
internal sealed class HttpReplayOutput : IOutput
{
    private readonly ReplayClient _client;
    private readonly int _workers;
    private readonly BundleQueue _queue;
    private readonly OutputLog _log;
    private readonly TimeProvider _time;
    private readonly SemaphoreSlim _room;
    private readonly CancellationTokenSource _stopped = new();
    private readonly PostStatistics _statistics;
    private readonly long[] _classes = new long[6];
    private readonly Task _loop;

    /// <param name="workers">Requests under way at once.</param>
    public HttpReplayOutput(string name, ReplayClient client, int workers, BundleQueue queue, OutputLog log, TimeProvider time)
    {
        Name = name;
        _client = client;
        _workers = workers;
        _queue = queue;
        _log = log;
        _time = time;
        _room = new SemaphoreSlim(workers);
        _statistics = new PostStatistics(time);
        _loop = Task.Run(SendAllAsync);
    }

    public string Name { get; }

    public OutputTally Tally { get; } = new();

    public OutputStatus Status => new()
    {
        Held = _queue.Held,
        Limit = _queue.Limit,
        OldestAge = _queue.OldestAge,
        Posts = _statistics,
        Answers = [.. _classes.Index().Where(one => one.Item > 0).Select(one => ($"{one.Index}xx", one.Item))],
        StatsInterval = StatsInterval,
    };

    public OutputForm Form => OutputForm.Tape;

    /// <summary>Zero: no statistics are printed.</summary>
    public TimeSpan StatsInterval { get; init; }

    /// <summary>Takes each answer in GoReplay's format; any thread.</summary>
    public Func<ReadOnlyMemory<byte>, ValueTask> Answered { get; init; } = _ => ValueTask.CompletedTask;

    public bool TakesAnswers => false;

    public IRecordWriter OpenWriter() => new HttpReplayWriter(_queue, Tally, _log);

    public async Task StopAsync(CancellationToken deadline)
    {
        _queue.Complete();
        await using (deadline.Register(_stopped.Cancel))
        {
            await _loop;
        }

        _log.Flush();
    }

    public async ValueTask DisposeAsync()
    {
        if (!_loop.IsCompleted)
        {
            await StopAsync(new CancellationToken(canceled: true));
        }

        _client.Dispose();
        _room.Dispose();
        _stopped.Dispose();
    }

    private async Task SendAllAsync()
    {
        await foreach (Bundle bundle in _queue.ReadAllAsync())
        {
            await _room.WaitAsync();
            _ = SendAsync(bundle);
        }

        for (int i = 0; i < _workers; i++)
        {
            await _room.WaitAsync();
        }
    }

    private async Task SendAsync(Bundle bundle)
    {
        try
        {
            await SendAsync(TapedRequest.Read(bundle.Content.Span));
        }
        catch (OperationCanceledException)
        {
            Tally.AddGivenUp(1);
            _log.Lost(1, Loss.GivenUp, "the time to stop was over");
        }
        catch (Exception fault)
        {
            _log.Fault(fault);
            Tally.AddGivenUp(1);
        }
        finally
        {
            _queue.Release(bundle);
            _room.Release();
        }
    }

    private async Task SendAsync(TapedRequest? request)
    {
        if (request is null || !ReplayTarget.Takes(request))
        {
            Tally.AddSkipped(1);
            return;
        }

        if (!request.IsWhole)
        {
            Fail("a part of the body was not captured, or was cut (--copy-buffer-size)");
            return;
        }

        _stopped.Token.ThrowIfCancellationRequested();
        long begun = _time.GetTimestamp();
        ReplayAnswer answer = await _client.SendAsync(request, _stopped.Token);
        _statistics.Add(answer.Error is null ? Verdict.Delivered : Verdict.Unavailable, _time.GetElapsedTime(begun), isCompressed: true);
        if (answer.Error is not null)
        {
            Fail(answer.Error);
            return;
        }

        if (!answer.Message.IsEmpty)
        {
            await Answered(answer.Message);
        }

        Tally.AddDelivered(1);
        Interlocked.Increment(ref _classes[Math.Clamp(answer.Status / 100, 0, _classes.Length - 1)]);
    }

    private void Fail(string reason)
    {
        Tally.AddFailed(1);
        _log.Lost(1, Loss.Unanswered, reason);
    }
}
