using Gor.Capture;
using static Gor.Tests.Decode.Frames;

namespace Gor.Tests.Decode;

public class GeneveHeaderTests
{
    [Theory]
    [InlineData(new byte[] { 0x40, 0, 0x65, 0x58, 0, 0, 5, 0 })]
    public void Other_traffic_on_its_port_is_not_tcp(byte[] payload) =>
        Assert.Equal(Counter.PacketsIgnoredNotTcp, DecoderProbe.Reason(LinkType.Raw, Ipv4(17, Udp(50000, 6081, payload))));

    [Theory]
    [InlineData(new byte[] { 1, 0, 0x65, 0x58, 0, 0, 5, 0 })]
    [InlineData(new byte[] { 0, 0, 0x65, 0x58, 0, 0, 5 })]
    public void A_cut_header_is_malformed(byte[] payload) =>
        Assert.Equal(Counter.PacketsMalformedTunnel, DecoderProbe.Reason(LinkType.Raw, Ipv4(17, Udp(50000, 6081, payload))));
}
