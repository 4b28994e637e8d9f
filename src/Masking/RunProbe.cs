using System.Runtime.Intrinsics;

namespace Gor.Masking;

/// <summary>A further unit of all runs in a bucket, by which a <see cref="RunSearch"/> tells most windows that are none.</summary>
/// <param name="Others">The bits of all other buckets, sixteen times.</param>
/// <param name="Low">By the lower half of a byte, the bit where the unit may be that.</param>
/// <param name="High">By the upper half.</param>
/// <param name="Place">Of the unit, counted from where a window is found.</param>
internal readonly record struct RunProbe(Vector128<byte> Others, Vector128<byte> Low, Vector128<byte> High, int Place)
{
    private const int Most = 2;

    /// <param name="bucket">Its number.</param>
    /// <param name="windowAt">Where the window begins, counted from where it is found.</param>
    /// <returns>None where the runs share no unit beside the window.</returns>
    public static IEnumerable<RunProbe> Of(int bucket, SoughtRun[] runs, int windowAt)
    {
        int least = -runs.Min(run => run.WindowAt);
        int end = runs.Min(run => run.Length - run.WindowAt);
        CharSet SetAt(int unit) => CharSet.Of(runs.SelectMany(run => run.SetAt(unit)!.Ranges));
        List<int> known = [.. Enumerable.Range(0, SoughtRun.Window)];
        int[] units = [.. Enumerable.Range(least, Math.Max(0, end - least)).Except(known)];
        for (int i = 0; i < Math.Min(Most, units.Length); i++)
        {
            // The one that tells most, then the farthest: near to digits are digits.
            int unit = units.Except(known)
                .OrderByDescending(unit => i == 0 ? Math.Round(PatternRuns.BitsOf(SetAt(unit))) : 0)
                .ThenByDescending(unit => known.Min(other => Math.Abs(unit - other))).First();
            known.Add(unit);
            var sets = NibbleSets.Of([(bucket, SetAt(unit))]);
            yield return new RunProbe(Vector128.Create((byte)~(1 << bucket)), sets.Low, sets.High, windowAt + unit);
        }
    }
}
