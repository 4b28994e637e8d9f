using System.Diagnostics;
using Gor.Tests.Kit;

namespace Gor.Tests.Live;

/// <summary>What a user types first.</summary>
public sealed class StartTests
{
    private static readonly TimeSpan Blink = TimeSpan.FromMilliseconds(50);

    [Theory]
    [InlineData("--help", "Usage")]
    [InlineData("-h", "Usage")]
    [InlineData("help", "Usage")]
    [InlineData("--help-all", "--input-raw-hold-ranges")]
    [InlineData("completion bash", "complete -F _gor gor")]
    [InlineData("man", ".TH GOR 1")]
    [InlineData("config", "input-raw-snaplen = \"262144\"  # default")]
    [InlineData("help collect", "gor collect [flags]")]
    [InlineData("rules --help", "gor rules check")]
    [InlineData("--version", "gor ")]
    [InlineData("version", "gor ")]
    public async Task Help_and_version_are_on_stdout(string line, string text)
    {
        await using GorProcess gor = GorProcess.Start(null, line.Split(' '));
        Assert.Equal(0, await gor.ExitAsync());
        Assert.Contains(text, string.Join('\n', gor.Records), StringComparison.Ordinal);
        Assert.Equal("", gor.Log);
    }

    /// <summary>Colors are for terminals, and for whom they do not disturb (https://no-color.org).</summary>
    [Theory]
    [InlineData("", true)]
    [InlineData("NO_COLOR=1", false)]
    public async Task No_color_leaves_colors_out(string variable, bool hasColors)
    {
        Assert.SkipUnless(ShellTerminal.Has("script"), "there is no script(1) on this machine");
        string capture = SourceTree.PathOf("tests/Gor.Tests/Golden/Captures/plain.pcap");
        await using var terminal = new ShellTerminal($"env {variable} {string.Join(' ', GorProcess.Command)} --input-raw {capture} --output-null; echo do''ne");
        await terminal.UntilAsync("done");
        await terminal.UntilAsync("ledger: balanced");
        Assert.Equal(hasColors, terminal.Screen().Contains("\u001b[3", StringComparison.Ordinal));
    }

    /// <summary>The quickest of many: a busy machine slows some, not all.</summary>
    [Fact]
    public async Task Help_takes_no_time()
    {
        Assert.SkipUnless(GorProcess.IsNative, "GOR_BINARY does not name the published binary; bin/test does.");
        TimeSpan quickest = TimeSpan.MaxValue;
        for (int i = 0; i < 50 && quickest >= Blink; i++)
        {
            var watch = Stopwatch.StartNew();
            await using GorProcess gor = GorProcess.Start(null, "--help");
            Assert.Equal(0, await gor.ExitAsync());
            quickest = watch.Elapsed < quickest ? watch.Elapsed : quickest;
        }

        Assert.InRange(quickest, TimeSpan.Zero, Blink);
    }
}
