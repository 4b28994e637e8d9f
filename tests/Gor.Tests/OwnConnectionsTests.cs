using System.Net;
using Gor.Decode;

namespace Gor.Tests;

public class OwnConnectionsTests
{
    private static readonly IPEndPoint Sink = new(IPAddress.Loopback, 4001);

    [Theory]
    [InlineData("127.0.0.1")]
    [InlineData("::ffff:127.0.0.1")]
    [InlineData("::1")]
    public void Knows_a_connection_in_the_direction_in_which_it_was_made(string address)
    {
        var own = new OwnConnections();
        var local = new IPEndPoint(IPAddress.Parse(address), 50000);
        var remote = new IPEndPoint(IPAddress.Parse(address), 4001);
        own.Add(local, remote);
        var key = new FlowKey(
            new Endpoint(Address.From(local.Address), 50000), new Endpoint(Address.From(remote.Address), 4001), 0);
        Assert.True(own.Contains(key));
        Assert.False(own.Contains(key.Reversed));
    }

    [Fact]
    public void Forgets_the_oldest_beyond_its_bound()
    {
        var own = new OwnConnections();
        for (int port = 1; port <= 5000; port++)
        {
            own.Add(new IPEndPoint(IPAddress.Loopback, port), Sink);
        }

        Assert.False(own.Contains(KeyOf(1)));
        Assert.True(own.Contains(KeyOf(5000)));
    }

    [Fact]
    public void A_socket_without_an_address_is_nobodys()
    {
        var own = new OwnConnections();
        own.Add(null, Sink);
        Assert.False(own.Contains(KeyOf(1)));
    }

    private static FlowKey KeyOf(int port) => new(
        new Endpoint(Address.From(IPAddress.Loopback), (ushort)port), new Endpoint(Address.From(IPAddress.Loopback), 4001), 0);
}
