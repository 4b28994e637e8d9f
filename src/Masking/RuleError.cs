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

    public override string ToString()
    {
        string quote = Text.Length > LongestQuote ? string.Concat(Text.AsSpan(0, LongestQuote), "…") : Text;
        return Line == 0
            ? $"{Source}: {Expected}"
            : string.Create(CultureInfo.InvariantCulture, $"{Source}:{Line}:{Column}: {Expected}: {quote}");
    }
}
