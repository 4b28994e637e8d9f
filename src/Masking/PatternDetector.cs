namespace Gor.Masking;

/// <summary>Finds secrets by their shape.</summary>
internal sealed class PatternDetector : Detector
{
    private readonly Pattern[] _patterns;
    private readonly Pattern[] _inNames;
    private readonly MatchCheck? _isReal;

    /// <param name="patterns">JavaScript regular expressions with what each match becomes; null: the mark.</param>
    /// <param name="isReal">Looks at a match more closely; null: each is real.</param>
    /// <param name="limit">Time for one value.</param>
    public PatternDetector(string kind, TimeSpan limit, IEnumerable<(string Pattern, string? Replacement)> patterns, MatchCheck? isReal = null)
        : base(kind)
    {
        _patterns = patterns.Select(pattern => new Pattern(pattern.Pattern, limit, pattern.Replacement ?? Mark)).ToArray();
        _inNames = isReal is null ? [.. patterns.Select(pattern => new Pattern(InLowerCase(pattern.Pattern), limit))] : [];
        _isReal = isReal;
    }

    public override bool MayBeIn(Detail detail) => Array.Exists(_patterns, pattern => pattern.MayBeIn(detail));

    public override string? Mask(string text)
    {
        string? masked = null;
        foreach (Pattern pattern in _patterns)
        {
            masked = pattern.ReplaceIn(masked ?? text, _isReal) ?? masked;
        }

        return masked;
    }

    public override bool IsInName(string name) => base.IsInName(name) || Array.Exists(_inNames, pattern => pattern.IsFoundIn(name));

    /// <summary>What the pattern's matches become in a name; what stands behind a backslash stays as it means something else there.</summary>
    private static string InLowerCase(string pattern) =>
        string.Concat(pattern.Select((letter, i) => i > 0 && pattern[i - 1] == '\\' ? letter : char.ToLowerInvariant(letter)));
}
