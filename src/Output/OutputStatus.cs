namespace Gor.Output;

/// <summary>How an output is, for a monitor.</summary>
internal sealed record OutputStatus
{
    /// <summary>Bytes of records in memory, open bundles apart.</summary>
    public required long Held { get; init; }

    /// <summary>Bytes that may be.</summary>
    public required long Limit { get; init; }

    /// <summary>How long the oldest bundle has waited in memory.</summary>
    public TimeSpan OldestAge { get; init; }

    /// <summary>True while the destination does not take records.</summary>
    public bool IsFailing { get; init; }

    /// <summary>How long ago the destination took or refused something; null where that is not known.</summary>
    public TimeSpan? SinceAnswer
    {
        get => field ?? Posts?.SinceAnswer;
        init;
    }

    /// <summary>Null where nothing is posted.</summary>
    public PostStatistics? Posts { get; init; }

    /// <summary>Answers by the class of their status, where it does not decide what becomes of a call.</summary>
    public IReadOnlyList<(string Class, long Answers)> Answers { get; init; } = [];

    /// <summary>How often a line of statistics is asked for; zero: not at all.</summary>
    public TimeSpan StatsInterval { get; init; }

    /// <summary>Null where there is none.</summary>
    public Spool? Spool { get; init; }
}
