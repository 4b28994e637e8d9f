namespace Gor.Output;

/// <summary>What one destination has answered. Any thread may add and read.</summary>
internal sealed class PostStatistics(TimeProvider time)
{
    private readonly long[] _verdicts = new long[Enum.GetValues<Verdict>().Length];
    private long _uncompressed;
    private long _answeredAt = time.GetTimestamp();

    /// <summary>Every POST, whatever became of it.</summary>
    public Histogram Durations { get; } = new();

    /// <summary>How long ago it took or refused something; at the start, how long that is ago.</summary>
    public TimeSpan SinceAnswer => time.GetElapsedTime(Volatile.Read(ref _answeredAt));

    /// <summary>Those whose bundle was not compressed, for lack of time or by a rule.</summary>
    public long Uncompressed => Volatile.Read(ref _uncompressed);

    public long this[Verdict verdict] => Volatile.Read(ref _verdicts[(int)verdict]);

    public void Add(Verdict verdict, TimeSpan duration, bool isCompressed)
    {
        Durations.Add(duration);
        if (!isCompressed)
        {
            Interlocked.Increment(ref _uncompressed);
        }

        Interlocked.Increment(ref _verdicts[(int)verdict]);
        if (verdict != Verdict.Unavailable)
        {
            Volatile.Write(ref _answeredAt, time.GetTimestamp());
        }
    }
}
