using Gor.Capture;
using static Gor.Tests.Decode.Frames;

namespace Gor.Tests.Decode;

public class TeredoHeaderTests
{
    [Theory]
    [InlineData(new byte[] { 0x12, 0x34, 1, 0 })]
    [InlineData(new byte[] { })]
    [InlineData(new byte[] { 0x45, 0, 0, 0, 0, 0, 0, 0 })]
    public void Other_traffic_on_its_port_is_not_tcp(byte[] payload) =>
        Assert.Equal(Counter.PacketsIgnoredNotTcp, DecoderProbe.Reason(LinkType.Raw, Ipv4(17, Udp(50000, 3544, payload))));

    [Theory]
    [InlineData(new byte[] { 0, 1, 4, 4, 0, 0 })]
    public void A_cut_header_is_malformed(byte[] payload) =>
        Assert.Equal(Counter.PacketsMalformedTunnel, DecoderProbe.Reason(LinkType.Raw, Ipv4(17, Udp(50000, 3544, payload))));
}
