using System.Text.Json;
using Gor.Metrics;

namespace Gor.Tests.Metrics;

public sealed class VariablesJsonTests
{
    [Fact]
    public void A_number_by_its_name_and_labelled_numbers_by_their_labels()
    {
        var histogram = new Histogram();
        histogram.Add(TimeSpan.FromSeconds(1));
        byte[] json = VariablesJson.Write(
        [
            Metric.Counter("gor_a_total", "", new Sample(3)),
            Metric.Gauge("gor_b", "", new Sample(1, ("what", "x")), new Sample(2, ("what", "y"))),
            Metric.Histograms("gor_h", "", [(histogram, ("output", "o"))]),
        ]);
        JsonElement root = JsonDocument.Parse(json).RootElement;
        Assert.Equal(3, root.GetProperty("gor_a_total").GetDouble());
        Assert.Equal(2, root.GetProperty("gor_b").GetProperty("what=y").GetDouble());
        Assert.Equal(1, root.GetProperty("gor_h").GetProperty("count:output=o").GetDouble());
    }
}
