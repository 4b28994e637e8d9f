namespace Gor.Masking;

/// <summary>Text that is no regular expression, or one that cannot be carried out. The message says why, as JavaScript does.</summary>
/// <param name="position">The offending UTF-16 unit, from 0.</param>
internal sealed class PatternException(string message, int position) : FormatException(message)
{
    public int Position { get; } = position;
}
