namespace Gor.Tests;

public sealed class HistogramTests
{
    [Fact]
    public void A_value_counts_in_every_bucket_from_its_own_on()
    {
        var histogram = new Histogram();
        histogram.Add(TimeSpan.FromMilliseconds(5));
        histogram.Add(TimeSpan.FromMilliseconds(6));
        histogram.Add(TimeSpan.FromSeconds(31));
        Assert.Equal([1, 2, 2, 2, 2, 2, 2, 2, 2, 2, 2, 2, 3], histogram.Cumulative());
        Assert.Equal(31.011, histogram.Sum.TotalSeconds, 6);
    }
}
