using System.Globalization;
using System.Text.RegularExpressions;

namespace Gor.Masking;

/// <summary>What is legal in a rule set and yet hardly meant.</summary>
internal static class RuleWarnings
{
    private static readonly string[] Families =
        ["request_header:", "request_param:", "response_header:", "session_field:"];

    /// <summary>Every plain name, and some of each family.</summary>
    private static readonly string[] KnownNames =
    [
        "request_method", "request_url", "response_code", "request_body", "response_body", "now", "interval",
        .. Families.SelectMany(family => new[]
        {
            "accept", "accept-encoding", "access-control-allow-origin", "authorization", "cache-control", "connection", "content-length",
            "content-type", "cookie", "date", "etag", "host", "id", "location", "origin", "password", "referer", "server", "set-cookie",
            "token", "transfer-encoding", "user-agent", "x-api-key", "x-forwarded-for",
        }.Select(suffix => family + suffix)),
    ];

    public static IEnumerable<string> Of(IReadOnlyList<Rule> rules)
    {
        if (rules.Count == 0)
        {
            yield return "there are no rules: everything goes out";
        }

        if (!rules.Any(rule => rule.Verb == Verb.AllowHttpUrl))
        {
            yield return "http:// is not allowed: a destination other than https:// or this machine is refused at the start (allow_http_url)";
        }

        var named = rules.Select((rule, index) => (Rule: rule, Number: index + 1, Names: NamesOf(rule))).ToArray();
        foreach ((Rule rule, int number, string[] names) in named)
        {
            string of = string.Create(CultureInfo.InvariantCulture, $"rule {number} ({rule.Origin})");
            if (rule.Scope is null)
            {
                continue;
            }

            if (names.Length == 0 && !MayMatchFamily(rule.Scope))
            {
                yield return $"{of} names no known field";
            }
            else if (rule.Scope.Text.Contains(':') && rule.Scope.Text[rule.Scope.Text.IndexOf(':')..].Any(char.IsAsciiLetterUpper) && names.Length == 0)
            {
                yield return $"{of} can never match: names are in lower case";
            }

            if (CanNeverMatch(rule))
            {
                yield return $"{of} can never match";
            }

            if (rule.Verb > Verb.Remove && names.Length > 0
                && Array.Find(named, other => other.Rule.Verb == Verb.Remove && names.All(other.Names.Contains)) is { Rule: not null } shadow)
            {
                yield return string.Create(CultureInfo.InvariantCulture, $"{of} has nothing left to do: rule {shadow.Number} removes the same fields");
            }
        }
    }

    private static string[] NamesOf(Rule rule)
    {
        try
        {
            return rule.Scope is null ? [] : KnownNames.Where(rule.Scope.IsFoundIn).ToArray();
        }
        catch (RegexMatchTimeoutException)
        {
            return [];
        }
    }

    /// <summary>True where the scope begins like the names of a family, or may begin anywhere.</summary>
    private static bool MayMatchFamily(Pattern scope)
    {
        PatternNode root = PatternParser.Parse(scope.Text, out _, out _);
        IEnumerable<PatternNode> branches = root is PatternNode.Choice choice ? choice.Branches : [root];
        return branches.Any(branch =>
        {
            PatternNode[] parts = branch is PatternNode.Sequence sequence ? [.. sequence.Parts] : [branch];
            if (parts is not [PatternNode.Anchor { Kind: AnchorKind.Start }, ..])
            {
                return true;
            }

            string prefix = string.Concat(parts.Skip(1)
                .TakeWhile(part => part is PatternNode.Set { Units.IsSingle: true })
                .Select(part => ((PatternNode.Set)part).Units.Ranges[0].First));
            return Families.Any(family =>
                prefix.StartsWith(family, StringComparison.Ordinal) || (prefix.Length < parts.Length - 2 && family.StartsWith(prefix, StringComparison.Ordinal)));
        });
    }

    private static bool CanNeverMatch(Rule rule) => IsNever(rule.Scope) || IsNever(rule.Argument);

    /// <summary>A set of no characters that every match needs.</summary>
    private static bool IsNever(Pattern? pattern)
    {
        return pattern is not null && Needs(PatternParser.Parse(pattern.Text, out _, out _));

        static bool Needs(PatternNode node) => node switch
        {
            PatternNode.Set set => set.Units.IsEmpty,
            PatternNode.Sequence sequence => sequence.Parts.Any(Needs),
            PatternNode.Choice choice => choice.Branches.All(Needs),
            PatternNode.Group group => Needs(group.Body),
            PatternNode.Repeat repeat => repeat.Least > 0 && Needs(repeat.Body),
            _ => false,
        };
    }
}
