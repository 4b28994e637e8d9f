using Gor.Tests.Kit;
using Microsoft.Extensions.Time.Testing;

namespace Gor.Tests;

public sealed class MemoryBudgetTests : IDisposable
{
    /// <summary>The longest time between two looks.</summary>
    private static readonly TimeSpan Look = TimeSpan.FromMilliseconds(500);

    private readonly FakeTimeProvider _time = new();
    private readonly MemoryPressure _pressure = new();
    private readonly Logged _logged = new();
    private readonly MemoryBudget _budget;
    private long _held;
    private long _heap;
    private long _garbage;
    private int _collections;

    public MemoryBudgetTests() => _budget = new MemoryBudget(
        1000, _pressure, [("one", () => _held / 2), ("other", () => _held - (_held / 2))], () => _heap + _garbage, Collect, _logged.Log, _time);

    public void Dispose() => _budget.Dispose();

    [Fact]
    public void Bodies_go_first_then_calls_and_each_comes_back_well_below_where_it_went()
    {
        (long Held, int Level)[] course =
        [
            (550, 0), (551, 1), (500, 1), (451, 1), (450, 0), (551, 1), (700, 1), (701, 2), (650, 2), (601, 2), (600, 1), (560, 1),
            (451, 1), (450, 0), (900, 2), (100, 0),
        ];
        foreach ((long held, int level) in course)
        {
            Assert.Equal(level, LevelAt(held, heap: 0));
            Assert.Equal((level >= 1, level >= 2), (_pressure.CutsBodies, _pressure.ShedsExchanges));
        }
    }

    [Fact]
    public void What_nobody_counts_counts_by_the_heap() => Assert.Equal(2, LevelAt(held: 10, heap: 800));

    [Fact]
    public void Collects_what_no_stage_holds_when_it_has_grown_to_a_share_of_the_limit()
    {
        (long Held, long Heap, long Garbage, int Collections)[] course =
        [
(100, 120, 120, 0), (100, 120, 121, 1), (100, 260, 0, 2), (100, 260, 70, 2), (300, 440, 0, 2), (100, 260, 71, 3), (100, 120, 0, 3), (100, 120, 121, 4),
        ];
        foreach ((long held, long heap, long garbage, int collections) in course)
        {
            _garbage = garbage;
            Assert.Equal(0, LevelAt(held, heap));
            Assert.Equal(collections, _collections);
        }
    }

    [Fact]
    public void Collects_before_anything_is_cut_for_garbage()
    {
        _garbage = 700;
        Assert.Equal(0, LevelAt(held: 100, heap: 200));
        Assert.Equal(1, _collections);
    }

    [Fact]
    public void While_the_heap_is_full_of_what_nobody_counts_collects_every_two_seconds()
    {
        LevelAt(held: 10, heap: 800);
        for (int look = 0; look < 8; look++)
        {
            Assert.Equal(2, LevelAt(held: 10, heap: 800));
        }

        Assert.InRange(_collections, 2, 3);
    }

    [Fact]
    public void Says_so_once_a_minute_with_the_remedy()
    {
        LevelAt(800, 0);
        LevelAt(0, 0);
        LevelAt(800, 0);
        string line = Assert.Single(_logged.Lines);
        Assert.Contains("calls are shed", line);
        Assert.Contains("--memory-limit", line);
        _time.Advance(TimeSpan.FromMinutes(1));
        LevelAt(0, 0);
        LevelAt(560, 0);
        Assert.Equal(2, _logged.Lines.Count);
        Assert.Contains("bodies are cut", _logged.Lines[1]);
    }

    private void Collect()
    {
        _collections++;
        _garbage = 0;
    }

    private int LevelAt(long held, long heap)
    {
        (_held, _heap) = (held, heap);
        _time.Advance(Look);
        return _pressure.Level;
    }
}
