using System.Globalization;
using System.Text;
using System.Text.RegularExpressions;

namespace Gor.Filtering;

/// <summary>A class in square brackets, from Go's words into .NET's.</summary>
/// <param name="start">Behind the opening bracket.</param>
internal sealed class GoCharacterClass(string pattern, int start)
{
    private static readonly Dictionary<string, string> Posix = new()
    {
        ["alnum"] = "0-9A-Za-z",
        ["alpha"] = "A-Za-z",
        ["ascii"] = @"\x00-\x7F",
        ["blank"] = @"\t ",
        ["cntrl"] = @"\x00-\x1F\x7F",
        ["digit"] = "0-9",
        ["graph"] = "!-~",
        ["lower"] = "a-z",
        ["print"] = " -~",
        ["punct"] = @"!-/:-@\[-`{-~",
        ["space"] = @"\t\n\v\f\r ",
        ["upper"] = "A-Z",
        ["word"] = "0-9A-Za-z_",
        ["xdigit"] = "0-9A-Fa-f",
    };

    /// <summary>What is not of a POSIX class, within ASCII; all that is beyond belongs to it too.</summary>
    private const string BeyondAscii = @"\u0080-\uFFFF";

    private readonly StringBuilder _inner = new();
    private int _at = start;

    /// <param name="end">Behind the closing bracket.</param>
    public string Translate(out int end)
    {
        bool isNegated = Take('^');
        for (bool isFirst = true; isFirst || !Take(']'); isFirst = false)
        {
            if (_at >= pattern.Length)
            {
                throw new GoPatternException("a closing ] is missing");
            }

            if (!TryNamed() && !TryPerlEscape())
            {
                Range();
            }
        }

        end = _at;
        return $"[{(isNegated ? "^" : "")}{_inner}]";
    }

    /// <summary>Reads <c>d</c>, <c>W</c> or <c>pL</c> behind a backslash as the inside of a class.</summary>
    public static bool TryPerl(string pattern, ref int at, out string inner)
    {
        char letter = at < pattern.Length ? pattern[at] : ' ';
        inner = letter switch
        {
            'd' => "0-9",
            'D' => @"\x00-/:-\uFFFF",
            's' => @"\t\n\f\r ",
            'S' => @"\x00-\x08\x0B\x0E-\x1F!-\uFFFF",
            'w' => "0-9A-Za-z_",
            'W' => @"\x00-/:-@\[-\^`{-\uFFFF",
            'p' or 'P' => Category(pattern, ref at),
            _ => "",
        };
        at += inner.Length > 0 && letter is not ('p' or 'P') ? 1 : 0;
        return inner.Length > 0;
    }

    private bool Take(char c)
    {
        bool isNext = _at < pattern.Length && pattern[_at] == c;
        _at += isNext ? 1 : 0;
        return isNext;
    }

    /// <summary><c>[:alpha:]</c> and <c>[:^alpha:]</c>.</summary>
    private bool TryNamed()
    {
        int end = string.CompareOrdinal(pattern, _at, "[:", 0, 2) == 0 ? pattern.IndexOf(":]", _at + 2, StringComparison.Ordinal) : -1;
        if (end < 0)
        {
            return false;
        }

        string name = pattern[(_at + 2)..end];
        bool isNegated = name.StartsWith('^');
        if (!Posix.TryGetValue(isNegated ? name[1..] : name, out string? range))
        {
            throw new GoPatternException($"[:{name}:] is none of RE2's classes");
        }

        _inner.Append(isNegated ? Complement(range) : range);
        _at = end + 2;
        return true;
    }

    private static string Complement(string range)
    {
        var inside = new Regex($"[{range}]", RegexOptions.CultureInvariant);
        IEnumerable<string> outside = Enumerable.Range(0, 128)
            .Where(c => !inside.IsMatch(((char)c).ToString()))
            .Select(c => string.Create(CultureInfo.InvariantCulture, $@"\x{c:X2}"));
        return string.Concat(outside) + BeyondAscii;
    }

    private bool TryPerlEscape()
    {
        if (pattern[_at] != '\\')
        {
            return false;
        }

        int behind = _at + 1;
        if (!TryPerl(pattern, ref behind, out string inner))
        {
            return false;
        }

        _inner.Append(inner);
        _at = behind;
        return true;
    }

    private void Range()
    {
        int low = Character();
        bool isRange = _at + 1 < pattern.Length && pattern[_at] == '-' && pattern[_at + 1] != ']';
        _at += isRange ? 1 : 0;
        int high = isRange ? Character() : low;
        if (high < low)
        {
            throw new GoPatternException("a range of characters is the wrong way round");
        }

        if (low > char.MaxValue)
        {
            throw new GoPatternException("characters beyond U+FFFF cannot stand in a class here; write them outside, with |");
        }

        _inner.Append(CultureInfo.InvariantCulture, $@"\u{low:x4}");
        if (high > low)
        {
            _inner.Append(CultureInfo.InvariantCulture, $@"-\u{Math.Min(high, char.MaxValue):x4}");
        }
    }

    private int Character()
    {
        if (_at >= pattern.Length)
        {
            throw new GoPatternException("a closing ] is missing");
        }

        if (pattern[_at] == '\\')
        {
            _at++;
            return GoEscape.Read(pattern, ref _at);
        }

        bool isPair = char.IsHighSurrogate(pattern[_at]) && _at + 1 < pattern.Length && char.IsLowSurrogate(pattern[_at + 1]);
        int character = isPair ? char.ConvertToUtf32(pattern, _at) : pattern[_at];
        _at += isPair ? 2 : 1;
        return character;
    }

    /// <summary>A general category: <c>pL</c>, <c>p{Lu}</c>, <c>PN</c>, <c>p{^L}</c>. .NET knows no scripts.</summary>
    private static string Category(string pattern, ref int at)
    {
        bool isNegated = pattern[at] == 'P';
        int end = at + 1 < pattern.Length && pattern[at + 1] == '{' ? pattern.IndexOf('}', at) : at + 1;
        string name = end < 0 || end >= pattern.Length ? "" : pattern[(at + 1)..(end + 1)].Trim('{', '}');
        if (name.StartsWith('^'))
        {
            isNegated = !isNegated;
            name = name[1..];
        }

        bool isCategory = name.Length is 1 or 2 && "CLMNPSZ".Contains(name[0], StringComparison.Ordinal)
            && (name.Length == 1 || char.IsAsciiLetterLower(name[1]));
        if (!isCategory)
        {
            throw new GoPatternException($@"\p{{{name}}} is not known: general categories like \p{{L}} are, scripts are not");
        }

        at = end + 1;
        return $@"\{(isNegated ? 'P' : 'p')}{{{name}}}";
    }
}
