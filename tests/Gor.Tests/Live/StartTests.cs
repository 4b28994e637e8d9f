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
