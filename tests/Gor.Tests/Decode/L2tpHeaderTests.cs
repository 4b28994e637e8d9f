using Gor.Capture;
using static Gor.Tests.Decode.Frames;

namespace Gor.Tests.Decode;

public class L2tpHeaderTests
{
    [Theory]
    [InlineData(new byte[] { 0xC8, 2, 0, 12, 0, 0, 0, 0, 0, 0, 0, 0 })]
    [InlineData(new byte[] { 0, 3, 0, 0, 0, 0, 0, 0 })]
    public void Other_traffic_on_its_port_is_not_tcp(byte[] payload) =>
        Assert.Equal(Counter.PacketsIgnoredNotTcp, DecoderProbe.Reason(LinkType.Raw, Ipv4(17, Udp(50000, 1701, payload))));

    [Theory]
    [InlineData(new byte[] { 0 })]
    [InlineData(new byte[] { 0x40, 2, 0, 12, 0, 0, 0 })]
    [InlineData(new byte[] { 0x02, 2, 0, 0, 0, 0, 0, 9, 1 })]
    public void A_cut_header_is_malformed(byte[] payload) =>
        Assert.Equal(Counter.PacketsMalformedTunnel, DecoderProbe.Reason(LinkType.Raw, Ipv4(17, Udp(50000, 1701, payload))));

    [Fact]
    public void A_trailer_is_no_payload()
    {
        byte[] inner = Ipv4(6, Tcp("GET"), totalLength: 0);
        byte[] packet = Ipv4(17, Udp(1701, 1701, [0x40, 2], Be16(inner.Length + 10), Be32(1), Be16(0x21), inner, [9, 9]));
        Assert.Equal("GET", DecoderProbe.Decode(LinkType.Raw, packet).Payload);
    }
}
