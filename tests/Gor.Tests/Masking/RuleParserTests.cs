using CsCheck;
using Gor.Masking;
using Serilog.Core;

namespace Gor.Tests.Masking;

public class RuleParserTests
{
    [Theory]
    [InlineData("/request_body/ remov", 1, 1, "did you mean 'remove'?")]
    [InlineData("/request_body/ REMOVE", 1, 1, "did you mean 'remove'?")]
    [InlineData("include_debug", 1, 1, "did you mean 'include debug'?")]
    [InlineData("include debugg", 1, 1, "did you mean 'debug'?")]
    [InlineData("include debug # all", 1, 1, "alone on their line")]
    [InlineData("include  debug", 1, 1, "one space between")]
    [InlineData("allow_http_url sample 10", 1, 1, "two rules on one line?")]
    [InlineData("/a/ remove /b/ remove", 1, 1, "two rules on one line?")]
    [InlineData("# ok\n\n  /request_body remove", 3, 3, "a second / that ends the expression")]
    [InlineData("/a/b/ remove", 1, 1, "a backslash before each /")]
    [InlineData("// remove", 1, 1, "the expression is empty")]
    [InlineData("/a/ remove_if //", 1, 14, "the expression is empty")]
    [InlineData("/a/ remove_if/b/", 1, 14, "a blank behind the verb")]
    [InlineData("/a/ remove_if", 1, 14, "an expression behind the verb")]
    [InlineData("/a/ replace /b/", 1, 13, "a comma directly behind")]
    [InlineData("/a/ replace /b/,/c/", 1, 16, "a blank and an expression behind the comma")]
    [InlineData("/a/ replace /b/, /c", 1, 18, "a second / that ends the expression")]
    [InlineData("copy_session_field", 1, 1, "an expression behind the verb")]
    [InlineData("remove /a/", 1, 1, "an expression before 'remove'")]
    [InlineData("/*/ remove", 1, 1, "nothing to repeat")]
    [InlineData("/a/ remove_if_found /b(/", 1, 21, "unterminated group")]
    [InlineData("sample 0", 1, 1, "from 1 to 99")]
    [InlineData("sample 100", 1, 1, "from 1 to 99")]
    [InlineData("sample ten", 1, 1, "from 1 to 99")]
    [InlineData("sample 5\nsample 6", 2, 1, "at most one sample")]
    [InlineData("\0", 1, 1, "a rule begins with")]
    [InlineData("# a\u2028b", 1, 1, "a rule begins with")]
    public void Names_the_place_and_what_was_expected(string text, int line, int column, string expected)
    {
        RuleError error = Assert.Single(Parse(text).Errors);
        Assert.Equal((line, column), (error.Line, error.Column));
        Assert.Contains(expected, error.Expected);
        Assert.StartsWith($"test:{line}:{column}: ", error.ToString());
    }

    [Fact]
    public void Reports_all_errors_at_once_with_the_lines_of_the_text_before_includes()
    {
        ParsedRules parsed = Parse("include standard\r\n/(/ replace /[/, /x/\rsample 0\n/ok/ remove\nnonsense");
        Assert.Equal([(2, 1), (2, 13), (3, 1), (5, 1)], parsed.Errors.Select(error => (error.Line, error.Column)));
        Assert.False(parsed.IsValid);
    }

    [Theory]
    [InlineData(@"/a\/b/ remove", "^a/b$")]
    [InlineData(@"/a\\/ remove", @"^a\\$")]
    [InlineData("~a/b~ remove", "^a/b$")]
    [InlineData(@"|a\|b| remove", "^a|b$")]
    [InlineData("/^a/ remove", "^a$")]
    [InlineData(@"/a\$/ remove", @"^a\$")]
    [InlineData("/a/remove# note", "^a$")]
    [InlineData("/a/ remove # b/c /d/ remove", "^a$")]
    [InlineData("\uFEFF\u00A0/a/\u2003remove\u3000", "^a$")]
    public void Reads_a_scope(string text, string scope)
    {
        ParsedRules parsed = Parse(text);
        Assert.Empty(parsed.Errors);
        Assert.Equal(scope, Assert.Single(parsed.Rules).Scope!.Text);
    }

    [Fact]
    public void An_expression_reaches_to_the_last_separator_that_leaves_a_legal_line()
    {
        Assert.Equal("c/ # ", Assert.Single(Parse(@"/a/ replace !b!, /c\/ # /").Rules).Replacement);
        Assert.Equal(@"c\", Assert.Single(Parse(@"/a/ replace !b!, /c\/ # /d/").Rules).Replacement);
        Assert.Equal("c", Assert.Single(Parse("/a/ replace !b!, /c/ # /").Rules).Replacement);
    }

    [Theory]
    [InlineData("remove_if", "^x$")]
    [InlineData("remove_unless", "^x$")]
    [InlineData("stop_if", "^x$")]
    [InlineData("stop_unless", "^x$")]
    [InlineData("remove_if_found", "x")]
    [InlineData("remove_unless_found", "x")]
    [InlineData("stop_if_found", "x")]
    [InlineData("stop_unless_found", "x")]
    public void Ties_the_argument_of_some_verbs_to_both_ends(string verb, string argument) =>
        Assert.Equal(argument, Assert.Single(Parse($"/a/ {verb} /x/").Rules).Argument!.Text);

    [Theory]
    [InlineData(null)]
    [InlineData("")]
    [InlineData(" \r\n\uFEFF\t")]
    public void Nothing_is_the_default(string? text)
    {
        ParsedRules parsed = Parse(text);
        Assert.Equal("include default", parsed.Description);
        Assert.Equal(Parse("include strict").Rules.Select(rule => rule.ToString()), parsed.Rules.Select(rule => rule.ToString()));
    }

    [Fact]
    public void Comments_alone_are_no_rules() => Assert.Empty(Parse("# nothing").Rules);

    [Fact]
    public void Reads_a_file_once_and_only_at_the_start_of_the_text()
    {
        string path = Path.Combine(Path.GetTempPath(), $"rules-{Guid.NewGuid():N}");
        try
        {
            File.WriteAllText(path, "\uFEFFinclude debug\rsample 07");
            ParsedRules parsed = Parse($"file://{path} \n");
            Assert.Empty(parsed.Errors);
            Assert.Equal(path, parsed.Source);
            Assert.Equal(["allow_http_url", "copy_session_field /^.*$/", "sample 7"], parsed.Rules.Select(rule => rule.ToString()));
            File.WriteAllText(path, $"file://{path}");
            Assert.Equal((path, 1), Assert.Single(Parse($"file://{path}").Errors) is var error ? (error.Source, error.Line) : default);
            Assert.NotEmpty(Parse($" file://{path}").Errors);
        }
        finally
        {
            File.Delete(path);
        }
    }

    [Theory]
    [InlineData("file:///nope/nope")]
    [InlineData("file://")]
    [InlineData("file:///")]
    [InlineData("file://\0")]
    public void A_file_that_cannot_be_read_is_an_error(string text)
    {
        RuleError error = Assert.Single(Parse(text).Errors);
        Assert.StartsWith("test: the rules file cannot be read: ", error.ToString());
    }

    [Fact]
    public void Reads_ten_thousand_rules_and_applies_them()
    {
        ParsedRules parsed = Parse(string.Join('\n', Enumerable.Range(0, 10_000).Select(i => $"/request_header:x-{i}/ replace /secret-{i}(.)/, /$1/")));
        Assert.Equal(10_000, parsed.Rules.Count);
        var details = new Details();
        details.Add("request_header:x-9999", "secret-9999!");
        Assert.Equal(RuleOutcome.Kept, new RuleSet(parsed, Logger.None).Apply(details, new Counters()));
        Assert.Equal("!", details.Items[0].Text);
    }

    [Fact]
    public void Reads_ten_megabytes()
    {
        string line = "/request_header:accept/ remove # " + new string('x', 1000) + "\r\n";
        ParsedRules parsed = Parse(string.Concat(Enumerable.Repeat(line, 10_000)));
        Assert.Equal(10_000, parsed.Rules.Count);
        Assert.Single(Parse("/" + new string('a', 10_000_000)).Errors);
        Assert.Single(Parse(string.Concat(Enumerable.Repeat(@"/a\/ remove_if ", 100_000))).Errors);
    }

    [Fact]
    public void Any_text_gives_rules_or_errors_with_a_place() => Gen.OneOf(
            Gen.String,
            Gen.String[Gen.Char["/!~%|\\#, \n\r\t()[]{}*+?^$.abc\0\ud800\udc00\u2028\uFEFF"]],
            Gen.OneOfConst("/a/ ", "remove", "replace ", "/b/, ", "/c/", "\\/", "include debug", "\n", " # ", "sample 5", "stop_if ", "!(!", "\0").Array.Select(string.Concat))
        .Sample(
            text =>
            {
                if (text.StartsWith("file://", StringComparison.Ordinal))
                {
                    return;
                }

                ParsedRules parsed = Parse(text);
                int lines = text.Split('\n', '\r').Length;
                Assert.All(parsed.Errors, error => Assert.True(error.Line >= 1 && error.Line <= lines && error.Column >= 1 && error.Expected.Length > 0));
            },
            iter: 20_000);

    [Fact]
    public void What_is_written_reads_the_same() => Gen.Select(
            Gen.OneOfConst(Verb.Remove, Verb.RemoveIf, Verb.RemoveUnlessFound, Verb.Stop, Verb.StopIfFound, Verb.StopUnless, Verb.Replace, Verb.CopySessionField),
            Gen.String[Gen.Char["/!~%|\\# ,abc.*+^$1"], 1, 12],

            // A pattern that ends in a backslash can reach beyond its separator: no text writes it so that it is read alone.
            Gen.String[Gen.Char["/!~%|\\# ,abc.*^$1"], 1, 12].Where(argument => !argument.EndsWith('\\')),
            Gen.String[Gen.Char["/!~%|\\# ,abc$1&"], 0, 12])
        .Sample(
            (verb, scope, argument, replacement) =>
            {
                ParsedRules first = Parse(Write(verb, scope, argument, replacement));
                if (!first.IsValid)
                {
                    return;
                }

                string written = Assert.Single(first.Rules).ToString();
                Assert.Equal(written, Assert.Single(Parse(written).Rules).ToString());
                if (verb == Verb.Replace)
                {
                    Assert.Equal(argument, first.Rules[0].Argument!.Text);
                    Assert.Equal(replacement, first.Rules[0].Replacement);
                }
            },
            iter: 20_000);

    private static string Write(Verb verb, string scope, string argument, string replacement) => verb switch
    {
        Verb.Remove or Verb.Stop => $"{RuleLine.Quote(scope)} {Verbs.WordOf(verb)}",
        Verb.CopySessionField => $"copy_session_field {RuleLine.Quote(argument)}",
        Verb.Replace => $"{RuleLine.Quote(scope)} replace {RuleLine.Quote(argument)}, {RuleLine.Quote(replacement)}",
        _ => $"{RuleLine.Quote(scope)} {Verbs.WordOf(verb)} {RuleLine.Quote(argument)}",
    };

    private static ParsedRules Parse(string? text) => RuleParser.Parse(new MaskingOptions { Rules = text, Source = "test" });
}
