namespace Gor.Metrics;

/// <summary>One value of a metric.</summary>
/// <param name="Suffix">Behind the metric's name: <c>_bucket</c> of a histogram; mostly empty.</param>
internal sealed record Sample(string Suffix, IReadOnlyList<(string Name, string Value)> Labels, double Value)
{
    public Sample(double value, params (string Name, string Value)[] labels)
        : this("", labels, value)
    {
    }
}
