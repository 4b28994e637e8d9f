using Gor.Capture;
using static Gor.Tests.Decode.Frames;

namespace Gor.Tests.Decode;

public class AyiyaHeaderTests
{
    [Theory]
    [InlineData(new byte[] { 0x41, 0x52, 0x10, 41, 0, 0, 0, 0 })]
    public void Other_traffic_on_its_port_is_not_tcp(byte[] payload) =>
        Assert.Equal(Counter.PacketsIgnoredNotTcp, DecoderProbe.Reason(LinkType.Raw, Ipv4(17, Udp(50000, 5072, payload))));

    [Theory]
    [InlineData(new byte[] { 0x41, 0x52, 0x11, 41, 0, 0, 0, 0, 0 })]
    [InlineData(new byte[] { 0x41, 0x52, 0x11, 41 })]
    public void A_cut_header_is_malformed(byte[] payload) =>
        Assert.Equal(Counter.PacketsMalformedTunnel, DecoderProbe.Reason(LinkType.Raw, Ipv4(17, Udp(50000, 5072, payload))));
}
