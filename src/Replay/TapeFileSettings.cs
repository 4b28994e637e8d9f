namespace Gor.Replay;

/// <summary>When files of <c>--output-file</c> end. Sizes in bytes before compression; 0 is no limit.</summary>
internal sealed record TapeFileSettings
{
    /// <summary>One file a name, without numbers of chunks.</summary>
    public bool Appends { get; init; }

    public TimeSpan FlushInterval { get; init; } = TimeSpan.FromSeconds(1);

    /// <summary>Of one chunk.</summary>
    public long SizeLimit { get; init; } = 32 << 20;

    /// <summary>Messages of one chunk.</summary>
    public int QueueLimit { get; init; } = 256;

    /// <summary>Of all chunks together; then no more is written.</summary>
    public long TotalLimit { get; init; } = 1L << 40;
}
