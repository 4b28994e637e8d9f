namespace Gor;

/// <summary>How long things took, in seconds, sorted into fixed buckets. Any thread may add and read.</summary>
internal sealed class Histogram
{
    private readonly long[] _counts = new long[Bounds.Length + 1];
    private long _ticks;

    /// <summary>Upper bounds of all buckets but the last, which has none.</summary>
    public static double[] Bounds { get; } = [0.005, 0.01, 0.025, 0.05, 0.1, 0.25, 0.5, 1, 2.5, 5, 10, 30];

    public TimeSpan Sum => new(Volatile.Read(ref _ticks));

    public void Add(TimeSpan value)
    {
        int bucket = Array.BinarySearch(Bounds, value.TotalSeconds);
        Interlocked.Increment(ref _counts[bucket < 0 ? ~bucket : bucket]);
        Interlocked.Add(ref _ticks, value.Ticks);
    }

    /// <summary>How many values are at most each bound; the last number is that of all.</summary>
    public long[] Cumulative()
    {
        var sums = new long[_counts.Length];
        long sum = 0;
        for (int i = 0; i < sums.Length; i++)
        {
            sum += Volatile.Read(ref _counts[i]);
            sums[i] = sum;
        }

        return sums;
    }
}
