namespace Gor.Cli;

/// <summary>
/// Go's <c>strconv.ParseInt(text, 0, 64)</c>: decimal, <c>0x</c>, <c>0o</c> or a leading <c>0</c> (octal), <c>0b</c>, and
/// <c>_</c> between digits.
/// </summary>
internal static class GoInteger
{
    public static bool TryParse(string text, out long value, out string? error)
    {
        bool negative = text.StartsWith('-');
        ReadOnlySpan<char> magnitudeText = text.AsSpan(negative || text.StartsWith('+') ? 1 : 0);
        bool valid = TryParseMagnitude(magnitudeText, out long magnitude);
        value = negative ? -magnitude : magnitude;
        error = valid ? null : "expected a whole number, like 10, 0x0a or 1_000";
        return valid;
    }

    /// <summary>A number without a sign that fits into 63 bits.</summary>
    public static bool TryParseMagnitude(ReadOnlySpan<char> text, out long value)
    {
        (int radix, int prefix) = text switch
        {
            ['0', 'x' or 'X', _, ..] => (16, 2),
            ['0', 'o' or 'O', _, ..] => (8, 2),
            ['0', 'b' or 'B', _, ..] => (2, 2),
            ['0', ..] => (8, 1),
            _ => (10, 0),
        };

        value = 0;
        // An underscore stands between two digits; a prefix counts as one.
        bool afterDigit = prefix > 0;
        foreach (char c in text[prefix..])
        {
            if (c == '_' && afterDigit)
            {
                afterDigit = false;
                continue;
            }

            int digit = char.IsAsciiHexDigit(c) ? Convert.ToInt32(c.ToString(), 16) : radix;
            if (digit >= radix || value > (long.MaxValue - digit) / radix)
            {
                return false;
            }

            value = (value * radix) + digit;
            afterDigit = true;
        }

        return afterDigit;
    }
}
