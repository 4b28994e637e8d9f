using System.Globalization;
using System.Text;

namespace Gor.Filtering;

/// <summary>
/// Writes a pattern of Go's regexp/syntax in .NET's words, so that it means the same: <c>\d</c>, <c>\w</c> and <c>\s</c> are ASCII,
/// <c>$</c> is the very end, groups are numbered as they stand. Only <c>\b</c> knows more letters here than Go's ASCII ones.
/// </summary>
internal sealed class GoPatternTranslator(string pattern)
{
    private const int MostRepeats = 1000;

    private readonly StringBuilder _translated = new();
    private readonly List<string> _groupNames = [""];
    private readonly Stack<Flags> _outer = new();
    private Flags _flags;
    private int _at;

    private readonly record struct Flags(bool IsMultiline, bool IsUngreedy);

    public IReadOnlyList<string> GroupNames => _groupNames;

    /// <exception cref="GoPatternException">Go would refuse it, or .NET cannot say it.</exception>
    public string Translate()
    {
        while (_at < pattern.Length)
        {
            char c = pattern[_at++];
            switch (c)
            {
                case '(':
                    OpenGroup();
                    break;
                case ')':
                    _flags = _outer.TryPop(out Flags outer) ? outer : throw new GoPatternException("an opening ( is missing");
                    _translated.Append(')');
                    break;
                case '[':
                    _translated.Append(new GoCharacterClass(pattern, _at).Translate(out _at));
                    break;
                case '\\':
                    Escape();
                    break;
                case '$':
                    _translated.Append(_flags.IsMultiline ? "(?m:$)" : @"\z");
                    break;
                case '^':
                    _translated.Append(_flags.IsMultiline ? "(?m:^)" : @"\A");
                    break;
                case '*' or '+' or '?':
                    _translated.Append(c);
                    EndRepeat();
                    break;
                case '{':
                    Brace();
                    break;
                case '.' or '|':
                    _translated.Append(c);
                    break;
                default:
                    Literal(c);
                    break;
            }
        }

        return _outer.Count == 0 ? _translated.ToString() : throw new GoPatternException("a closing ) is missing");
    }

    /// <summary>A character that stands for itself.</summary>
    private void Literal(char c)
    {
        if (char.IsHighSurrogate(c) && _at < pattern.Length && char.IsLowSurrogate(pattern[_at]))
        {
            // Two units here, one character there: a repeat behind it must mean both.
            _translated.Append(CultureInfo.InvariantCulture, $"(?:{c}{pattern[_at++]})");
        }
        else
        {
            _translated.Append(CultureInfo.InvariantCulture, $@"\u{(int)c:x4}");
        }
    }

    private void OpenGroup()
    {
        _outer.Push(_flags);
        if (_at >= pattern.Length || pattern[_at] != '?')
        {
            Capture("");
            return;
        }

        _at++;
        string rest = pattern[_at..];
        if (rest.StartsWith("P<", StringComparison.Ordinal) || (rest is ['<', not ('=' or '!'), ..]))
        {
            _at += rest[0] == 'P' ? 2 : 1;
            int end = pattern.IndexOf('>', _at);
            string name = end < 0 ? "" : pattern[_at..end];
            if (name.Length == 0 || !name.All(c => char.IsAsciiLetterOrDigit(c) || c == '_') || _groupNames.Contains(name))
            {
                throw new GoPatternException("a group's name is missing, malformed or given twice");
            }

            _at = end + 1;
            Capture(name);
            return;
        }

        if (rest is ['=' or '!' or '<', ..])
        {
            throw new GoPatternException("RE2 has no look-around; (?= (?! (?<= and (?<! cannot be used");
        }

        ReadFlags();
    }

    private void Capture(string name)
    {
        _translated.Append(CultureInfo.InvariantCulture, $"(?<{_groupNames.Count}>");
        _groupNames.Add(name);
    }

    /// <summary><c>(?ims-U)</c> up to the end of the group, <c>(?i:…)</c> a group with flags.</summary>
    private void ReadFlags()
    {
        var on = new StringBuilder();
        var off = new StringBuilder();
        Flags flags = _flags;
        bool isOn = true;
        for (; _at < pattern.Length; _at++)
        {
            char c = pattern[_at];
            switch (c)
            {
                case 'i' or 's':
                    (isOn ? on : off).Append(c);
                    break;
                case 'm':
                    flags = flags with { IsMultiline = isOn };
                    break;
                case 'U':
                    flags = flags with { IsUngreedy = isOn };
                    break;
                case '-' when isOn:
                    isOn = false;
                    break;
                case ':' or ')':
                    _at++;
                    string options = off.Length > 0 ? $"{on}-{off}" : on.ToString();
                    Apply(flags, options, isGroup: c == ':');
                    return;
                default:
                    throw new GoPatternException($"(?{c} is none of RE2's groups");
            }
        }

        throw new GoPatternException("a closing ) is missing");
    }

    private void Apply(Flags flags, string options, bool isGroup)
    {
        _flags = flags;
        if (isGroup)
        {
            _translated.Append(CultureInfo.InvariantCulture, $"(?{options}:");
            return;
        }

        // No group was opened: the flags hold until the one around it ends.
        _outer.Pop();
        if (options.Length > 0)
        {
            _translated.Append(CultureInfo.InvariantCulture, $"(?{options})");
        }
    }

    /// <summary>A repeat such as <c>{2,5}</c>; any other brace stands for itself.</summary>
    private void Brace()
    {
        int end = pattern.IndexOf('}', _at);
        string[] bounds = end < 0 ? [] : pattern[_at..end].Split(',');
        bool isRepeat = bounds.Length is 1 or 2 && IsNumber(bounds[0]) && (bounds.Length == 1 || bounds[1].Length == 0 || IsNumber(bounds[1]));
        if (!isRepeat)
        {
            Literal('{');
            return;
        }

        if (bounds.Any(bound => bound.Length > 4 || (bound.Length > 0 && int.Parse(bound, CultureInfo.InvariantCulture) > MostRepeats)))
        {
            throw new GoPatternException($"a repeat counts to {MostRepeats} at most");
        }

        _translated.Append(pattern, _at - 1, end - _at + 2);
        _at = end + 1;
        EndRepeat();
    }

    private static bool IsNumber(string text) => text.Length > 0 && text.All(char.IsAsciiDigit);

    /// <summary>A question mark behind a repeat turns its greed, and so does the flag U.</summary>
    private void EndRepeat()
    {
        bool isTurned = _at < pattern.Length && pattern[_at] == '?';
        _at += isTurned ? 1 : 0;
        _translated.Append(isTurned != _flags.IsUngreedy ? "?" : "");
    }

    private void Escape()
    {
        if (_at >= pattern.Length)
        {
            throw new GoPatternException(@"it ends with a \");
        }

        char c = pattern[_at];
        switch (c)
        {
            case 'A' or 'z' or 'b' or 'B':
                _at++;
                _translated.Append('\\').Append(c);
                break;
            case 'Q':
                Quote();
                break;
            default:
                if (GoCharacterClass.TryPerl(pattern, ref _at, out string inner))
                {
                    _translated.Append(CultureInfo.InvariantCulture, $"[{inner}]");
                }
                else
                {
                    int rune = GoEscape.Read(pattern, ref _at);
                    _translated.Append(rune > char.MaxValue ? $"(?:{char.ConvertFromUtf32(rune)})" : string.Create(CultureInfo.InvariantCulture, $@"\u{rune:x4}"));
                }

                break;
        }
    }

    /// <summary><c>\Q…\E</c>: literal text.</summary>
    private void Quote()
    {
        int start = _at + 1;
        int end = pattern.IndexOf(@"\E", start, StringComparison.Ordinal);
        int stop = end < 0 ? pattern.Length : end;
        for (_at = start; _at < stop;)
        {
            Literal(pattern[_at++]);
        }

        _at = end < 0 ? stop : end + 2;
    }
}
