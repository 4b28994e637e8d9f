using System.Net;
using CsCheck;
using Gor.Cli;

namespace Gor.Tests.Cli;

public sealed class CommandLineTests
{
    private static readonly Dictionary<string, string> NoVariables = [];

    /// <summary>Words that have a meaning somewhere, to meet each other in any order.</summary>
    private static readonly Gen<string> Words = Gen.OneOf(
        Gen.OneOfConst(RunFlags.All.SelectMany(flag => new[] { $"--{flag.Name}", $"-{flag.Name}", $"--{flag.Name}=" }).ToArray()),
        Gen.OneOfConst("", "-", "--", "---", "=", "--=", "true", "false", "0", "1s", "32mb", ":80", "-1", "@x", "[suggest]", "-h", "--version",
            "collect", "config", "completion", "man", "devices", "rules", "help", "version", "file-server", "http://h/m", "\"", "\0", "--output-http", "--split-output"),
        Gen.Select(Gen.OneOfConst(RunFlags.All.Select(flag => flag.Name).ToArray()), Gen.String, (name, value) => $"--{name}={value}"),
        Gen.String);

    [Fact]
    public void Any_words_give_a_command_or_errors() => Words.Array[0, 12].Sample(words =>
    {
        Command command = CommandLine.Parse(words, NoVariables);
        if (command is UsageError error)
        {
            Assert.NotEmpty(error.Errors);
            Assert.All(error.Errors, text => Assert.False(string.IsNullOrWhiteSpace(text)));
        }
    }, iter: 5_000);

    [Fact]
    public void Any_variables_give_a_command_or_errors() => Gen.String.Array[7].Sample(values =>
    {
        string[] names = ["URL", "RULES", "DISABLE", "BODY_LIMIT", "BUNDLE_SIZE", "BUNDLE_QUEUE_SIZE", "MESSAGE_QUEUE_SIZE"];
        var variables = names.Zip(values).ToDictionary(pair => $"USAGE_LOGGERS_{pair.First}", pair => pair.Second);
        Assert.NotNull(CommandLine.Parse(["--input-raw", ":80"], variables));
    }, iter: 1_000);

    [Theory]
    [InlineData("--input-raw :8080 --input-track-response --output-resurface http://localhost:4001/message")]
    [InlineData("--input-raw :8080 --input-track-response --output-resurface http://localhost:4001/message --output-resurface-rules include\tdebug")]
    [InlineData("--input-raw eth1:80 --input-raw-track-response --input-raw-bpf-filter (dst\tport\t80)\tor\t(src\tport\t80) --output-resurface http://localhost:4001/message --output-resurface-rules include\tdebug\n")]
    [InlineData("--input-raw traffic.pcap --output-resurface -")]
    [InlineData("--input-raw :80 --input-raw-buffer-size 4194304 --input-raw-promisc --input-raw-monitor --input-raw-realip-header X-Real-IP --input-raw-ignore-interface lo --input-raw-ignore-interface cbr0 --output-resurface= --output-resurface-rules= --verbose 1")]
    public void Takes_the_lines_that_users_have(string line)
    {
        string[] words = line.Split(' ').Select(word => word.Replace('\t', ' ')).ToArray();
        Assert.IsType<RunCommand>(CommandLine.Parse(words, NoVariables));
    }

    [Fact]
    public void Help_and_version_are_commands_too()
    {
        Assert.IsType<HelpCommand>(Parse("help"));
        Assert.IsType<HelpCommand>(Parse("--help"));
        Assert.Equal(HelpText.Full(), Assert.IsType<HelpCommand>(Parse("--help-all")).Text);
        Assert.IsType<HelpCommand>(Parse("-h"));
        Assert.IsType<HelpCommand>(Parse("help", "collect"));
        Assert.IsType<HelpCommand>(Parse("help", "file-server"));
        Assert.IsType<VersionCommand>(Parse("version"));
        Assert.IsType<VersionCommand>(Parse("--version"));
    }

    [Fact]
    public void The_rules_command_reads_its_words_by_itself()
    {
        Assert.Equal(["apply", "--x", "-h"], Assert.IsType<RulesCommandLine>(Parse("rules", "apply", "--x", "-h")).Arguments);
        Assert.Equal(["--help"], Assert.IsType<RulesCommandLine>(Parse("help", "rules")).Arguments);
    }

    [Fact]
    public void The_file_server_takes_an_address()
    {
        Assert.Equal(new IPEndPoint(IPAddress.IPv6Any, 8000), Assert.IsType<FileServerCommand>(Parse("file-server", ":8000")).Listen);
        Assert.IsType<HelpCommand>(Parse("file-server", "-h"));
        Assert.Contains("gor file-server :8000", ErrorOf("file-server"));
        Assert.Contains("gor file-server :8000", ErrorOf("file-server", ":1", ":2"));
        Assert.StartsWith("file-server \"8000\": expected ADDRESS:PORT", ErrorOf("file-server", "8000"));
    }

    [Theory]
    [InlineData("colect", "did you mean gor collect?")]
    [InlineData(":8080", "to capture there, write --input-raw in front of it.")]
    [InlineData("8080", "to capture there, write --input-raw in front of it.")]
    [InlineData("replay", "gor knows collect, config, devices, file-server, rules, sidecar, completion, man, help, version; without a command, flags.")]
    [InlineData("", "gor knows collect, config, devices, file-server, rules, sidecar, completion, man, help, version; without a command, flags.")]
    public void An_unknown_command_names_the_remedy(string word, string expected)
    {
        Assert.Equal($"Unknown command \"{word}\": {expected}", ErrorOf(word));
        Assert.Equal($"Unknown command \"{word}\": {expected}", ErrorOf("help", word));
    }

    private static Command Parse(params string[] arguments) => CommandLine.Parse(arguments, NoVariables);

    private static string ErrorOf(params string[] arguments) => Assert.Single(Assert.IsType<UsageError>(Parse(arguments)).Errors);
}
