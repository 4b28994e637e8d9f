using System.Globalization;

namespace Gor.Filtering;

/// <summary>One escaped character of a Go pattern.</summary>
internal static class GoEscape
{
    /// <summary>Reads what stands behind a backslash: a code point.</summary>
    /// <exception cref="GoPatternException">Go knows no such escape.</exception>
    public static int Read(string pattern, ref int at)
    {
        if (at >= pattern.Length)
        {
            throw new GoPatternException(@"it ends with a \");
        }

        char c = pattern[at++];
        return c switch
        {
            'a' => 7,
            'f' => '\f',
            'n' => '\n',
            'r' => '\r',
            't' => '\t',
            'v' => '\v',
            'x' => Hex(pattern, ref at),
            '0' => Octal(pattern, ref at, 0),
            >= '1' and <= '7' when at < pattern.Length && pattern[at] is >= '0' and <= '7' => Octal(pattern, ref at, c - '0'),
            >= '1' and <= '9' => throw new GoPatternException("RE2 has no back-references"),
            _ when c < 128 && !char.IsAsciiLetterOrDigit(c) => c,
            _ => throw new GoPatternException($@"\{c} is none of RE2's escapes"),
        };
    }

    private static int Octal(string pattern, ref int at, int value)
    {
        for (int digits = 0; digits < 2 && at < pattern.Length && pattern[at] is >= '0' and <= '7'; digits++)
        {
            value = (value * 8) + (pattern[at++] - '0');
        }

        return value;
    }

    /// <summary><c>\x7F</c> or <c>\x{10FFFF}</c>.</summary>
    private static int Hex(string pattern, ref int at)
    {
        bool isBraced = at < pattern.Length && pattern[at] == '{';
        int start = isBraced ? at + 1 : at;
        int end = isBraced ? pattern.IndexOf('}', start) : Math.Min(start + 2, pattern.Length);
        bool isNumber = int.TryParse(
            pattern.AsSpan(start, Math.Max(0, end - start)), NumberStyles.AllowHexSpecifier, CultureInfo.InvariantCulture, out int value);
        if (!isNumber || (!isBraced && end - start != 2) || value is < 0 or > 0x10FFFF or (>= 0xD800 and <= 0xDFFF))
        {
            throw new GoPatternException(@"\x needs two digits, or a code point in braces");
        }

        at = isBraced ? end + 1 : end;
        return value;
    }
}
