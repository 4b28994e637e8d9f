using System.Text;
using Gor.Masking;
using Serilog.Core;

namespace Gor.Tests.Masking;

/// <summary>Rules on a value that is UTF-8 and on the same value as text: what comes out is the same.</summary>
public class FieldSearchTests
{
    private static readonly TimeSpan Limit = TimeSpan.FromMinutes(5);

    /// <summary>What values are made of, so that patterns find something: letters, a name, its halves, what is no ASCII, digits.</summary>
    private static readonly string[] Pieces =
        ["a", "b", "c", "1", "7", "-", " ", "\n", "é", "\u2028", "😀", "…", "\"", ":", ",", "name", "na", "me", "\"name\":\"", "2026-01-02", "x@acme.example", "@acme", "Secret", "SECRET"];

    private static readonly string[] Literals =
    [
        "name", "\"name\":\"[^\"]*\"", "[a-z]+@acme\\.example", "(\\d{4})-\\d\\d", "[0-9]{4,}", "(?:name|acme)", "[Ss][Ee]cret", "\\bname\\b", "^name", "example$", "na", "@", "é", "…",
        "a{3,}b", "\\w+@", "(?:\\d\\d-){2}", "[^]", ".", "(na)(me)?", "me\"", "x*", "\\uD83D", "(?=n)name", "(a)\\1", "b|", "name.{0,9}acme", "[a-c]{2}1",
    ];

    private static readonly string[] Replacements = ["", "x", "…", "$&$&", "name", "na", "<$1>", "me", "\"", "a@acme.example", "😀", "$`", "\\uDE00", "1234"];

    [Theory]
    [InlineData(1)]
    [InlineData(2)]
    [InlineData(3)]
    [InlineData(4)]
    public void Utf8_and_text_come_out_the_same(int seed)
    {
        var random = new Random(seed);
        var grammar = new PatternGrammar(seed);
        int changed = 0;
        for (int i = 0; i < 400; i++)
        {
            Rule[] rules = [.. Enumerable.Range(0, random.Next(1, 8)).Select(_ => RandomRule(random, grammar))];
            for (int j = 0; j < 4; j++)
            {
                string value = string.Concat(Enumerable.Range(0, random.Next(j == 3 ? 150 : 40)).Select(_ => Pieces[random.Next(Pieces.Length)]));
                var set = new RuleSet(new ParsedRules(rules, [], "", ""), Logger.None);
                string? text = Apply(set, details => details.Add("request_body", value));
                string? utf8 = Apply(set, details => details.Add("request_body", Encoding.UTF8.GetBytes(value)));
                Assert.True(text == utf8, $"{string.Join('\n', rules.AsEnumerable())}\n{value}\n{text}\n{utf8}");
                changed += utf8 == value ? 0 : 1;
            }
        }

        Assert.InRange(changed, 800, 1590);
    }

    private static Rule RandomRule(Random random, PatternGrammar grammar)
    {
        string text = random.Next(3) == 0 ? grammar.Pattern() : Literals[random.Next(Literals.Length)];
        string? replacement = random.Next(12) == 0 ? null : Replacements[random.Next(Replacements.Length)].Replace("\\uDE00", "\uDE00");
        return new Rule(replacement is null ? Verb.RemoveIfFound : Verb.Replace, new RuleOrigin("test", 1))
        {
            Scope = new Pattern("request_body", Limit),
            Argument = new Pattern(text, Limit, replacement),
            Replacement = replacement,
        };
    }

    /// <summary>The details are used twice, as a worker does.</summary>
    private static string? Apply(RuleSet set, Action<Details> add)
    {
        var details = new Details();
        string? value = null;
        for (int i = 0; i < 2; i++)
        {
            details.Clear();
            add(details);
            RuleOutcome outcome = set.Apply(details, new Counters());
            Assert.NotEqual(RuleOutcome.Failed, outcome);
            value = outcome == RuleOutcome.Kept ? Assert.Single(details.Items).Text : null;
        }

        return value;
    }
}
