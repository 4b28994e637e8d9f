using System.Globalization;

namespace Gor.Masking;

/// <summary>One reason why a rules text is refused.</summary>
/// <param name="Source">A flag, a variable or a file.</param>
/// <param name="Line">From 1, before includes are expanded; 0 where the whole source is meant.</param>
/// <param name="Column">From 1, in UTF-16 units, of the offending expression, else of the rule.</param>
/// <param name="Text">What stands there.</param>
/// <param name="Expected">What should, or why it cannot.</param>
internal sealed record RuleError(string Source, int Line, int Column, string Text, string Expected)
{
    private const int LongestQuote = 120;

    /// <summary>The beginning of a text, enough to find it by.</summary>
    public static string Quote(string text) => text.Length > LongestQuote ? string.Concat(text.AsSpan(0, LongestQuote), "…") : text;

    public override string ToString() => Line == 0
        ? $"{Source}: {Expected}"
        : string.Create(CultureInfo.InvariantCulture, $"{Source}:{Line}:{Column}: {Expected}: {Quote(Text)}");
}
