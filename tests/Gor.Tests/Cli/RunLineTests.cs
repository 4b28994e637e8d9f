using Gor.Cli;

namespace Gor.Tests.Cli;

public sealed class RunLineTests
{
    private static readonly Dictionary<string, string> Disabled = new() { ["USAGE_LOGGERS_DISABLE"] = "true" };

    [Fact]
    public void Without_an_input_there_is_nothing_to_do()
    {
        string error = Assert.Single(Assert.IsType<UsageError>(Parse()).Errors);
        Assert.StartsWith("Nothing to capture", error);
        Assert.Contains("--input-raw :8080", error);
    }

    [Fact]
    public void An_empty_input_is_no_input() => Assert.IsType<UsageError>(Parse("--input-raw", ""));

    [Fact]
    public void A_refused_input_is_not_also_a_missing_one() =>
        Assert.StartsWith("--input-raw \":x\"", Assert.Single(Assert.IsType<UsageError>(Parse("--input-raw", ":x")).Errors));

    [Fact]
    public void All_errors_come_together()
    {
        Command command = RunLine.Parse(
            ["--exit-after", "1", "--verbos", "1", "stray", "--output-resurface", "nowhere"],
            new Dictionary<string, string> { ["USAGE_LOGGERS_BODY_LIMIT"] = "x" });
        IReadOnlyList<string> errors = Assert.IsType<UsageError>(command).Errors;
        Assert.Equal(6, errors.Count);
        foreach (string name in new[] { "--exit-after", "--verbos\"", "stray", "--output-resurface", "USAGE_LOGGERS_BODY_LIMIT", "--input-raw" })
        {
            Assert.Contains(errors, error => error.Contains(name));
        }
    }

    [Fact]
    public void Help_wins_over_errors() => Assert.IsType<HelpCommand>(Parse("--nonsense", "-h"));

    [Fact]
    public void The_version_needs_no_input() => Assert.IsType<VersionCommand>(Parse("--version"));

    [Fact]
    public void Ports_reach_the_stages_that_need_them()
    {
        Options options = Assert.IsType<RunCommand>(Parse("--input-raw", ":80,8080", "--input-raw", "eth0:80,81")).Options;
        Assert.Equal([80, 8080, 81], options.Decode.Ports);
        Assert.Equal([80, 8080, 81], options.Flows.Ports);
    }

    [Theory]
    [InlineData("libpcap", "")]
    [InlineData("af_packet", "")]
    [InlineData("vxlan", "80")]
    public void A_filter_of_the_users_replaces_the_ports_but_those_within_a_mirror(string engine, string ports)
    {
        Options options = Assert.IsType<RunCommand>(Parse(
            "--input-raw", ":80", "--input-raw-engine", engine, "--input-raw-bpf-filter", "tcp port 81")).Options;
        Assert.Equal(ports, string.Join(' ', options.Decode.Ports));
        Assert.Equal([80], options.Flows.Ports);
    }

    [Fact]
    public void An_input_of_all_ports_lets_the_decoder_take_all()
    {
        Options options = Assert.IsType<RunCommand>(Parse("--input-raw", ":80", "--input-raw", "eth0:")).Options;
        Assert.Empty(options.Decode.Ports);
        Assert.Equal([80], options.Flows.Ports);
    }

    [Fact]
    public void Notes_of_flags_and_variables_come_together()
    {
        Command command = RunLine.Parse(
            ["--input-raw", ":80", "--input-raw-vlan", "true"], new Dictionary<string, string> { ["USAGE_LOGGERS_BUNDLE_QUEUE_SIZE"] = "1" });
        Assert.Equal(3, Assert.IsType<RunCommand>(command).Notes.Count);
    }

    [Fact]
    public void Disabled_ends_with_a_clear_word() =>
        Assert.StartsWith("USAGE_LOGGERS_DISABLE is set", Assert.IsType<DisabledCommand>(RunLine.Parse(["--input-raw", ":80"], Disabled)).Reason);

    [Fact]
    public void Disabled_takes_only_Resurface_from_a_run_with_another_output()
    {
        Command command = RunLine.Parse(["--input-raw", ":80", "--output-null", "--output-resurface", "-"], Disabled);
        RunCommand run = Assert.IsType<RunCommand>(command);
        Assert.Empty(run.Options.Output.Resurface);
        Assert.True(run.Options.Output.Null);
        Assert.Contains("--output-resurface gets nothing", Assert.Single(run.Notes));
    }

    private static Command Parse(params string[] arguments) => RunLine.Parse(arguments, new Dictionary<string, string>());
}
