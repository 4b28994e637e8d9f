namespace Gor.Replay;

/// <summary>Where messages go to over connections that are kept: <c>--output-tcp</c> and <c>--output-ws</c>.</summary>
internal sealed record RemoteOptions
{
    /// <summary><c>HOST:PORT</c>, or URLs.</summary>
    public IReadOnlyList<LimitedAddress> Addresses { get; init; } = [];

    /// <summary>Connections of each at most.</summary>
    public int Workers { get; init; } = 10;

    /// <summary>Over TLS; of a URL its scheme says so.</summary>
    public bool IsSecure { get; init; }

    /// <summary>TLS without a look at the certificate.</summary>
    public bool SkipsVerify { get; init; }

    /// <summary>A line of statistics now and then.</summary>
    public bool HasStats { get; init; }
}
