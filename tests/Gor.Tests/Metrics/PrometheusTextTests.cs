using Gor.Metrics;

namespace Gor.Tests.Metrics;

public sealed class PrometheusTextTests
{
    [Fact]
    public void Writes_the_text_format() => Assert.Equal(
        """
        # HELP gor_a_total Two\nlines and a \\
        # TYPE gor_a_total counter
        gor_a_total 3
        # HELP gor_b Labelled
        # TYPE gor_b gauge
        gor_b{what="a \"quoted\" \\ word",n="2"} 0.5

        """.ReplaceLineEndings("\n"),
        PrometheusText.Write(
        [
            Metric.Counter("gor_a_total", "Two\nlines and a \\", new Sample(3)),
            Metric.Gauge("gor_nothing", "Has no value", []),
            Metric.Gauge("gor_b", "Labelled", new Sample(0.5, ("what", "a \"quoted\" \\ word"), ("n", "2"))),
        ]));

    [Fact]
    public void Writes_a_histogram_with_its_sum_and_count()
    {
        var histogram = new Histogram();
        histogram.Add(TimeSpan.FromMilliseconds(20));
        string text = PrometheusText.Write([Metric.Histograms("gor_h_seconds", "Some", [(histogram, ("output", "o"))])]);
        Assert.Contains("# TYPE gor_h_seconds histogram\n", text);
        Assert.Contains("gor_h_seconds_bucket{output=\"o\",le=\"0.01\"} 0\n", text);
        Assert.Contains("gor_h_seconds_bucket{output=\"o\",le=\"0.025\"} 1\n", text);
        Assert.Contains("gor_h_seconds_bucket{output=\"o\",le=\"+Inf\"} 1\n", text);
        Assert.Contains("gor_h_seconds_sum{output=\"o\"} 0.02\n", text);
        Assert.EndsWith("gor_h_seconds_count{output=\"o\"} 1\n", text);
    }
}
