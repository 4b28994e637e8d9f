using System.Collections.Concurrent;
using Gor.Tests.Kit;

namespace Gor.Tests;

public sealed class OneThreadTimeTests : IDisposable
{
    private readonly OneThreadTime _time = new();

    public void Dispose() => _time.Dispose();

    [Fact]
    public async Task Timers_share_one_thread()
    {
        var threads = new ConcurrentDictionary<(string Timer, int Thread), int>();
        TimeSpan step = TimeSpan.FromMilliseconds(1);
        await using ITimer one = _time.CreateTimer(Note, "one", step, step);
        await using ITimer other = _time.CreateTimer(Note, "other", TimeSpan.Zero, step);
        await Eventually.TrueAsync(() => threads.Count >= 2 && threads.Values.All(calls => calls > 3));
        Assert.Single(threads.Keys.Select(key => key.Thread).Distinct());
        Assert.NotEqual(Environment.CurrentManagedThreadId, threads.Keys.First().Thread);

        void Note(object? state) => threads.AddOrUpdate(((string)state!, Environment.CurrentManagedThreadId), 1, (_, calls) => calls + 1);
    }

    [Fact]
    public async Task A_timer_without_a_period_calls_once_for_each_change()
    {
        int calls = 0;
        int others = 0;
        await using ITimer timer = _time.CreateTimer(_ => Interlocked.Increment(ref calls), null, TimeSpan.Zero, Timeout.InfiniteTimeSpan);
        await Eventually.TrueAsync(() => Volatile.Read(ref calls) == 1);
        Assert.True(timer.Change(TimeSpan.Zero, Timeout.InfiniteTimeSpan));
        await using ITimer other = _time.CreateTimer(_ => Interlocked.Increment(ref others), null, TimeSpan.Zero, TimeSpan.FromMilliseconds(1));
        await Eventually.TrueAsync(() => Volatile.Read(ref others) > 20);
        Assert.Equal(2, Volatile.Read(ref calls));
    }

    [Fact]
    public async Task A_timer_that_is_disposed_of_or_never_due_does_not_call()
    {
        int calls = 0;
        int others = 0;
        ITimer disposed = _time.CreateTimer(_ => Interlocked.Increment(ref calls), null, TimeSpan.FromMilliseconds(50), TimeSpan.FromMilliseconds(1));
        disposed.Dispose();
        Assert.False(disposed.Change(TimeSpan.Zero, TimeSpan.Zero));
        await using ITimer never = _time.CreateTimer(_ => Interlocked.Increment(ref calls), null, Timeout.InfiniteTimeSpan, TimeSpan.FromMilliseconds(1));
        await using ITimer other = _time.CreateTimer(_ => Interlocked.Increment(ref others), null, TimeSpan.FromMilliseconds(100), TimeSpan.FromMilliseconds(1));
        await Eventually.TrueAsync(() => Volatile.Read(ref others) > 3);
        Assert.Equal(0, Volatile.Read(ref calls));
    }

    [Fact]
    public async Task Changes_may_come_from_within_a_call()
    {
        int calls = 0;
        ITimer? timer = null;
        timer = _time.CreateTimer(
            _ =>
            {
                if (Interlocked.Increment(ref calls) < 5)
                {
                    timer!.Change(TimeSpan.FromMilliseconds(1), Timeout.InfiniteTimeSpan);
                }
            },
            null, Timeout.InfiniteTimeSpan, Timeout.InfiniteTimeSpan);
        timer.Change(TimeSpan.Zero, Timeout.InfiniteTimeSpan);
        await Eventually.TrueAsync(() => Volatile.Read(ref calls) == 5);
        timer.Dispose();
    }
}
