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

    public MemoryBudgetTests() => _budget = new MemoryBudget(
        1000, _pressure, [("one", () => _held / 2), ("other", () => _held - (_held / 2))], () => _heap, _logged.Log, _time);

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

    private int LevelAt(long held, long heap)
    {
        (_held, _heap) = (held, heap);
        _time.Advance(Look);
        return _pressure.Level;
    }
}
