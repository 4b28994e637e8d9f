using System.Net;
using Gor.Cli;

namespace Gor.Tests.Cli;

public sealed class ListenAddressTests
{
    [Theory]
    [InlineData("127.0.0.1:4001", "127.0.0.1:4001")]
    [InlineData("localhost:0", "127.0.0.1:0")]
    [InlineData("0.0.0.0:65535", "0.0.0.0:65535")]
    [InlineData("[::1]:80", "[::1]:80")]
    [InlineData(":8000", "[::]:8000")]
    public void Reads_an_address_and_a_port(string text, string expected)
    {
        Assert.True(ListenAddress.TryParse(text, out IPEndPoint value, out string? error), error);
        Assert.Equal(IPEndPoint.Parse(expected), value);
    }

    [Theory]
    [InlineData("", "expected ADDRESS:PORT")]
    [InlineData("8000", "expected ADDRESS:PORT")]
    [InlineData("::1:80", "expected ADDRESS:PORT")]
    [InlineData("somewhere:80", "expected ADDRESS:PORT")]
    [InlineData("[x]:80", "expected ADDRESS:PORT")]
    [InlineData("127.0.0.1:", "expected a port")]
    [InlineData("127.0.0.1:70000", "expected a port")]
    [InlineData("127.0.0.1:-1", "expected a port")]
    public void Refuses_the_rest(string text, string expected)
    {
        Assert.False(ListenAddress.TryParse(text, out _, out string? error));
        Assert.StartsWith(expected, error);
    }
}
