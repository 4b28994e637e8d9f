using System.Net;
using Gor.Cli;

namespace Gor.Tests.Cli;

public sealed class CollectLineTests
{
    [Fact]
    public void Listens_on_loopback_unless_told()
    {
        CollectCommand command = Assert.IsType<CollectCommand>(CollectLine.Parse([]));
        Assert.Equal(IPEndPoint.Parse("127.0.0.1:4001"), command.Listen);
        Assert.Empty(command.Output);
    }

    [Fact]
    public void Takes_its_flags()
    {
        CollectCommand command = Assert.IsType<CollectCommand>(CollectLine.Parse(["-listen", "[::1]:7701", "--output=-"]));
        Assert.Equal(IPEndPoint.Parse("[::1]:7701"), command.Listen);
        Assert.Equal("-", command.Output);
    }

    [Fact]
    public void Its_default_in_the_help_is_its_default()
    {
        foreach (Setting<CollectCommand> flag in CollectLine.Flags.Where(flag => flag.Default.Length > 0))
        {
            var command = new CollectCommand();
            Assert.True(flag.Apply(flag.Default, ref command, out string? error), error);
            Assert.Equal(new CollectCommand(), command);
        }
    }

    [Fact]
    public void Refuses_the_rest_together()
    {
        UsageError error = Assert.IsType<UsageError>(CollectLine.Parse(["--listen", "4001", "--outptu", "x", "y"]));
        Assert.Equal(3, error.Errors.Count);
    }

    [Fact]
    public void Has_its_own_help() => Assert.Contains("gor collect", Assert.IsType<HelpCommand>(CollectLine.Parse(["-h"])).Text);
}
