using Gor.Cli;
using Gor.Tests.Capture;

namespace Gor.Tests.Cli;

public sealed class ConfigLineTests : IDisposable
{
    private readonly TemporaryFolder _folder = new();

    public void Dispose() => _folder.Dispose();

    [Fact]
    public void Shows_what_holds_and_where_it_comes_from()
    {
        string path = File("input-raw = [\":80\", \"eth0:81\"]\nverbose = 2\noutput-null = true\n");
        string text = Text(
            new() { ["GOR_VERBOSE"] = "1", ["USAGE_LOGGERS_RULES"] = "include standard\\n!.*! sample 10", ["USAGE_LOGGERS_BODY_LIMIT"] = "5" },
            "--config", path, "--workers", "4");
        string[] expected =
        [
            $"input-raw = [\":80\", \"eth0:81\"]  # {path}:1",
            "input-raw-snaplen = \"262144\"  # default",
            "verbose = \"1\"  # GOR_VERBOSE",
            "workers = \"4\"  # command line",
            $"output-null = true  # {path}:3",
            "output-resurface-rules = \"include standard\\n!.*! sample 10\"  # USAGE_LOGGERS_RULES",
            "# The variable USAGE_LOGGERS_BODY_LIMIT is set.",
        ];
        Assert.All(expected, line => Assert.Contains(line, text.Split('\n')));
        Assert.Contains("output-resurface = [\"http://localhost:4001/message\"]  # default", Text([]));
        Assert.Contains("output-resurface = [\"http://h:1/m\"]  # USAGE_LOGGERS_URL", Text(new() { ["USAGE_LOGGERS_URL"] = "http://h:1/m" }));
    }

    [Theory]
    [InlineData("--output-resurface", "https://user:hunter2@h/message?token=hunter2", "[\"https://***@h/message?***\"]")]
    [InlineData("--output-resurface-header", "Authorization: Bearer hunter2", "[\"Authorization: ***\"]")]
    [InlineData("--http-set-header", "X-Api-Key: hunter2", "[\"X-Api-Key: ***\"]")]
    [InlineData("--http-set-param", "key=hunter2", "[\"key=***\"]")]
    [InlineData("--http-basic-auth-filter", "^me:hunter2$", "[\"^me: ***\"]")]
    [InlineData("--http-rewrite-header", "Authorization: .*,Bearer hunter2", "[\"Authorization: ***\"]")]
    public void Secrets_are_masked(string flag, string value, string expected)
    {
        string text = Text([], flag, value);
        Assert.Contains($"{flag[2..]} = {expected}  # command line, masked", text);
        Assert.DoesNotContain("hunter2", text);
    }

    /// <summary>What it prints, read again, gives the same.</summary>
    [Fact]
    public void Is_a_file_for_the_next_run()
    {
        string[] words = ["--input-raw", ":80", "--input-raw", "eth0:81", "--output-resurface-rules", "include debug\n# \"a\\b\"\t", "--memory-limit", "1gb", "--output-null", "--exit-after", "5s"];
        string first = Text([], words);
        string again = Text([], "--config", File(first));
        Assert.Equal(WithoutSources(first), WithoutSources(again));
        Assert.Contains("output-resurface-rules = \"include debug\\n# \\\"a\\\\b\\\"\\t\"", first);
    }

    [Fact]
    public void Errors_are_told_as_in_a_run()
    {
        var error = Assert.IsType<UsageError>(ConfigLine.Parse(["--workers", "x"], new Dictionary<string, string>()));
        Assert.StartsWith("--workers \"x\": expected", Assert.Single(error.Errors));
        Assert.IsType<HelpCommand>(ConfigLine.Parse(["--help"], new Dictionary<string, string>()));
    }

    [Fact]
    public void The_rules_of_a_run_can_be_checked()
    {
        string path = File("output-resurface-rules = \"include standard\"");
        Dictionary<string, string> variables = new() { ["USAGE_LOGGERS_RULES"] = "include debug\\nsample 10" };
        Assert.Equal("include standard", Rules(variables, "rules", "check", "--config", path).Rules);
        Assert.Equal(("include debug\nsample 10", "USAGE_LOGGERS_RULES"), (Rules(variables, "rules", "check").Rules, Rules(variables, "rules", "check").Source));
        Assert.Null(Rules([], "rules", "check").Rules);
        Assert.Equal(["check", "include pci"], Rules(variables, "rules", "check", "include pci").Arguments);
    }

    private static RulesCommandLine Rules(Dictionary<string, string> variables, params string[] words) =>
        Assert.IsType<RulesCommandLine>(CommandLine.Parse(words, variables));

    private static string Text(Dictionary<string, string> variables, params string[] words)
    {
        Command command = CommandLine.Parse(["config", .. words], variables);
        Assert.True(command is PrintCommand, command is UsageError error ? string.Join('\n', error.Errors) : "");
        return ((PrintCommand)command).Text;
    }

    private static string[] WithoutSources(string text) => [.. text.Split('\n').Select(line => line.Split("  # ")[0])];

    private string File(string text) => _folder.Write("gor.toml", System.Text.Encoding.UTF8.GetBytes(text));
}
