namespace Gor.Tests;

public class CountersTests
{
    [Fact]
    public void Counts_what_is_added_and_nothing_else()
    {
        var counters = new Counters();
        counters.Add(Counter.PacketsReceived);
        counters.Add(Counter.PacketsReceived, 41);
        Assert.Equal(42, counters[Counter.PacketsReceived]);
        Assert.Equal(0, counters[Counter.PacketsDecoded]);
    }
}
