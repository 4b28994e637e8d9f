using Gor.Decode;

namespace Gor.Tests.Decode;

public class IpProtocolTests
{
    [Fact]
    public void Extension_headers_and_tcp_are_followed_always_and_tunnels_when_told()
    {
        byte[] always = [0, 6, 43, 44, 51, 60, 135, 139, 140];
        byte[] tunnels = [4, 17, 41, 47, 94, 97, 115, 137, 143];
        Assert.Equal(always, Followed(tunnels: false));
        Assert.Equal(always.Concat(tunnels).Order(), Followed(tunnels: true));
    }

    [Fact]
    public void What_is_not_followed_is_not_tcp()
    {
        for (int protocol = 0; protocol < 256; protocol++)
        {
            var cursor = new Cursor { Tunnels = true };
            bool ends = IpProtocol.Next(ref cursor, (byte)protocol) == Layer.End;
            Assert.Equal(!IpProtocol.IsFollowed((byte)protocol, tunnels: true), ends);
        }
    }

    private static IEnumerable<byte> Followed(bool tunnels) =>
        Enumerable.Range(0, 256).Select(protocol => (byte)protocol).Where(protocol => IpProtocol.IsFollowed(protocol, tunnels));
}
