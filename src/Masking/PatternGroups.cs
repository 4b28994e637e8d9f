using System.Globalization;

namespace Gor.Masking;

/// <summary>
/// The capturing groups of a pattern, counted before it is parsed: whether <c>\7</c> is a back-reference and <c>\k</c> is reserved
/// depends on groups that may open later.
/// </summary>
internal sealed class PatternGroups
{
    private readonly Dictionary<string, int> _names = new(StringComparer.Ordinal);

    public int Count { get; private set; }

    public bool HasNames { get; private set; }

    public IReadOnlyDictionary<string, int> Names => _names;

    public static PatternGroups Scan(string text)
    {
        var groups = new PatternGroups();
        bool isInClass = false;
        for (int i = 0; i < text.Length; i++)
        {
            switch (text[i])
            {
                case '\\':
                    i++;
                    break;
                case '[':
                    isInClass = true;
                    break;
                case ']':
                    isInClass = false;
                    break;
                case '(' when !isInClass:
                    groups.Open(text, i + 1);
                    break;
            }
        }

        return groups;
    }

    /// <summary>Checks the name of a group that opens.</summary>
    /// <param name="at">Behind <c>(?&lt;</c>; moved behind the name's closing bracket.</param>
    public void TakeName(string text, ref int at, int number)
    {
        int start = at;
        if (TryReadName(text, ref at) is not { } name)
        {
            throw new PatternException("invalid capture group name", start);
        }

        if (_names[name] != number)
        {
            throw new PatternException("duplicate capture group name", start);
        }
    }

    /// <summary>Reads a GroupName up to and with its <c>&gt;</c>; null, with <paramref name="at"/> anywhere, where it is none.</summary>
    public static string? TryReadName(string text, ref int at)
    {
        var name = new System.Text.StringBuilder();
        while (at < text.Length && text[at] != '>')
        {
            if (!TryReadCodePoint(text, ref at, out int codePoint) || !IsIdentifierPart(codePoint, name.Length == 0))
            {
                return null;
            }

            name.Append(char.ConvertFromUtf32(codePoint));
        }

        return at++ < text.Length && name.Length > 0 ? name.ToString() : null;
    }

    private void Open(string text, int at)
    {
        if (at >= text.Length || text[at] != '?')
        {
            Count++;
        }
        else if (at + 2 < text.Length && text[at + 1] == '<' && text[at + 2] is not ('=' or '!'))
        {
            Count++;
            HasNames = true;
            at += 2;
            if (TryReadName(text, ref at) is { } name)
            {
                _names.TryAdd(name, Count);
            }
        }
    }

    private static bool TryReadCodePoint(string text, ref int at, out int codePoint)
    {
        if (text[at] != '\\')
        {
            codePoint = char.IsSurrogatePair(text, at) ? char.ConvertToUtf32(text, at) : text[at];
            at += codePoint > char.MaxValue ? 2 : 1;
            return codePoint is < 0xD800 or > 0xDFFF;
        }

        codePoint = 0;
        at++;
        if (at >= text.Length || text[at++] != 'u' || !TryReadUnicodeEscape(text, ref at, out codePoint))
        {
            return false;
        }

        if (char.IsHighSurrogate((char)codePoint) && codePoint <= char.MaxValue && at + 1 < text.Length && text[at] == '\\' && text[at + 1] == 'u')
        {
            int next = at + 2;
            if (TryReadHex(text, next, 4, out int low) && char.IsLowSurrogate((char)low))
            {
                codePoint = char.ConvertToUtf32((char)codePoint, (char)low);
                at = next + 4;
            }
        }

        return codePoint is >= 0 and (< 0xD800 or > 0xDFFF) and <= 0x10FFFF;
    }

    private static bool TryReadUnicodeEscape(string text, ref int at, out int codePoint)
    {
        if (at < text.Length && text[at] == '{')
        {
            int end = text.IndexOf('}', at);
            codePoint = 0;
            if (end < 0 || !TryReadHex(text, at + 1, end - at - 1, out codePoint))
            {
                return false;
            }

            at = end + 1;
            return true;
        }

        if (!TryReadHex(text, at, 4, out codePoint))
        {
            return false;
        }

        at += 4;
        return true;
    }

    private static bool TryReadHex(string text, int at, int length, out int value)
    {
        value = 0;
        return length > 0 && at + length <= text.Length
            && int.TryParse(text.AsSpan(at, length), NumberStyles.AllowHexSpecifier, CultureInfo.InvariantCulture, out value);
    }

    private static bool IsIdentifierPart(int codePoint, bool isFirst)
    {
        if (codePoint is '$' or '_')
        {
            return true;
        }

        return CharUnicodeInfo.GetUnicodeCategory(codePoint) switch
        {
            UnicodeCategory.UppercaseLetter or UnicodeCategory.LowercaseLetter or UnicodeCategory.TitlecaseLetter
                or UnicodeCategory.ModifierLetter or UnicodeCategory.OtherLetter or UnicodeCategory.LetterNumber => true,
            UnicodeCategory.NonSpacingMark or UnicodeCategory.SpacingCombiningMark or UnicodeCategory.DecimalDigitNumber
                or UnicodeCategory.ConnectorPunctuation => !isFirst,
            _ => codePoint is 0x200C or 0x200D && !isFirst,
        };
    }
}
