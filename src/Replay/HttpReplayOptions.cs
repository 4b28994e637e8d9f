namespace Gor.Replay;

/// <summary><c>--output-http</c>: where requests are sent again, and how.</summary>
internal sealed record HttpReplayOptions
{
    /// <summary>The most requests that are under way at once, where no number is asked for.</summary>
    public const int MostWorkers = 1000;

    /// <summary>URLs. One with a path or a query replaces that of every request.</summary>
    public IReadOnlyList<LimitedAddress> Addresses { get; init; } = [];

    /// <summary>Requests that may be under way at once; 0: <see cref="MostWorkers"/>.</summary>
    public int Workers { get; init; }

    /// <summary>Requests that may wait for one of those under way to end.</summary>
    public int QueueLength { get; init; } = 1000;

    /// <summary>How long an unused connection is kept.</summary>
    public TimeSpan WorkerTimeout { get; init; } = TimeSpan.FromSeconds(2);

    /// <summary>From the first byte of a request to the last of its answer.</summary>
    public TimeSpan Timeout { get; init; } = TimeSpan.FromSeconds(5);

    /// <summary>Redirects that are followed; their last answer counts.</summary>
    public int Redirects { get; init; }

    /// <summary>TLS without a look at the certificate.</summary>
    public bool SkipsVerify { get; init; }

    /// <summary>The field Host goes as it was captured, not as the URL says.</summary>
    public bool KeepsHost { get; init; }

    /// <summary>Answers go to the other outputs in GoReplay's format.</summary>
    public bool TracksResponses { get; init; }

    /// <summary>Bytes of an answer's body that those outputs get.</summary>
    public int ResponseLimit { get; init; }

    /// <summary>A line of statistics every <see cref="StatsInterval"/>.</summary>
    public bool HasStats { get; init; }

    public TimeSpan StatsInterval { get; init; } = TimeSpan.FromSeconds(5);
}
