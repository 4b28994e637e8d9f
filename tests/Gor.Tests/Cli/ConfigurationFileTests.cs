using Gor.Cli;
using Gor.Tests.Capture;
using Gor.Tests.Kit;

namespace Gor.Tests.Cli;

public sealed class ConfigurationFileTests : IDisposable
{
    private readonly TemporaryFolder _folder = new();

    public void Dispose() => _folder.Dispose();

    [Fact]
    public void Each_key_is_a_flag_and_arrays_are_for_repeatable_ones()
    {
        ParsedFlags<Options> flags = Parse("""
            # what this host captures
            input-raw = [":8080", "eth0:80"]
            input-raw-promisc = true
            output-resurface = "http://localhost:4001/message"
            output-resurface-rules = '''
            include standard
            /request_header:x/ remove'''
            output-resurface-memory = 134217728
            output-resurface-spool-size = "2gb"
            "workers" = 0x3
            http-pprof = "127.0.0.1:8181"
            input-raw-vxlan-vni = [1, "2,-7"]
            """);
        Assert.Empty(flags.Errors);
        Assert.Equal([":8080", "eth0:80"], flags.Target.Capture.Inputs.Select(input => input.Text));
        Assert.True(flags.Target.Capture.Promiscuous);
        Assert.Equal(["http://localhost:4001/message"], flags.Target.Output.Resurface);
        Assert.Equal("include standard\n/request_header:x/ remove", flags.Target.Masking.Rules);
        Assert.Equal((128 << 20, 2L << 30, 3), (flags.Target.Output.MemoryLimit, flags.Target.Output.Spool.Size, flags.Target.Workers));
        Assert.Equal("127.0.0.1:8181", flags.Target.StatusListen!.ToString());
        Assert.Equal([1, 2, -7], flags.Target.Capture.Vnis);
    }

    [Fact]
    public void The_example_of_the_document_is_one()
    {
        IEnumerable<string> lines = File.ReadLines(SourceTree.PathOf("docs/configuration.md"))
            .SkipWhile(line => line != "    # /etc/gor.toml").TakeWhile(line => line.Length == 0 || line.StartsWith("    ", StringComparison.Ordinal));
        File.WriteAllLines(PathOf(), lines.Select(line => line.Length == 0 ? "" : line[4..].Replace("@/etc/gor/token", "Bearer x", StringComparison.Ordinal)));
        Assert.Empty(FlagParser.Parse(RunFlags.All, ["--config", PathOf()], new Options()).Errors);
        Assert.Equal("127.0.0.1:7701", Assert.IsType<CollectCommand>(CollectLine.Parse(["--config", PathOf()])).Listen.ToString());
    }

    [Fact]
    public void Every_flag_can_stand_in_a_file()
    {
        foreach (Setting<Options> flag in RunFlags.All.Where(flag => flag.MayStandOutside && flag.Default.Length > 0))
        {
            ParsedFlags<Options> flags = Parse($"{flag.Name} = \"{flag.Default}\"");
            Assert.Empty(flags.Errors);
            Assert.Equal(flag.Default, Assert.Single(flags.Given[flag.Name]).Text);
        }
    }

    [Theory]
    [InlineData("output-nul = true", 1, "Unknown flag \"output-nul\": did you mean output-null?")]
    [InlineData("\n\nfoo-bar-baz-qux = 1", 3, "Unknown flag \"foo-bar-baz-qux\": no flag has a name like this.")]
    [InlineData("output.null = true", 1, "Unknown flag \"output.null\": did you mean output-null?")]
    [InlineData("output-resurface-memory = \"1k\"", 1, "output-resurface-memory \"1k\": expected 1048576 to 1099511627776 bytes.")]
    [InlineData("# so\noutput-null = \"maybe\"", 2, "output-null \"maybe\": expected true or false.")]
    [InlineData("exit-after = 1.5", 1, "exit-after takes a text in quotes, a whole number, true or false.")]
    [InlineData("exit-after = 1", 1, "exit-after \"1\": a duration needs a unit: write 1s")]
    [InlineData("verbose = [1]", 1, "verbose takes one value, not an array.")]
    [InlineData("input-raw = [\n  \":80\",\n  [\":81\"],\n]", 3, "input-raw takes a text in quotes, a whole number, true or false, or an array of them.")]
    [InlineData("input-raw = [\":80\",\n  \":99999\"]", 2, "input-raw \":99999\": there is no port 99999: ports are 1 to 65535, like :8080 or eth0:80,8080.")]
    [InlineData("input-raw = { port = 80 }", 1, "input-raw takes a text in quotes")]
    [InlineData("config = \"other.toml\"", 1, "config belongs on the command line.")]
    [InlineData("help = true", 1, "help belongs on the command line.")]
    [InlineData("[output]\nnull = true", 1, "there is no table \"output\", only [collect]")]
    public void An_error_names_file_line_key_and_remedy(string text, int line, string expected) =>
        Assert.StartsWith($"{PathOf()}:{line}: {expected}", Assert.Single(Parse(text).Errors));

    [Fact]
    public void All_errors_come_together() => Assert.Equal(3, Parse("a-b-c-d-e = 1\nworkers = 999\nverbose = []\n").Errors.Count);

    /// <summary>What stands in a damaged line may be a password.</summary>
    [Theory]
    [InlineData("output-null = true\noutput-resurface-header = \"Authorization: hunter2", 2)]
    [InlineData("output-null true hunter2", 1)]
    [InlineData("verbose = 1\nverbose = 2 # hunter2", 2)]
    [InlineData("= hunter2", 1)]
    public void What_is_no_TOML_is_told_by_its_place_only(string text, int line)
    {
        string error = Parse(text).Errors[0];
        Assert.StartsWith($"{PathOf()}:{line}:", error);
        Assert.Contains("this is no TOML", error);
        Assert.DoesNotContain("hunter2", string.Join(' ', Parse(text).Errors));
    }

    [Fact]
    public void Anything_is_read_or_refused()
    {
        byte[][] files = [[0xff, 0xfe, 0], new byte[(1 << 20) + 1], [.. Enumerable.Repeat((byte)'[', 200_000)], "a = "u8.ToArray(), [.. "a = "u8, .. Enumerable.Repeat((byte)'[', 100_000)]];
        foreach (byte[] bytes in files)
        {
            File.WriteAllBytes(PathOf(), bytes);
            Assert.NotEmpty(FlagParser.Parse(RunFlags.All, ["--config", PathOf()], new Options()).Errors);
        }
    }

    [Fact]
    public void A_file_that_is_not_there_is_named()
    {
        string path = Path.Combine(_folder.Path, "none.toml");
        Assert.Equal($"--config \"{path}\": there is no such file.", Assert.Single(FlagParser.Parse(RunFlags.All, ["--config", path], new Options()).Errors));
        Assert.StartsWith($"--config \"{_folder.Path}\": ", Assert.Single(FlagParser.Parse(RunFlags.All, ["--config", _folder.Path], new Options()).Errors));
    }

    [Fact]
    public void Secrets_that_everyone_may_read_are_warned_of()
    {
        Assert.SkipWhen(OperatingSystem.IsWindows(), "there are no such rights");
        const string text = "output-resurface-header = \"Authorization: Bearer x\"\noutput-resurface = \"https://u:p@h/message\"\nverbose = 1\n";
        string note = Assert.Single(Parse(text, UnixFileMode.UserRead | UnixFileMode.UserWrite | UnixFileMode.GroupRead | UnixFileMode.OtherRead).Notes);
        Assert.Equal($"{PathOf()} may hold secrets (output-resurface-header, output-resurface), and every user may read it: chmod 600 {PathOf()}", note);
        Assert.Empty(Parse(text, UnixFileMode.UserRead | UnixFileMode.UserWrite).Notes);
        Assert.Empty(Parse("output-resurface-header = \"Authorization: @/etc/gor/token\"", (UnixFileMode)0b110_100_100).Notes);
    }

    [Fact]
    public void Collect_has_a_table_of_its_own()
    {
        File.WriteAllText(PathOf(), "input-raw = \":80\"\n[collect]\nlisten = \"127.0.0.1:7701\"\noutput = \"-\"\n");
        var command = Assert.IsType<CollectCommand>(CollectLine.Parse(["--config", PathOf(), "--output", "x.ndjson"]));
        Assert.Equal(("127.0.0.1:7701", "x.ndjson"), (command.Listen.ToString(), command.Output));
        Assert.Empty(FlagParser.Parse(RunFlags.All, ["--config", PathOf()], new Options()).Errors);
        File.WriteAllText(PathOf(), "[collect]\nlisen = 1\n");
        Assert.Equal(
            $"{PathOf()}:2: Unknown flag \"lisen\": did you mean listen?", Assert.Single(Assert.IsType<UsageError>(CollectLine.Parse(["--config", PathOf()])).Errors));
    }

    private string PathOf() => Path.Combine(_folder.Path, "gor.toml");

    private ParsedFlags<Options> Parse(string text, UnixFileMode mode = UnixFileMode.UserRead | UnixFileMode.UserWrite)
    {
        File.WriteAllText(PathOf(), text);
        if (!OperatingSystem.IsWindows())
        {
            File.SetUnixFileMode(PathOf(), mode);
        }

        return FlagParser.Parse(RunFlags.All, ["--config", PathOf()], new Options());
    }
}
