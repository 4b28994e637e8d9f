using System.Net;
using System.Net.Sockets;
using Gor.Cli;
using Gor.Masking;
using Gor.Tests.Capture;
using Gor.Tests.Kit;

namespace Gor.Tests.Deploy;

/// <summary>The scripts and settings of the images. The images themselves are built where there is a builder.</summary>
public sealed class ContainerTests : IDisposable
{
    private readonly TemporaryFolder _folder = new();

    private string State => Path.Combine(_folder.Path, "state");

    public void Dispose()
    {
        if (File.Exists(Path.Combine(State, "pid")))
        {
            SnifferAsync("off").GetAwaiter().GetResult();
        }

        _folder.Dispose();
    }

    [Theory]
    [InlineData("deploy/docker/rootfs")]
    [InlineData("deploy/docker/sniffer")]
    [InlineData("tests/Service/run")]
    public async Task Shellcheck_has_nothing_to_say(string script)
    {
        ProgramRun run = await ProgramRun.OfAsync("shellcheck", SourceTree.PathOf(script));
        Assert.Equal((0, ""), (run.ExitCode, run.Said));
    }

    [Fact]
    public async Task The_sniffer_is_off_at_the_start()
    {
        Assert.Equal((3, "sniffer: off\n"), await SnifferAsync());
        Assert.Equal((0, "sniffer: off\n"), await SnifferAsync("off"));
        Assert.Equal(2, (await SnifferAsync("maybe")).Code);
        Assert.Equal(2, (await SnifferAsync("on", "http")).Code);
    }

    [Fact]
    public async Task The_sniffer_goes_on_and_off()
    {
        NetworkNamespace.SkipUnlessAllowed();
        int port = FreePort();
        (int code, string said) = await SnifferAsync("on", port.ToString());
        Assert.True(code == 0, said);
        Assert.StartsWith("sniffer: on (process ", said);
        Assert.StartsWith("sniffer: is on already", (await SnifferAsync("on")).Said);
        Assert.Equal((0, said), await SnifferAsync("status"));
        Assert.Contains($"--input-raw lo:{port} ", File.ReadAllText(Path.Combine(State, "log")));
        (code, said) = await SnifferAsync("off");
        Assert.Equal(0, code);
        Assert.Contains("ledger: balanced", said);
        Assert.Equal(3, (await SnifferAsync()).Code);
    }

    [Fact]
    public async Task The_sniffer_tells_of_a_crash_and_starts_again()
    {
        NetworkNamespace.SkipUnlessAllowed();
        Assert.Equal(0, (await SnifferAsync("on", FreePort().ToString())).Code);
        string pid = File.ReadAllText(Path.Combine(State, "pid")).Split(' ')[0];
        await ProgramRun.OfAsync("kill", "-KILL", pid);
        await Eventually.TrueAsync(() => File.Exists(Path.Combine(State, "code")) && File.ReadAllText(Path.Combine(State, "code")).Length > 0);
        (int code, string said) = await SnifferAsync();
        Assert.Equal(1, code);
        Assert.StartsWith("sniffer: has ended by itself, with exit code 137", said);
        Assert.Equal(0, (await SnifferAsync("on", FreePort().ToString())).Code);
    }

    [Fact]
    public async Task The_sniffer_says_why_it_does_not_start()
    {
        (int code, string said) = await SnifferAsync(["on", "99999"]);
        Assert.Equal(1, code);
        Assert.Contains("there is no port 99999", said);
    }

    /// <summary>Its number belongs to somebody else by now, who must not be ended.</summary>
    [Fact]
    public async Task A_stale_pid_file_is_nobody()
    {
        Directory.CreateDirectory(State);
        File.WriteAllText(Path.Combine(State, "pid"), $"{Environment.ProcessId} 1\n");
        Assert.Equal(1, (await SnifferAsync()).Code);
        Assert.Equal((0, "sniffer: off\n"), await SnifferAsync("off"));
        Assert.False(File.Exists(Path.Combine(State, "pid")));
    }

    [Fact]
    public void Compose_gives_gor_one_capability_and_a_command_line_that_it_takes()
    {
        Yaml services = Assert.Single(Yaml.ReadAll(SourceTree.PathOf("docker-compose.yml")))["services"];
        Yaml sniffer = services["sniffer"];
        Assert.Equal(["ALL"], sniffer["cap_drop"].Texts);
        Assert.Equal(["NET_RAW"], sniffer["cap_add"].Texts);
        Assert.Equal("true", sniffer["read_only"].Text);
        var run = Assert.IsType<RunCommand>(CommandLine.Parse([.. sniffer["command"].Texts], EnvironmentFile.Read(".env")));
        Assert.Empty(PlainHttp.Check(run.Options.Output, RuleParser.Parse(run.Options.Masking)));
        foreach (string other in (string[])["app", "collector"])
        {
            Assert.Equal(["ALL"], services[other]["cap_drop"].Texts);
            Assert.IsNotType<UsageError>(CommandLine.Parse([.. services[other]["command"].Texts], new Dictionary<string, string>()));
        }

        Assert.Contains("resurface", services["collector"]["networks"]["default"]["aliases"].Texts);
        Assert.Equal(["offline"], services["collector"]["profiles"].Texts);
    }

    [Theory]
    [InlineData("Dockerfile")]
    [InlineData("Dockerfile.sidecar")]
    public void An_image_is_made_of_files_that_there_are(string file)
    {
        string text = File.ReadAllText(SourceTree.PathOf(file));
        string[] copied = [.. text.Split('\n').Where(line => line.StartsWith("COPY ", StringComparison.Ordinal) && !line.Contains("--from", StringComparison.Ordinal)).Select(line => line.Split(' ')[1])];
        Assert.InRange(copied.Length, 2, 3);
        Assert.All(copied, path => Assert.True(Path.Exists(SourceTree.PathOf(path)), path));
        Assert.All(copied, path => Assert.Contains(path.TrimEnd('/').Split('/')[0], File.ReadAllText(SourceTree.PathOf(".dockerignore"))));
    }

    private static int FreePort()
    {
        using var listener = new TcpListener(IPAddress.Loopback, 0);
        listener.Start();
        return ((IPEndPoint)listener.LocalEndpoint).Port;
    }

    private async Task<(int Code, string Said)> SnifferAsync(params string[] words)
    {
        ProgramRun run = await ProgramRun.OfAsync(
            "env",
            [$"SNIFFER_STATE={State}", $"SNIFFER_GOR={string.Join(' ', GorProcess.Command)}", "NET_DEVICE=lo", "USAGE_LOGGERS_DISABLE=true",
                SourceTree.PathOf("deploy/docker/sniffer"), .. words]);
        return (run.ExitCode, run.Said);
    }
}
