using Gor.Capture;
using static Gor.Tests.Decode.Frames;

namespace Gor.Tests.Decode;

public class GtpHeaderTests
{
    [Theory]
    [InlineData(new byte[] { 0x32, 1, 0, 4, 0, 0, 0, 0, 0, 0, 0, 0 })]
    [InlineData(new byte[] { 0x1E, 255, 0, 4, 0, 0, 0, 0, 0, 0, 0, 0 })]
    public void Other_traffic_on_its_port_is_not_tcp(byte[] payload) =>
        Assert.Equal(Counter.PacketsIgnoredNotTcp, DecoderProbe.Reason(LinkType.Raw, Ipv4(17, Udp(50000, 2152, payload))));

    [Theory]
    [InlineData(new byte[] { 0x30, 255, 0, 4, 0, 0, 0 })]
    [InlineData(new byte[] { 0x32, 255, 0, 3, 0, 0, 0, 0, 0, 0, 0 })]
    [InlineData(new byte[] { 0x34, 255, 0, 8, 0, 0, 0, 0, 0, 0, 0, 0x85, 0, 0, 0, 0 })]
    [InlineData(new byte[] { 0x34, 255, 0, 8, 0, 0, 0, 0, 0, 0, 0, 0x85, 2, 0, 0, 0 })]
    public void A_cut_header_is_malformed(byte[] payload) =>
        Assert.Equal(Counter.PacketsMalformedTunnel, DecoderProbe.Reason(LinkType.Raw, Ipv4(17, Udp(50000, 2152, payload))));

    [Fact]
    public void What_is_no_ip_is_ignored() =>
        Assert.Equal(Counter.PacketsIgnoredNotIp, DecoderProbe.Reason(LinkType.Raw, Ipv4(17, Udp(2152, 2152, [0x30, 255, 0, 2, 0, 0, 0, 0, 0xFF, 3]))));

    [Fact]
    public void A_trailer_is_no_payload()
    {
        byte[] inner = Ipv4(6, Tcp("GET"), totalLength: 0);
        byte[] packet = Ipv4(17, Udp(2152, 2152, [0x30, 255], Be16(inner.Length), Be32(1), inner, [9, 9]));
        Assert.Equal("GET", DecoderProbe.Decode(LinkType.Raw, packet).Payload);
    }
}
