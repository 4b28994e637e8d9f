using System.Globalization;

namespace Gor.Masking;

/// <summary>The escapes that stand for characters: ECMA-262 section 22.2.1 with Annex B.1.2, no flag <c>u</c>.</summary>
/// <param name="isInClass">Between <c>[</c> and <c>]</c>, where <c>\b</c> is a backspace and <c>\c</c> takes more.</param>
/// <param name="hasNamedGroups">Then <c>\k</c> is reserved.</param>
internal readonly struct CharEscapeParser(string text, bool isInClass, bool hasNamedGroups)
{
    /// <param name="at">The backslash; moved behind the escape.</param>
    public CharSet Parse(ref int at)
    {
        int start = at++;
        if (at >= text.Length)
        {
            throw new PatternException("\\ at end of pattern", start);
        }

        char kind = text[at++];
        switch (kind)
        {
            case 'd':
                return CharSet.Digits;
            case 'D':
                return CharSet.Digits.Complement();
            case 'w':
                return CharSet.Word;
            case 'W':
                return CharSet.Word.Complement();
            case 's':
                return CharSet.Space;
            case 'S':
                return CharSet.Space.Complement();
            case 'f':
                return CharSet.Single('\f');
            case 'n':
                return CharSet.Single('\n');
            case 'r':
                return CharSet.Single('\r');
            case 't':
                return CharSet.Single('\t');
            case 'v':
                return CharSet.Single('\v');
            case 'b' when isInClass:
                return CharSet.Single('\b');
            case 'c' when at < text.Length && IsControlLetter(text[at]):
                return CharSet.Single((char)(text[at++] & 31));
            case 'c':
                // The backslash stands for itself and `c` is read again.
                at--;
                return CharSet.Single('\\');
            case 'x' when TryReadHex(at, 2, out char unit):
                at += 2;
                return CharSet.Single(unit);
            case 'u' when TryReadHex(at, 4, out char unit):
                at += 4;
                return CharSet.Single(unit);
            case >= '0' and <= '7':
                at--;
                return CharSet.Single(ReadOctal(ref at));
            case 'k' when hasNamedGroups:
                throw new PatternException("invalid escape", start);
            default:
                return CharSet.Single(kind);
        }
    }

    private bool IsControlLetter(char unit) => char.IsAsciiLetter(unit) || (isInClass && (char.IsAsciiDigit(unit) || unit == '_'));

    private bool TryReadHex(int at, int length, out char unit)
    {
        unit = '\0';
        if (at + length > text.Length
            || !int.TryParse(text.AsSpan(at, length), NumberStyles.AllowHexSpecifier, CultureInfo.InvariantCulture, out int value))
        {
            return false;
        }

        unit = (char)value;
        return true;
    }

    /// <summary>One to three octal digits, at most 255 in value.</summary>
    private char ReadOctal(ref int at)
    {
        int value = 0;
        for (int digits = 0; digits < 3 && at < text.Length && text[at] is >= '0' and <= '7' && (value * 8) + text[at] - '0' <= 255; digits++)
        {
            value = (value * 8) + text[at++] - '0';
        }

        return (char)value;
    }
}
