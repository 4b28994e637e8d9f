using Gor.Capture;
using static Gor.Tests.Decode.Frames;

namespace Gor.Tests.Decode;

public class UdpHeaderTests
{
    private static readonly byte[] Vxlan = Concat([8, 0, 0, 0, 0, 0, 5, 0], Ethernet(0x0800, Segment4()));

    [Fact]
    public void A_tunnel_whose_sender_chooses_its_port_is_known_by_the_destination() =>
        Assert.Equal(Counter.PacketsIgnoredNotTcp, DecoderProbe.Reason(LinkType.Raw, Ipv4(17, Udp(4789, 50000, Vxlan))));

    [Theory]
    [InlineData(3544)]
    [InlineData(1701)]
    [InlineData(5072)]
    public void A_tunnel_with_a_server_is_known_by_either_port(int port)
    {
        byte[] body = port switch
        {
            1701 => Concat([0, 2, 0, 1, 0, 1, 0, 0x57], Segment6()),
            5072 => Concat([0, 0, 1, 41, 0, 0, 0, 0, 9], Segment6()),
            _ => Segment6(),
        };
        Assert.Equal("GET", DecoderProbe.Decode(LinkType.Raw, Ipv4(17, Udp(50000, port, body))).Payload);
        Assert.Equal("GET", DecoderProbe.Decode(LinkType.Raw, Ipv4(17, Udp(port, 50000, body))).Payload);
    }

    [Fact]
    public void Length_zero_means_the_rest()
    {
        byte[] udp = Udp(50000, 4789, Vxlan);
        udp[4] = udp[5] = 0;
        Assert.Equal("GET", DecoderProbe.Decode(LinkType.Raw, Ipv4(17, udp)).Payload);
    }

    [Fact]
    public void A_cut_header_is_not_tcp() =>
        Assert.Equal(Counter.PacketsIgnoredNotTcp, DecoderProbe.Reason(LinkType.Raw, Ipv4(17, new byte[7])));
}
