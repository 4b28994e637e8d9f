using System.Globalization;
using Gor.Output;

namespace Gor;

/// <summary>What <c>--stats</c> says of an output: one line.</summary>
internal static class OutputReport
{
    public static string Line(IOutput output)
    {
        OutputTally tally = output.Tally;
        OutputStatus status = output.Status;
        string answers = string.Join(", ", status.Answers.Select(of => $"{of.Answers} {of.Class}"));
        return string.Create(
            CultureInfo.InvariantCulture,
            $"{output.Name}: {tally.Accepted} in, {tally.Delivered} delivered{(answers.Length == 0 ? "" : $" ({answers})")}, {tally.Lost} lost, "
            + $"{tally.Limited + tally.Skipped} left out, {Math.Max(0, tally.Waiting)} waiting{(status.Posts is { } posts ? Durations(posts.Durations) : "")}");
    }

    private static string Durations(Histogram durations)
    {
        long[] sums = durations.Cumulative();
        return sums[^1] == 0 ? "" : string.Create(
            CultureInfo.InvariantCulture,
            $"; {durations.Sum.TotalMilliseconds / sums[^1]:0.0} ms on average, half within {Bound(sums, 50)}, 99 of 100 within {Bound(sums, 99)}");
    }

    /// <summary>The upper bound of the bucket that so many of a hundred lie below.</summary>
    private static string Bound(long[] sums, int percent)
    {
        int bucket = Array.FindIndex(sums, sum => sum * 100 >= sums[^1] * percent);
        return bucket < Histogram.Bounds.Length
            ? string.Create(CultureInfo.InvariantCulture, $"{Histogram.Bounds[bucket] * 1000:0} ms")
            : $"more than {Histogram.Bounds[^1] * 1000:0} ms";
    }
}
