using Gor.Capture;
using static Gor.Tests.Decode.Frames;

namespace Gor.Tests.Decode;

public class ServiceHeaderTests
{
    [Theory]
    [InlineData(new byte[] { 12, 0, 0, 4, 0, 0, 5, 0, 0, 6, 1, 3, 0, 0, 0, 0 })]
    [InlineData(new byte[] { 12, 0, 0, 4, 0, 0, 5, 0, 0, 1, 1, 3, 0, 0, 0, 0 })]
    public void A_cut_header_is_malformed(byte[] payload) =>
        Assert.Equal(Counter.PacketsMalformedTunnel, DecoderProbe.Reason(LinkType.Raw, Ipv4(17, Udp(50000, 4790, payload))));

    [Fact]
    public void Has_an_ethertype_too() =>
        Assert.Equal("GET", DecoderProbe.Decode(LinkType.Ethernet, Ethernet(0x894F, [0, 2, 2, 1, 0, 0, 1, 255], Segment4())).Payload);
}
