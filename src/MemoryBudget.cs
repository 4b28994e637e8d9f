using Serilog;

namespace Gor;

/// <summary>
/// The ceiling on everything that grows with load. Looks at what the stages hold, and at the heap, which also has what nobody
/// counts; above a share of the limit bodies are cut, above a larger one whole exchanges are shed, and each ends only well below
/// where it began.
/// </summary>
internal sealed class MemoryBudget : IDisposable
{
    private static readonly TimeSpan LookInterval = TimeSpan.FromMilliseconds(100);

    /// <summary>Far below the limit: a quiet host is not to be woken for nothing.</summary>
    private static readonly TimeSpan RareInterval = TimeSpan.FromMilliseconds(500);

    /// <summary>A heap that is full of garbage looks like a full one: then it is collected, but not all the time.</summary>
    private static readonly TimeSpan CollectInterval = TimeSpan.FromSeconds(2);

    /// <summary>Per cent of the limit at which the levels 1 and 2 begin, and end.</summary>
    private static readonly (int Begin, int End)[] Levels = [(55, 45), (70, 60)];

    private readonly long _limit;
    private readonly MemoryPressure _pressure;
    private readonly IReadOnlyList<(string Name, Func<long> Bytes)> _holders;
    private readonly ILogger _log;
    private readonly TimeProvider _time;
    private readonly Func<long> _heap;
    private readonly ITimer _timer;
    private readonly Lock _looking = new();
    private long? _collected;
    private long? _told;

    /// <param name="limit">Bytes.</param>
    /// <param name="holders">What holds memory, by name. Each is asked from another thread than the one that holds.</param>
    /// <param name="heap">The size of the heap after its last collection.</param>
    public MemoryBudget(
        long limit, MemoryPressure pressure, IReadOnlyList<(string Name, Func<long> Bytes)> holders, Func<long> heap, ILogger log, TimeProvider time)
    {
        _limit = limit;
        _pressure = pressure;
        _holders = holders;
        _heap = heap;
        _log = log;
        _time = time;
        _timer = time.CreateTimer(_ => Look(), null, LookInterval, Timeout.InfiniteTimeSpan);
    }

    public void Dispose() => _timer.Dispose();

    private void Look()
    {
        lock (_looking)
        {
            long held = _holders.Sum(holder => holder.Bytes());
            long heap = _heap();
            int level = LevelOf(Math.Max(held, heap));
            if (level > 0 && LevelOf(held) < level)
            {
                CollectGarbage();
            }

            if (level > _pressure.Level)
            {
                Tell(level, held, heap);
            }

            _pressure.Level = level;
            _timer.Change(Math.Max(held, heap) < _limit / 4 ? RareInterval : LookInterval, Timeout.InfiniteTimeSpan);
        }
    }

    /// <summary>The level for so many bytes, coming from the one in force.</summary>
    private int LevelOf(long bytes)
    {
        int level = 0;
        for (int i = 0; i < Levels.Length; i++)
        {
            int share = _pressure.Level > i ? Levels[i].End : Levels[i].Begin;
            level = bytes > _limit / 100 * share ? i + 1 : level;
        }

        return level;
    }

    private void CollectGarbage()
    {
        if (_collected is null || _time.GetElapsedTime(_collected.Value) >= CollectInterval)
        {
            _collected = _time.GetTimestamp();
            GC.Collect(GC.MaxGeneration, GCCollectionMode.Forced, blocking: true, compacting: false);
        }
    }

    private void Tell(int level, long held, long heap)
    {
        if (_told is null || _time.GetElapsedTime(_told.Value) >= TimeSpan.FromMinutes(1))
        {
            _told = _time.GetTimestamp();
            _log.Warning(
                "memory: {Held} MiB held, heap {Heap} MiB of --memory-limit {Limit} MiB: {Reaction:l} until there is room; give more, or look at "
                + "what is slow behind gor",
                held >> 20, heap >> 20, _limit >> 20, level == 1 ? "bodies are cut" : "bodies are cut and calls are shed");
        }
    }
}
