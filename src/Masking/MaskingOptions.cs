namespace Gor.Masking;

/// <summary>What may leave the process.</summary>
internal sealed record MaskingOptions
{
    /// <summary>Rules text, or <c>file://PATH</c>; null or empty: <c>include default</c>.</summary>
    public string? Rules { get; init; }

    /// <summary>True where somebody has said what may leave; then that holds for every output.</summary>
    public bool AreGiven => !string.IsNullOrEmpty(Rules);

    /// <summary>Where the text came from, for error messages: a flag, a variable, or a default.</summary>
    public string Source { get; init; } = "default";

    /// <summary>How long one pattern that cannot be matched in linear time may work on one value.</summary>
    public TimeSpan RegexTimeout { get; init; } = TimeSpan.FromMilliseconds(100);

    /// <summary>Request header that gets the client's address before the rules run; empty for none.</summary>
    public string RealIpHeader { get; init; } = "";

    /// <summary>Decoded bytes of a body that a record can hold (<c>USAGE_LOGGERS_BODY_LIMIT</c>).</summary>
    public int BodyLimit { get; init; } = 1 << 20;
}
