namespace Gor.Load;

/// <summary>Medians of samples.</summary>
internal static class Rows
{
    public static double Median(IEnumerable<double> values)
    {
        double[] sorted = [.. values.Order()];
        return sorted[sorted.Length / 2];
    }

    /// <summary>A row whose value is a time, as a multiple of <paramref name="unitSeconds"/>.</summary>
    public static BenchRow Of(string work, IReadOnlyList<double> seconds, double unitSeconds, string unit) => new(
        work,
        Median(seconds) / unitSeconds,
        unit,
        Least: seconds.Min() / unitSeconds,
        Most: seconds.Max() / unitSeconds);
}
