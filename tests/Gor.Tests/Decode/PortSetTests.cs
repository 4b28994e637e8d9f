using Gor.Decode;

namespace Gor.Tests.Decode;

public class PortSetTests
{
    [Fact]
    public void Contains_what_was_given_and_nothing_else()
    {
        var ports = new PortSet([0, 80, 8080, 65535]);
        Assert.Equal([0, 80, 8080, 65535], Enumerable.Range(0, 65536).Where(port => ports.Contains((ushort)port)));
    }

    [Fact]
    public void Empty_means_every_port()
    {
        var ports = new PortSet([]);
        Assert.All(Enumerable.Range(0, 65536), port => Assert.True(ports.Contains((ushort)port)));
    }
}
