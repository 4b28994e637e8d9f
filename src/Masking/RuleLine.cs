namespace Gor.Masking;

/// <summary>
/// One line of rules, taken apart. An expression reaches to the last separator with which the line has a legal form, so every
/// place where it could end is tried, the last first.
/// </summary>
internal sealed class RuleLine
{
    /// <summary>Characters looked at in search of a legal form, before the line is given up as unreadable.</summary>
    private const long Patience = 200_000_000;

    private readonly string _line;
    private long _looked;

    private RuleLine(string line) => _line = line;

    /// <summary>An expression without its separators, and where it stands.</summary>
    /// <param name="Text">Its own separator no longer has a backslash.</param>
    /// <param name="Column">From 1.</param>
    public readonly record struct Expression(string Text, int Column);

    /// <summary>A line <c>EXPR verb …</c>.</summary>
    public sealed record Form(Verb Verb, Expression Scope, Expression? Argument, Expression? Replacement);

    public static Form? Read(string line, int at) => new RuleLine(line).Read(at);

    /// <summary>The expression that ends a line, with a blank before it; null where there is none.</summary>
    public static Expression? ReadLast(string line, int at) => new RuleLine(line).ReadLast(at);

    /// <summary>Writes an expression so that it reads as <paramref name="text"/>, which does not end in a backslash.</summary>
    public static string Quote(string text)
    {
        char separator = "/~!%|".FirstOrDefault(candidate => !text.Contains(candidate), '/');
        return $"{separator}{text.Replace(separator.ToString(), "\\" + separator, StringComparison.Ordinal)}{separator}";
    }

    /// <summary>
    /// Where the expression that starts at <paramref name="start"/> must end at the latest: its first separator without a backslash.
    /// Negative where there is none: the complement of where the search stopped.
    /// </summary>
    public static int LastEnd(string line, int start)
    {
        int i = start + 1;
        for (; i < line.Length && !RulesText.IsLineTerminator(line[i]); i++)
        {
            if (line[i] == line[start] && (i == start + 1 || line[i - 1] != '\\'))
            {
                return i;
            }
        }

        return ~i;
    }

    public static int SkipSpace(string line, int at)
    {
        while (at < line.Length && RulesText.IsSpace(line[at]))
        {
            at++;
        }

        return at;
    }

    public static string WordAt(string line, int at)
    {
        int end = at;
        while (end < line.Length && (char.IsAsciiLetterOrDigit(line[end]) || line[end] == '_'))
        {
            end++;
        }

        return line[at..end];
    }

    /// <summary>True where nothing follows but white space and a comment.</summary>
    public static bool IsTail(string line, int at)
    {
        at = SkipSpace(line, at);
        return at >= line.Length || (line[at] == '#' && !line.AsSpan(at).ContainsAny('\u2028', '\u2029'));
    }

    private Form? Read(int at)
    {
        foreach (int end in Ends(at, mayBeEmpty: false))
        {
            int word = SkipSpace(_line, end + 1);
            string text = WordAt(_line, word);
            if (Verbs.Find(text) is { } verb && Verbs.TakesScope(verb) && ReadRest(verb, word + text.Length) is { } rest)
            {
                return new Form(verb, Unquote(at, end), rest.Argument, rest.Replacement);
            }
        }

        return null;
    }

    private (Expression? Argument, Expression? Replacement)? ReadRest(Verb verb, int at)
    {
        if (!Verbs.TakesPattern(verb))
        {
            return IsTail(_line, at) ? (null, null) : null;
        }

        if (verb != Verb.Replace)
        {
            return ReadLast(at) is { } argument ? (argument, null) : null;
        }

        int start = SkipSpace(_line, at);
        if (!IsExpression(at, start))
        {
            return null;
        }

        foreach (int end in Ends(start, mayBeEmpty: false))
        {
            if (end + 1 < _line.Length && _line[end + 1] == ',' && ReadLast(end + 2, mayBeEmpty: true) is { } replacement)
            {
                return (Unquote(start, end), replacement);
            }
        }

        return null;
    }

    private Expression? ReadLast(int at, bool mayBeEmpty = false)
    {
        int start = SkipSpace(_line, at);
        if (!IsExpression(at, start))
        {
            return null;
        }

        foreach (int end in Ends(start, mayBeEmpty))
        {
            if (IsTail(_line, end + 1))
            {
                return Unquote(start, end);
            }
        }

        return null;
    }

    /// <summary>True where an expression begins, behind at least one blank.</summary>
    private bool IsExpression(int blank, int start) => start > blank && start < _line.Length && RulesText.IsSeparator(_line[start]);

    /// <summary>Where the expression that starts here could end, the last first: its separators up to the first without a backslash.</summary>
    private IEnumerable<int> Ends(int start, bool mayBeEmpty)
    {
        int end = LastEnd(_line, start);
        int last = end >= 0 ? end : ~end - 1;
        _looked += last - start;
        if (end == start + 1 && !mayBeEmpty)
        {
            yield break;
        }

        for (int i = last; i > start && _looked < Patience; i--)
        {
            if (_line[i] == _line[start])
            {
                _looked += _line.Length - i;
                yield return i;
            }
        }
    }

    private Expression Unquote(int start, int end)
    {
        string separator = _line[start].ToString();
        string text = _line[(start + 1)..end].Replace("\\" + separator, separator, StringComparison.Ordinal);
        return new Expression(text, start + 1);
    }
}
