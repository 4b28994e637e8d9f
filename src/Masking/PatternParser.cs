using System.Collections.Immutable;

namespace Gor.Masking;

/// <summary>
/// Reads a regular expression as JavaScript does without flags: ECMA-262 section 22.2.1 with the concessions of Annex B.1.2
/// (lone brackets, octal and identity escapes, look-aheads that are repeated). Accepts and refuses exactly the same texts.
/// </summary>
internal sealed class PatternParser
{
    /// <summary>Deeper nesting is refused, so that no walk over the tree can exhaust the stack.</summary>
    private const int MaxDepth = 250;

    /// <summary>Longer ones are refused: what a text of rules costs at the start shall grow with its length and not faster.</summary>
    private const int MaxLength = 1 << 15;

    private readonly string _text;
    private readonly PatternGroups _groups;
    private int _at;
    private int _groupsOpened;
    private int _depth;

    private PatternParser(string text)
    {
        _text = text;
        _groups = PatternGroups.Scan(text);
    }

    private char Current => _at < _text.Length ? _text[_at] : '\0';

    private bool IsAtEnd => _at >= _text.Length;

    /// <param name="groupCount">Capturing groups in the pattern.</param>
    /// <param name="names">The numbers of named groups; empty where no group has a name.</param>
    /// <exception cref="PatternException">The text is no regular expression.</exception>
    public static PatternNode Parse(string text, out int groupCount, out IReadOnlyDictionary<string, int> names)
    {
        if (text.Length > MaxLength)
        {
            throw new PatternException($"longer than {MaxLength} characters", MaxLength);
        }

        var parser = new PatternParser(text);
        PatternNode root = parser.ParseChoice();
        if (!parser.IsAtEnd)
        {
            throw parser.Error("unmatched ')'");
        }

        groupCount = parser._groups.Count;
        names = parser._groups.Names;
        return root;
    }

    private PatternException Error(string message, int? position = null) => new(message, position ?? _at);

    private bool TryTake(string expected)
    {
        if (string.CompareOrdinal(_text, _at, expected, 0, expected.Length) != 0)
        {
            return false;
        }

        _at += expected.Length;
        return true;
    }

    private PatternNode ParseChoice()
    {
        if (++_depth > MaxDepth)
        {
            throw Error("groups nested too deeply");
        }

        var branches = ImmutableArray.CreateBuilder<PatternNode>();
        do
        {
            branches.Add(ParseSequence());
        }
        while (TryTake("|"));

        _depth--;
        return branches.Count == 1 ? branches[0] : new PatternNode.Choice(branches.ToImmutable());
    }

    private PatternNode ParseSequence()
    {
        var parts = ImmutableArray.CreateBuilder<PatternNode>();
        while (!IsAtEnd && Current is not ('|' or ')'))
        {
            parts.Add(ParseTerm());
        }

        return parts.Count == 1 ? parts[0] : new PatternNode.Sequence(parts.ToImmutable());
    }

    private PatternNode ParseTerm()
    {
        switch (Current)
        {
            case '^':
                _at++;
                return new PatternNode.Anchor(AnchorKind.Start);
            case '$':
                _at++;
                return new PatternNode.Anchor(AnchorKind.End);
            case '\\' when TryTake(@"\b"):
                return new PatternNode.Anchor(AnchorKind.WordBoundary);
            case '\\' when TryTake(@"\B"):
                return new PatternNode.Anchor(AnchorKind.NotWordBoundary);
            case '*' or '+' or '?':
                throw Error("nothing to repeat");
            case '{' when TryReadCounts(out _, out _):
                throw Error("nothing to repeat");
            case '(' when ParseGroup() is { } group:
                return group is PatternNode.Look { IsBehind: true } ? group : ParseRepeat(group);
            case '[':
                return ParseRepeat(new PatternNode.Set(new CharClassParser(_text, _groups.HasNames).Parse(ref _at)));
            case '.':
                _at++;
                return ParseRepeat(new PatternNode.Set(CharSet.Dot));
            case '\\':
                return ParseRepeat(ParseEscape());
            default:
                return ParseRepeat(new PatternNode.Set(CharSet.Single(_text[_at++])));
        }
    }

    private PatternNode ParseRepeat(PatternNode body)
    {
        int start = _at;
        (int Least, int Most) counts;
        switch (Current)
        {
            case '*':
                counts = (0, int.MaxValue);
                _at++;
                break;
            case '+':
                counts = (1, int.MaxValue);
                _at++;
                break;
            case '?':
                counts = (0, 1);
                _at++;
                break;
            case '{' when TryReadCounts(out counts, out int end):
                _at = end;
                break;
            default:
                return body;
        }

        if (counts.Least > counts.Most)
        {
            throw Error("numbers out of order in {} quantifier", start);
        }

        bool isLazy = TryTake("?");
        return new PatternNode.Repeat(body, counts.Least, counts.Most, isLazy);
    }

    /// <summary>Reads <c>{n}</c>, <c>{n,}</c> or <c>{n,m}</c>; anything else behind a brace makes it an ordinary character.</summary>
    private bool TryReadCounts(out (int Least, int Most) counts, out int end)
    {
        counts = default;
        end = _at + 1;
        if (!TryReadNumber(ref end, out int least))
        {
            return false;
        }

        int most = least;
        if (end < _text.Length && _text[end] == ',')
        {
            end++;
            if (!TryReadNumber(ref end, out most))
            {
                most = int.MaxValue;
            }
        }

        if (end >= _text.Length || _text[end] != '}')
        {
            return false;
        }

        end++;
        counts = (least, most);
        return true;
    }

    private bool TryReadNumber(ref int at, out int number)
    {
        int start = at;
        long value = 0;
        while (at < _text.Length && char.IsAsciiDigit(_text[at]))
        {
            value = Math.Min((value * 10) + (_text[at++] - '0'), int.MaxValue);
        }

        number = (int)value;
        return at > start;
    }

    private PatternNode ParseGroup()
    {
        int start = _at;
        if (TryTake("(?:"))
        {
            // Wrapped, so that a look-behind inside may be repeated, which by itself it may not.
            return new PatternNode.Sequence([ParseBody(start)]);
        }

        if (TryTake("(?=") || TryTake("(?!") || TryTake("(?<=") || TryTake("(?<!"))
        {
            bool isNegative = _text[_at - 1] == '!';
            bool isBehind = _at - start == 4;
            return new PatternNode.Look(ParseBody(start), isBehind, isNegative);
        }

        if (TryTake("(?<"))
        {
            _groups.TakeName(_text, ref _at, _groupsOpened + 1);
        }
        else if (TryTake("(?"))
        {
            throw Error("invalid group", start);
        }
        else
        {
            _at++;
        }

        int number = ++_groupsOpened;
        return new PatternNode.Group(number, ParseBody(start));
    }

    private PatternNode ParseBody(int start)
    {
        PatternNode body = ParseChoice();
        return TryTake(")") ? body : throw Error("unterminated group", start);
    }

    private PatternNode ParseEscape()
    {
        int start = _at;
        char kind = _at + 1 < _text.Length ? _text[_at + 1] : throw Error("\\ at end of pattern");
        if (kind is >= '1' and <= '9')
        {
            int end = _at + 1;
            if (TryReadNumber(ref end, out int number) && number <= _groups.Count)
            {
                _at = end;
                return new PatternNode.Reference(number);
            }
        }

        if (kind == 'k' && _groups.HasNames)
        {
            _at += 2;
            if (TryTake("<") && PatternGroups.TryReadName(_text, ref _at) is { } name && _groups.Names.TryGetValue(name, out int number))
            {
                return new PatternNode.Reference(number);
            }

            throw Error("invalid named reference", start);
        }

        return new PatternNode.Set(new CharEscapeParser(_text, isInClass: false, _groups.HasNames).Parse(ref _at));
    }
}
