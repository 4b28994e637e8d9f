using Gor.Cli;
using Gor.Tests.Capture;

namespace Gor.Tests.Cli;

/// <summary>Which source counts: flag, variable, file, USAGE_LOGGERS_*, default.</summary>
public sealed class FlagParserTests : IDisposable
{
    private readonly TemporaryFolder _folder = new();

    private readonly Dictionary<string, string> _variables = new() { ["USAGE_LOGGERS_URL"] = "http://localhost:1/" };

    public void Dispose() => _folder.Dispose();

    [Fact]
    public void A_flag_is_above_its_variable_above_the_file_above_the_loggers_variables_above_the_default()
    {
        Assert.Equal("http://localhost:1/", Url());
        Assert.Equal("http://localhost:2/", Url("--config", File("output-resurface = \"http://localhost:2/\"")));
        _variables["GOR_OUTPUT_RESURFACE"] = "http://localhost:3/";
        Assert.Equal("http://localhost:3/", Url("--config", File("output-resurface = \"http://localhost:2/\"")));
        Assert.Equal("http://localhost:4/", Url("--config", File("output-resurface = \"http://localhost:2/\""), "--output-resurface", "http://localhost:4/"));
        _variables.Clear();
        Assert.Equal(UsageLoggers.DefaultUrl, Url());
    }

    [Fact]
    public void The_file_may_be_named_by_a_variable()
    {
        _variables["GOR_CONFIG"] = File("output-resurface = \"http://localhost:2/\"");
        Assert.Equal("http://localhost:2/", Url());
    }

    /// <summary>A script that passes an empty variable means nothing by it.</summary>
    [Fact]
    public void An_empty_value_does_not_hide_what_another_source_says() =>
        Assert.Equal("http://localhost:2/", Url("--config", File("output-resurface = \"http://localhost:2/\""), "--output-resurface="));

    [Fact]
    public void The_whole_list_of_a_repeatable_flag_counts_not_both()
    {
        string path = File("input-raw = [\":1\", \":2\"]");
        Assert.Equal([":1", ":2"], Run("--config", path).Options.Capture.Inputs.Select(input => input.Text));
        Assert.Equal([":3"], Run("--config", path, "--input-raw", ":3").Options.Capture.Inputs.Select(input => input.Text));
    }

    [Fact]
    public void What_is_overridden_must_be_right_all_the_same()
    {
        string path = File("workers = \"many\"");
        var error = Assert.IsType<UsageError>(RunLine.Parse(["--input-raw", ":80", "--workers", "2", "--config", path], _variables));
        Assert.StartsWith($"{path}:1: workers \"many\": expected", Assert.Single(error.Errors));
    }

    private string Url(params string[] words) => Assert.Single(Run([.. words, "--input-raw", ":80"]).Options.Output.Resurface);

    private RunCommand Run(params string[] words)
    {
        Command command = RunLine.Parse(words, _variables);
        Assert.True(command is RunCommand, command is UsageError error ? string.Join('\n', error.Errors) : "");
        return (RunCommand)command;
    }

    private string File(string text) => _folder.Write("gor.toml", System.Text.Encoding.UTF8.GetBytes(text));
}
