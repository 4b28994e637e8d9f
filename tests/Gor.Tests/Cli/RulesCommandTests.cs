using System.Text;
using Gor.Cli;

namespace Gor.Tests.Cli;

public sealed class RulesCommandTests : IDisposable
{
    private readonly string _path = Path.Combine(Path.GetTempPath(), $"rules-{Guid.NewGuid():N}");

    public void Dispose() => File.Delete(_path);

    [Fact]
    public void Apply_answers_each_record_with_a_line()
    {
        File.WriteAllText(_path, "/a/ stop_if /1/\n/b/ replace /x/, /y/");
        (int code, string output, string errors) = Run(
            """
            [["a","1"],["b","x"]]

            [["a","2"],["b","x<\u0026>é\"\\\n"]]
            [ ["b" , "\ud83d\ude00 x \ud83d"] ]
            """,
            "apply", _path);
        Assert.Equal((0, ""), (code, errors));
        Assert.Equal("null\n[[\"a\",\"2\"],[\"b\",\"y<&>é\\\"\\\\\\n\"]]\n[[\"b\",\"😀 y \uFFFD\"]]\n", output);
    }

    [Theory]
    [InlineData("/.*/ remove", "null")]
    [InlineData("/host|custom_field:.*/ stop", "[[\"host\",\"a\"],[\"now\",\"1\"],[\"custom_field:gor_response_body\",\"truncated\"],[\"host\",\"edge-1\"]]", "x")]
    [InlineData("/.*/ replace /./, /-/", "[[\"host\",\"-\"],[\"now\",\"-\"],[\"custom_field:gor_response_body\",\"truncated\"],[\"host\",\"edge-1\"]]")]
    [InlineData("/[^]*/ stop_unless_found /1/\n/[^]*/ stop_unless_found /a/", "[[\"host\",\"a\"],[\"now\",\"1\"],[\"custom_field:gor_response_body\",\"truncated\"],[\"host\",\"edge-1\"]]")]
    public void What_is_added_behind_the_rules_is_no_business_of_theirs(string rules, string expected, string host = "host")
    {
        File.WriteAllText(_path, rules);
        string record = $"[[\"{host}\",\"a\"],[\"now\",\"1\"],[\"custom_field:gor_response_body\",\"truncated\"],[\"host\",\"edge-1\"]]";
        Assert.Equal(expected.Replace("[[\"host", $"[[\"{host}") + "\n", Run(record, "apply", _path).Output);
    }

    [Theory]
    [InlineData("{}")]
    [InlineData("[[\"a\"]]")]
    [InlineData("[[\"a\",1]]")]
    [InlineData("[[\"a\",\"b\",\"c\"]]")]
    [InlineData("[[\"a\",\"b\"]")]
    [InlineData("[[\"a\",\"b\"]] x")]
    [InlineData("secret")]
    public void A_line_that_is_no_record_fails_closed(string line)
    {
        File.WriteAllText(_path, "# all");
        (int code, string output, string errors) = Run($"[[\"a\",\"b\"]]\n{line}\n[[\"a\",\"c\"]]\n", "apply", $"file://{_path}");
        Assert.Equal(1, code);
        Assert.Equal("[[\"a\",\"b\"]]\nnull\n[[\"a\",\"c\"]]\n", output);
        Assert.StartsWith("line 2: ", errors);
        Assert.DoesNotContain("secret", errors);
    }

    [Fact]
    public void Refused_rules_print_nothing_on_stdout()
    {
        File.WriteAllText(_path, "nonsense\n/(/ remove");
        (int code, string output, string errors) = Run("[[\"a\",\"b\"]]", "apply", _path);
        Assert.Equal((2, ""), (code, output));
        Assert.Contains($"{_path}:1:1: ", errors);
        Assert.Contains($"{_path}:2:1: ", errors);
        Assert.Equal(2, Run("", "apply", "/nope/nope").Code);
    }

    [Fact]
    public void Explain_says_which_rule_changed_what_but_no_value()
    {
        File.WriteAllText(_path, "/a/ remove\n/b/ replace /secret/, /x/");
        (_, string output, string errors) = Run("[[\"a\",\"hidden\"],[\"b\",\"secret\"]]", "apply", "--explain", _path);
        Assert.Equal("[[\"b\",\"x\"]]\n", output);
        Assert.Equal($"line 1: a removed by {_path}:1: /^a$/ remove\nline 1: b changed by {_path}:2: /^b$/ replace /secret/, /x/\n", errors.ReplaceLineEndings("\n"));
    }

    [Fact]
    public void Check_prints_the_effective_rules_and_warns()
    {
        (int code, string output, _) = Run("", "check", "include strict\n/request_body/ replace /(?=x)y/, /z/\n/reqest_body/ remove\n/request_header:Host/ remove\n/request_url/ remove_if /[]/");
        Assert.Equal(0, code);
        Assert.Contains("7 replace", output);
        Assert.Contains("limited", output);
        Assert.Contains("(include strict)", output);
        Assert.Contains("rule 3 (rules:2) has nothing left to do: rule 2", output);
        Assert.Contains("rule 4 (rules:3) names no known field", output);
        Assert.Contains("rule 5 (rules:4) can never match: names are in lower case", output);
        Assert.Contains("rule 6 (rules:5) can never match", output);
        Assert.Contains("allow_http_url", output);
    }

    [Fact]
    public void Check_refuses_with_all_errors()
    {
        (int code, string output, string errors) = Run("", "check", "nonsense\nsample 0");
        Assert.Equal((2, ""), (code, output));
        Assert.Equal(2, errors.TrimEnd().Split('\n').Length);
    }

    [Fact]
    public void Help_is_no_error()
    {
        (int code, string output, string errors) = Run("", "--help");
        Assert.Equal((0, ""), (code, errors));
        Assert.Contains("gor rules check", output);
    }

    [Theory]
    [InlineData()]
    [InlineData("apply")]
    [InlineData("apply", "a", "b")]
    [InlineData("check", "a", "b")]
    [InlineData("nonsense")]
    public void Wrong_usage_is_told(params string[] args)
    {
        (int code, string output, string errors) = Run("", args);
        Assert.Equal((2, ""), (code, output));
        Assert.Contains("gor rules apply", errors);
    }

    private static (int Code, string Output, string Errors) Run(string input, params string[] args)
    {
        using var stdin = new MemoryStream(Encoding.UTF8.GetBytes(input));
        using var stdout = new MemoryStream();
        using var stderr = new StringWriter();
        int code = RulesCommand.Run(new RulesCommandLine(args), stdin, stdout, stderr);
        return (code, Encoding.UTF8.GetString(stdout.ToArray()), stderr.ToString());
    }
}
