namespace Gor.Masking;

/// <summary>A second look at what has the shape of a secret. Each is a <see cref="MatchCheck"/>.</summary>
internal static class DetectorChecks
{
    /// <summary>Numbers that the Social Security Administration can have given out, and no part of something longer.</summary>
    public static bool IsSocialSecurityNumber(string text, int start, int end)
    {
        string digits = string.Concat(text[start..end].Replace("%20", " ", StringComparison.Ordinal).Where(char.IsAsciiDigit));
        return StandsAlone(text, start, end)
            && digits[..3] is not ("000" or "666") && digits[0] != '9' && digits[3..5] != "00" && digits[5..] != "0000";
    }

    /// <summary>No picture for two pixels a dot (<c>logo@2x.png</c>) and no version of a package (<c>react@18.3.0-rc.next</c>).</summary>
    public static bool IsAddress(string text, int start, int end)
    {
        ReadOnlySpan<char> domain = text.AsSpan(start, end - start);
        domain = domain[(domain.LastIndexOfAny('@', '%') + 1)..];
        int digits = domain.IndexOfAnyExceptInRange('0', '9');
        return digits <= 0 || !(domain[digits..] is "x.png" or "x.jpg" or "x.jpeg" or "x.gif" or "x.webp" or "x.avif"
            || (domain[digits] == '.' && char.IsAsciiDigit(domain[digits + 1])));
    }

    /// <summary>Not a part of a longer number, date or identifier.</summary>
    public static bool StandsAlone(string text, int start, int end)
    {
        bool isBehind = start > 0 && (char.IsAsciiDigit(text[start - 1])
            || (start > 1 && text[start - 1] is '-' or '.' && char.IsAsciiLetterOrDigit(text[start - 2]))
            || (char.IsAsciiLetter(text[start - 1]) && !IsEscape(text, start)));
        bool isBefore = end < text.Length && (char.IsAsciiLetterOrDigit(text[end])
            || (end + 1 < text.Length && text[end] is '-' or '.' && char.IsAsciiDigit(text[end + 1])));
        return !isBehind && !isBefore;
    }

    /// <summary>English follows the word, too: a token has a digit, or is long.</summary>
    public static bool IsBearerToken(string text, int start, int end) =>
        text.AsSpan(start, end - start).ContainsAnyInRange('0', '9') || end - start > 40;

    /// <summary>The base64 of <c>user:password</c> (RFC 7617 section 2).</summary>
    public static bool IsBasic(string text, int start, int end)
    {
        string value = text[(start + "basic".Length)..end]
            .Replace("%20", "", StringComparison.Ordinal)
            .Replace("%09", "", StringComparison.Ordinal)
            .Replace("%3D", "", StringComparison.OrdinalIgnoreCase)
            .Replace(@"\t", "", StringComparison.Ordinal)
            .Trim(' ', '\t', '=');
        return IsUserAndPassword(value) || IsUserAndPassword(value.TrimStart('+'));
    }

    /// <summary>True where what stands before is the last letter of <c>%3D</c> or <c>\n</c> and the like.</summary>
    public static bool IsEscape(string text, int start) => (start > 2 && text[start - 3] == '%') || (start > 1 && text[start - 2] == '\\');

    private static bool IsUserAndPassword(string base64)
    {
        byte[] bytes = new byte[base64.Length];
        return Convert.TryFromBase64String(base64.PadRight((base64.Length + 3) / 4 * 4, '='), bytes, out int length)
            && bytes.AsSpan(0, length).Contains((byte)':');
    }
}
