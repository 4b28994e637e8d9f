namespace Gor.Masking;

/// <summary>A line that is no rule; the message says what was expected.</summary>
/// <param name="column">From 1.</param>
internal sealed class RuleException(int column, string expected) : FormatException(expected)
{
    public int Column { get; } = column;
}
