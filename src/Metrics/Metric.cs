using System.Globalization;

namespace Gor.Metrics;

/// <summary>One thing that is measured, with its values of now.</summary>
/// <param name="Name">With its unit; a counter's ends in <c>_total</c>.</param>
/// <param name="Help">One sentence.</param>
internal sealed record Metric(string Name, MetricKind Kind, string Help, IReadOnlyList<Sample> Samples)
{
    public static Metric Counter(string name, string help, params IReadOnlyList<Sample> samples) => new(name, MetricKind.Counter, help, samples);

    public static Metric Gauge(string name, string help, params IReadOnlyList<Sample> samples) => new(name, MetricKind.Gauge, help, samples);

    /// <summary>A histogram for each set of labels.</summary>
    public static Metric Histograms(string name, string help, IEnumerable<(Histogram Values, (string Name, string Value) Label)> histograms) =>
        new(name, MetricKind.Histogram, help, [.. histograms.SelectMany(histogram => SamplesOf(histogram.Values, histogram.Label))]);

    private static IEnumerable<Sample> SamplesOf(Histogram histogram, (string Name, string Value) label)
    {
        long[] counts = histogram.Cumulative();
        for (int i = 0; i < counts.Length; i++)
        {
            string bound = i < Histogram.Bounds.Length ? Histogram.Bounds[i].ToString(CultureInfo.InvariantCulture) : "+Inf";
            yield return new Sample("_bucket", [label, ("le", bound)], counts[i]);
        }

        yield return new Sample("_sum", [label], histogram.Sum.TotalSeconds);
        yield return new Sample("_count", [label], counts[^1]);
    }
}
