using System.Net;
using Gor.Cli;

namespace Gor.Tests.Cli;

public sealed class StatusAddressTests
{
    [Theory]
    [InlineData(":8181", "127.0.0.1:8181", true)]
    [InlineData("127.0.0.1:8181", "127.0.0.1:8181", false)]
    [InlineData("0.0.0.0:8181", "0.0.0.0:8181", false)]
    [InlineData("[::]:8181", "[::]:8181", false)]
    public void Without_an_address_it_is_this_machine_only(string text, string expected, bool isNoted)
    {
        Assert.True(StatusAddress.TryParse(text, out IPEndPoint address, out _));
        Assert.Equal(expected, address.ToString());
        Assert.Equal(isNoted, StatusAddress.NoteOn(text) is not null);
    }
}
