namespace Gor.Cli;

/// <summary><c>gor rules …</c>: the words behind, which that command reads by itself.</summary>
internal sealed record RulesCommandLine(IReadOnlyList<string> Arguments) : Command
{
    /// <summary>For <c>check</c> without a text: the rules of a run; null or empty for the default.</summary>
    public string? Rules { get; init; }

    /// <summary>What errors call them.</summary>
    public string Source { get; init; } = "default";
}
