using Gor.Cli;
using Gor.Output;

namespace Gor.Tests.Cli;

public sealed class SpoolPlaceTests
{
    [Theory]
    [InlineData("/var/lib/gor", "/home/x/.local/state", "/var/lib/gor")]
    [InlineData("/var/lib/a:/var/lib/b", "", "/var/lib/a")]
    [InlineData("", "/home/x/.local/state", "/home/x/.local/state/gor")]
    [InlineData("relative", "also/relative", "")]
    [InlineData("", "", "")]
    public void Without_a_flag_the_system_says_where(string service, string user, string expected)
    {
        var environment = new Dictionary<string, string> { ["STATE_DIRECTORY"] = service, ["XDG_STATE_HOME"] = user };
        Assert.Equal(expected, SpoolPlace.Complete(new Options(), environment).Output.Spool.Folder);
    }

    [Theory]
    [InlineData("off", "")]
    [InlineData("/mine", "/mine")]
    public void The_flag_wins(string value, string expected)
    {
        Command command = RunLine.Parse(
            ["--input-raw", ":80", "--output-resurface-spool", value], new Dictionary<string, string> { ["STATE_DIRECTORY"] = "/var/lib/gor" });
        SpoolOptions spool = Assert.IsType<RunCommand>(command).Options.Output.Spool;
        Assert.Equal(expected, spool.Folder);
    }
}
