using System.Net.Sockets;
using System.Security.Authentication;
using Gor.Output;

namespace Gor.Replay;

/// <summary>
/// Messages to another program over a few connections, which are made when there is something to send and again when they break. What
/// it does not take waits, as far as there is room. Both messages of a call go over the same connection.
/// </summary>
internal sealed class RemoteTapeOutput : IOutput
{
    private const int BundleSize = 256 << 10;

    private static readonly TimeSpan LookInterval = TimeSpan.FromMilliseconds(200);

    private readonly Func<CancellationToken, Task<ITapeConnection>> _connect;
    private readonly BundleQueue _queue;
    private readonly RetrySchedule _schedule;
    private readonly OutputLog _log;
    private readonly TimeProvider _time;
    private readonly CancellationTokenSource _stopped = new();
    private readonly Task _loops;

    /// <param name="workers">Connections at most.</param>
    /// <param name="connect">Makes one.</param>
    public RemoteTapeOutput(
        string name, int workers, Func<CancellationToken, Task<ITapeConnection>> connect, BundleQueue queue, OutputLog log, TimeProvider time)
    {
        Name = name;
        _connect = connect;
        _queue = queue;
        _schedule = new RetrySchedule(time, Random.Shared.NextDouble);
        _log = log;
        _time = time;
        _loops = Task.WhenAll(Enumerable.Range(0, workers).Select(_ => Task.Run(SendAllAsync)));
    }

    public string Name { get; }

    public OutputTally Tally { get; } = new();

    public OutputStatus Status => new()
    {
        Held = _queue.Held,
        Limit = _queue.Limit,
        OldestAge = _queue.OldestAge,
        IsFailing = _schedule.IsFailing,
        StatsInterval = StatsInterval,
    };

    /// <summary>Zero: no statistics are printed.</summary>
    public TimeSpan StatsInterval { get; init; }

    public OutputForm Form => OutputForm.Tape;

    public IRecordWriter OpenWriter() => new BundleWriter(new BundleBuilder(BundleSize, compress: false), age: TimeSpan.Zero, _queue, Tally, _log, _time);

    public async Task StopAsync(CancellationToken deadline)
    {
        _queue.Complete();
        _schedule.Hurry();
        await using (deadline.Register(_stopped.Cancel))
        {
            await _loops;
        }

        _log.Flush();
    }

    public async ValueTask DisposeAsync()
    {
        if (!_loops.IsCompleted)
        {
            await StopAsync(new CancellationToken(canceled: true));
        }

        _stopped.Dispose();
    }

    private async Task SendAllAsync()
    {
        ITapeConnection? connection = null;
        await foreach (Bundle bundle in _queue.ReadAllAsync())
        {
            connection = await SendAsync(bundle, connection);
            _queue.Release(bundle);
        }

        await CloseAsync(connection);
    }

    /// <summary>Sends until it has arrived, or the time to stop is over.</summary>
    /// <returns>The connection that is open now.</returns>
    private async Task<ITapeConnection?> SendAsync(Bundle bundle, ITapeConnection? connection)
    {
        while (!_stopped.IsCancellationRequested)
        {
            long begun = _time.GetTimestamp();
            bool isBegun = false;
            try
            {
                await PauseAsync();
                begun = _time.GetTimestamp();
                connection = connection is { IsOpen: true } ? connection : await ReopenAsync(connection);
                isBegun = true;
                await connection.SendAsync(bundle.Content, _stopped.Token);
                if (_schedule.Succeeded() is { } outage)
                {
                    _log.Recovered(outage);
                }

                Tally.AddDelivered(bundle.Records);
                return connection;
            }
            catch (Exception e) when (e is IOException or SocketException or AuthenticationException or ObjectDisposedException or OperationCanceledException)
            {
                await CloseAsync(connection);
                connection = null;
                Fail(bundle, isBegun, begun, e);
            }
            catch (Exception fault)
            {
                _log.Fault(fault);
                break;
            }
        }

        Tally.AddGivenUp(bundle.Records);
        _log.Lost(bundle.Records, Loss.GivenUp, "the time to stop was over");
        return connection;
    }

    private void Fail(Bundle bundle, bool isBegun, long begun, Exception error)
    {
        if (_stopped.IsCancellationRequested)
        {
            return;
        }

        Tally.AddRepeated(isBegun ? bundle.Records : 0);
        _schedule.Failed(begun, retryAfter: null);
        _log.Failing(error.GetBaseException().Message, _schedule.Delay);
    }

    private async Task<ITapeConnection> ReopenAsync(ITapeConnection? ended)
    {
        await CloseAsync(ended);
        return await _connect(_stopped.Token);
    }

    private static ValueTask CloseAsync(ITapeConnection? connection) => connection?.DisposeAsync() ?? ValueTask.CompletedTask;

    /// <summary>In short steps: a stop makes the pause shorter.</summary>
    private async Task PauseAsync()
    {
        while (_schedule.Delay is { Ticks: > 0 } delay)
        {
            await Task.Delay(delay < LookInterval ? delay : LookInterval, _time, _stopped.Token);
        }
    }
}
