namespace Gor.Capture;

/// <summary>
/// One value of <c>--input-raw</c>: <c>[DEVICE|HOST|FILE][:PORTS]</c> (grammar: GoReplay's, see the README).
/// </summary>
internal sealed record InputAddress
{
    /// <summary>As typed.</summary>
    public required string Text { get; init; }

    public required InputKind Kind { get; init; }

    /// <summary>Device name or pattern, host address, or path; empty for every device.</summary>
    public string Target { get; init; } = "";

    /// <summary>Server ports in order, without duplicates; empty: all.</summary>
    public IReadOnlyList<int> Ports { get; init; } = [];
}
