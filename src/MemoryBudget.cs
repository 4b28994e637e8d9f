using Serilog;

namespace Gor;

/// <summary>
/// The ceiling on everything that grows with load. Looks at what the stages hold, and at the heap, which also has what nobody
/// counts; above a share of the limit bodies are cut, above a larger one whole exchanges are shed, and each ends only well below
/// where it began. Garbage is collected before it takes much of the limit: .NET by itself looks for old garbage only where the
/// machine has little memory left, or when as much has come as there was.
/// </summary>
internal sealed class MemoryBudget : IDisposable
{
    private static readonly TimeSpan LookInterval = TimeSpan.FromMilliseconds(100);

    /// <summary>Far below the limit: a quiet host is not to be woken for nothing.</summary>
    private static readonly TimeSpan RareInterval = TimeSpan.FromMilliseconds(500);

    /// <summary>Per cent of the limit that the heap may have beyond what the stages hold.</summary>
    private const int Slack = 14;

    /// <summary>Between two collections at least, where what no stage holds has grown since by half of the slack.</summary>
    private static readonly TimeSpan GrowthInterval = TimeSpan.FromMilliseconds(500);

    /// <summary>Likewise where it has not, but bodies would be cut that need not be if it is garbage.</summary>
    private static readonly TimeSpan CollectInterval = TimeSpan.FromSeconds(2);

    /// <summary>Per cent of the limit at which the levels 1 and 2 begin, and end.</summary>
    private static readonly (int Begin, int End)[] Levels = [(55, 45), (70, 60)];

    private readonly long _limit;
    private readonly MemoryPressure _pressure;
    private readonly IReadOnlyList<(string Name, Func<long> Bytes)> _holders;
    private readonly ILogger _log;
    private readonly TimeProvider _time;
    private readonly Func<long> _heap;
    private readonly Action _collect;
    private readonly ITimer _timer;
    private readonly Lock _looking = new();
    private long? _collectedAt;
    private long _leastBeside;
    private long? _told;

    /// <param name="limit">Bytes.</param>
    /// <param name="holders">What holds memory, by name. Each is asked from another thread than the one that holds.</param>
    /// <param name="heap">The size of the heap now, with the garbage.</param>
    /// <param name="collect">Takes the garbage out of it.</param>
    public MemoryBudget(
        long limit,
        MemoryPressure pressure,
        IReadOnlyList<(string Name, Func<long> Bytes)> holders,
        Func<long> heap,
        Action collect,
        ILogger log,
        TimeProvider time)
    {
        _limit = limit;
        _pressure = pressure;
        _holders = holders;
        _heap = heap;
        _collect = collect;
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
            long heap = HeapWithLittleGarbage(held);
            int level = LevelOf(Math.Max(held, heap));
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

    /// <summary>The heap, which is collected first where there may be much garbage in it.</summary>
    private long HeapWithLittleGarbage(long held)
    {
        long heap = _heap();
        long slack = _limit / 100 * Slack;
        TimeSpan since = _collectedAt is { } at ? _time.GetElapsedTime(at) : TimeSpan.MaxValue;
        bool hasGrown = heap - held - _leastBeside > slack / 2 && since >= GrowthInterval;
        bool wouldCut = LevelOf(heap) > LevelOf(held) && since >= CollectInterval;
        if (heap - held > slack && (hasGrown || wouldCut))
        {
            _collect();
            _collectedAt = _time.GetTimestamp();
            heap = _heap();
            _leastBeside = heap - held;
        }

        _leastBeside = Math.Min(_leastBeside, heap - held);
        return heap;
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
