namespace Gor.Masking;

/// <summary>Says what is wrong with a line that has no legal form.</summary>
internal static class RuleDiagnosis
{
    private static readonly string[] Includes = Presets.Names.Select(name => $"include {name}").ToArray();

    /// <summary>A line that begins with a word that may not begin one.</summary>
    public static string OfWord(string word, char first)
    {
        if (word.Length == 0)
        {
            return $"expected a rule, a # comment or nothing; a rule begins with a word or with one of {RulesText.Separators}, not with '{first}'";
        }

        if (Verbs.Find(word) is not null)
        {
            return $"expected an expression before '{word}', as in /request_body/ {word}";
        }

        return "expected a rule" + Suggestion(word.Replace('_', ' '), Includes) + Suggestion(word, Verbs.All);
    }

    public static string OfPreset(string name) =>
        $"expected one of {string.Join(", ", Presets.Names)} behind include" + Suggestion(name, Presets.Names);

    /// <summary>What a verb must be followed by.</summary>
    /// <param name="rest">Behind the verb.</param>
    public static string OfArgument(string line, int rest)
    {
        int at = RuleLine.SkipSpace(line, rest);
        if (at >= line.Length || !RulesText.IsSeparator(line[at]))
        {
            return "expected an expression behind the verb, as in /text/";
        }

        if (at == rest)
        {
            return "expected a blank behind the verb";
        }

        int end = RuleLine.LastEnd(line, at);
        return end < 0 ? Unclosed(line[at])
            : end == at + 1 ? "expected a character between the separators: the expression is empty"
            : $"expected the end of the line behind the expression, or a backslash before each {line[at]} inside it";
    }

    /// <param name="start">Where the first expression begins.</param>
    /// <param name="twoRules">What to say where a whole rule is followed by something.</param>
    public static RuleException OfScoped(string line, int start, string twoRules)
    {
        int end = RuleLine.LastEnd(line, start);
        if (end < 0)
        {
            return new RuleException(start + 1, Unclosed(line[start]));
        }

        if (end == start + 1)
        {
            return new RuleException(start + 1, "expected a character between the separators: the expression is empty");
        }

        int at = RuleLine.SkipSpace(line, end + 1);
        string word = RuleLine.WordAt(line, at);
        if (word.Length == 0)
        {
            bool isEnd = RuleLine.IsTail(line, at);
            return new RuleException(start + 1, isEnd
                ? "expected a verb behind the expression, such as remove"
                : $"expected a verb behind the expression, or a backslash before each {line[start]} inside it");
        }

        if (Verbs.Find(word) is not { } verb || !Verbs.TakesScope(verb))
        {
            string[] verbs = Verbs.All.Where(candidate => Verbs.TakesScope(Verbs.Find(candidate)!.Value)).ToArray();
            return new RuleException(
                start + 1, $"expected a verb behind the expression, or a backslash before each {line[start]} inside it" + Suggestion(word, verbs));
        }

        int rest = at + word.Length;
        if (!Verbs.TakesPattern(verb))
        {
            return new RuleException(start + 1, twoRules);
        }

        return verb == Verb.Replace ? OfReplace(line, rest) : new RuleException(rest + 1, OfArgument(line, rest));
    }

    private static RuleException OfReplace(string line, int rest)
    {
        int start = RuleLine.SkipSpace(line, rest);
        int end = start < line.Length && start > rest && RulesText.IsSeparator(line[start]) ? RuleLine.LastEnd(line, start) : -1;
        if (end <= start + 1)
        {
            return new RuleException(start + 1, OfArgument(line, rest));
        }

        if (end + 1 >= line.Length || line[end + 1] != ',')
        {
            return new RuleException(start + 1, "expected a comma directly behind the expression, then a blank and the replacement");
        }

        int replacement = RuleLine.SkipSpace(line, end + 2);
        if (replacement == end + 2 || replacement >= line.Length || !RulesText.IsSeparator(line[replacement]))
        {
            return new RuleException(end + 2, "expected a blank and an expression behind the comma, as in /x/, /y/");
        }

        return new RuleException(replacement + 1, RuleLine.LastEnd(line, replacement) < 0
            ? Unclosed(line[replacement])
            : $"expected the end of the line behind the replacement, or a backslash before each {line[replacement]} inside it");
    }

    private static string Unclosed(char separator) => $"expected a second {separator} that ends the expression";

    private static string Suggestion(string word, IEnumerable<string> candidates) =>
        Verbs.Nearest(word, candidates) is { } nearest ? $"; did you mean '{nearest}'?" : "";
}
