namespace Gor;

/// <summary>
/// The system's time, with timers that share one thread. Those of .NET wake its timer thread, which looks at the long ones three times
/// a second, and that a pool thread, and that another: on an idle host this was half of what gor cost. What a timer calls must be short.
/// </summary>
internal sealed class OneThreadTime : TimeProvider, IDisposable
{
    private readonly object _gate = new();
    private readonly List<Watch> _watches = [];
    private bool _isOver;

    public OneThreadTime() => new Thread(Run) { IsBackground = true, Name = "gor watch" }.Start();

    /// <inheritdoc/>
    public override ITimer CreateTimer(TimerCallback callback, object? state, TimeSpan dueTime, TimeSpan period)
    {
        var watch = new Watch(this, callback, state);
        lock (_gate)
        {
            _watches.Add(watch);
        }

        watch.Change(dueTime, period);
        return watch;
    }

    /// <summary>No timer calls any more, but one may be about to.</summary>
    public void Dispose()
    {
        lock (_gate)
        {
            _isOver = true;
            Monitor.Pulse(_gate);
        }
    }

    private void Run()
    {
        while (Next() is { } due)
        {
            due.Call();
        }
    }

    /// <summary>Waits for the next timer that is due; null once all is over.</summary>
    private Watch? Next()
    {
        lock (_gate)
        {
            while (!_isOver)
            {
                Watch? first = _watches.MinBy(watch => watch.DueAt);
                long wait = first is null or { DueAt: Watch.Never } ? Timeout.Infinite : Math.Max(0, first.DueAt - Environment.TickCount64);
                if (wait == 0)
                {
                    first!.DueAt = first.Period == Watch.Never ? Watch.Never : Environment.TickCount64 + first.Period;
                    return first;
                }

                Monitor.Wait(_gate, (int)Math.Min(wait, int.MaxValue));
            }

            return null;
        }
    }

    /// <summary>Times in milliseconds, of <see cref="Environment.TickCount64"/>.</summary>
    private sealed class Watch(OneThreadTime time, TimerCallback callback, object? state) : ITimer
    {
        public const long Never = long.MaxValue;

        public long DueAt { get; set; } = Never;

        public long Period { get; private set; } = Never;

        public void Call() => callback(state);

        public bool Change(TimeSpan dueTime, TimeSpan period)
        {
            lock (time._gate)
            {
                DueAt = dueTime == Timeout.InfiniteTimeSpan ? Never : Environment.TickCount64 + (long)dueTime.TotalMilliseconds;
                Period = period == Timeout.InfiniteTimeSpan || period == TimeSpan.Zero ? Never : Math.Max(1, (long)period.TotalMilliseconds);
                Monitor.Pulse(time._gate);
                return time._watches.Contains(this);
            }
        }

        public void Dispose()
        {
            lock (time._gate)
            {
                time._watches.Remove(this);
            }
        }

        public ValueTask DisposeAsync()
        {
            Dispose();
            return ValueTask.CompletedTask;
        }
    }
}
