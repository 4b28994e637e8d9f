using Gor.Output;
using Gor.Playback;
using Serilog;

namespace Gor.Middleware;

/// <summary>
/// Calls into a middleware; what it gives back goes into the feed. One that fails is started again, after pauses that grow, and what it
/// was not given yet waits for the next life, as far as there is room. Never is a call let past it.
/// </summary>
internal sealed class MiddlewareOutput : IOutput
{
    private const int BundleSize = 256 << 10;

    private static readonly TimeSpan LookInterval = TimeSpan.FromMilliseconds(200);

    /// <summary>
    /// How long nothing may have moved before no more answers are waited for: a request that comes back without its response is replayed
    /// only after a second.
    /// </summary>
    private static readonly TimeSpan Quiet = TimeSpan.FromSeconds(2);

    /// <summary>What has worked for so long was not broken from the start.</summary>
    private static readonly TimeSpan LongLife = TimeSpan.FromSeconds(10);

    private readonly MiddlewareOptions _options;
    private readonly BundleQueue _queue;
    private readonly MiddlewareAnswers _answers;
    private readonly TapeFeed _feed;
    private readonly Action _failed;
    private readonly OutputLog _outputLog;
    private readonly ILogger _log;
    private readonly TimeProvider _time;
    private readonly RetrySchedule _schedule;
    private readonly MiddlewareBacklog _backlog;
    private readonly CancellationTokenSource _stopped = new();
    private readonly Task _loop;
    private MiddlewareSession? _session;
    private long _movedBefore;

    /// <param name="answers">What servers answer to replays; it is told when no more are waited for.</param>
    /// <param name="failed">Called where the run shall end with the program.</param>
    public MiddlewareOutput(
        MiddlewareOptions options, BundleQueue queue, MiddlewareAnswers answers, TapeFeed feed, Action failed, ILogger log, TimeProvider time)
    {
        _options = options;
        _queue = queue;
        _answers = answers;
        _feed = feed;
        _failed = failed;
        _outputLog = new OutputLog(Name, log, time);
        _log = log;
        _time = time;
        _schedule = new RetrySchedule(time, Random.Shared.NextDouble);
        _backlog = new MiddlewareBacklog(queue, answers, Tally);
        _loop = Task.Run(RunAsync);
    }

    public string Name => "middleware";

    public OutputTally Tally { get; } = new();

    public OutputStatus Status => new() { Held = _queue.Held, Limit = _queue.Limit, OldestAge = _queue.OldestAge, IsFailing = _schedule.IsFailing };

    public OutputForm Form => OutputForm.Tape;

    /// <summary>Messages that it had got, and not given back, whenever it failed.</summary>
    public long Unanswered { get; private set; }

    /// <summary>How often it was started.</summary>
    public int Starts { get; private set; }

    /// <summary>Replays that may still bring an answer.</summary>
    public Func<long> AnswersUnderWay { get; init; } = () => 0;

    /// <summary>Also with answers.</summary>
    public long Moved => Tally.Accepted + Tally.Delivered + Talked;

    /// <summary>Messages that went to it and that came from it.</summary>
    private long Talked => Volatile.Read(ref _movedBefore) + (Volatile.Read(ref _session) is { } session ? session.Sent + session.Received : 0);

    public IRecordWriter OpenWriter() => new BundleWriter(new BundleBuilder(BundleSize, compress: false), age: TimeSpan.Zero, _queue, Tally, _outputLog, _time);

    public async Task StopAsync(CancellationToken deadline)
    {
        _queue.Complete();
        _schedule.Hurry();
        await using (deadline.Register(_stopped.Cancel))
        {
            await LastAnswersAsync();
            await _loop;
        }

        _outputLog.Flush();
    }

    public async ValueTask DisposeAsync()
    {
        if (!_loop.IsCompleted)
        {
            await StopAsync(new CancellationToken(canceled: true));
        }

        _stopped.Dispose();
    }

    /// <summary>
    /// Its input stays open for what replays of its last calls still bring. What it does with a call nobody knows, so the end is where
    /// nothing has moved for a while.
    /// </summary>
    private async Task LastAnswersAsync()
    {
        (long Talked, long UnderWay) last = (-1, 0);
        long since = _time.GetTimestamp();
        while (!_answers.IsComplete && !_loop.IsCompleted && !_stopped.IsCancellationRequested)
        {
            (long Talked, long UnderWay) now = (Talked, AnswersUnderWay());
            if (now != last || now.UnderWay > 0 || !_backlog.IsEmpty)
            {
                last = now;
                since = _time.GetTimestamp();
            }
            else if (_time.GetElapsedTime(since) >= Quiet)
            {
                break;
            }

            await Task.WhenAny(_loop, Task.Delay(LookInterval, _time));
        }

        _answers.Complete();
    }

    private async Task RunAsync()
    {
        try
        {
            while (!_stopped.IsCancellationRequested && await LiveAsync() is { } failure)
            {
                if (_stopped.IsCancellationRequested)
                {
                    _log.Warning("middleware {Program:l}: it had not ended when the time to stop was over, and was killed", _options.Command[0]);
                    break;
                }

                _schedule.Failed(_time.GetTimestamp(), retryAfter: null);
                if (_options.EndsWithIt)
                {
                    _log.Error("middleware {Program:l}: {Failure:l}; gor ends with it (--middleware-on-failure)", _options.Command[0], failure);
                    _failed();
                    break;
                }

                if (_backlog.IsDone)
                {
                    _log.Error("middleware {Program:l}: {Failure:l}", _options.Command[0], failure);
                    break;
                }

                _log.Error("middleware {Program:l}: {Failure:l}; next start in {Seconds:0.0} s", _options.Command[0], failure, _schedule.Delay.TotalSeconds);
                await PauseAsync();
            }
        }
        catch (OperationCanceledException)
        {
        }

        // Also where a fault of ours comes up from the loop, nobody waits for more.
        _queue.Complete();
        _queue.StopWaiting();
        _answers.Complete();
        long left = _backlog.GiveUp();
        if (left > 0)
        {
            _outputLog.Lost(left, Loss.GivenUp, "the middleware did not take them");
        }

        _feed.Complete();
    }

    /// <summary>One life.</summary>
    /// <returns>How it failed; null where all is done.</returns>
    private async Task<string?> LiveAsync()
    {
        MiddlewareProcess process;
        try
        {
            Starts++;
            process = MiddlewareProcess.Start(_options.Command);
        }
        catch (IOException e)
        {
            return e.Message;
        }

        await using (process)
        {
            long begun = _time.GetTimestamp();
            var session = new MiddlewareSession(process, _backlog, _feed, _options.Timeout);
            Volatile.Write(ref _session, session);
            string? failure = await session.RunAsync(_stopped.Token);
            Volatile.Write(ref _session, null);
            Volatile.Write(ref _movedBefore, _movedBefore + session.Sent + session.Received);
            if (failure is null)
            {
                return null;
            }

            if (_time.GetElapsedTime(begun) >= LongLife)
            {
                _schedule.Succeeded();
            }

            long unanswered = Math.Max(0, session.Sent - session.Received);
            Unanswered += unanswered;
            return unanswered == 0 ? failure : $"{failure}; of the messages it got it had not given back {unanswered}";
        }
    }

    private async Task PauseAsync()
    {
        while (_schedule.Delay is { Ticks: > 0 } delay)
        {
            await Task.Delay(delay < LookInterval ? delay : LookInterval, _time, _stopped.Token);
        }
    }
}
