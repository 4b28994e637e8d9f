using Gor.Capture;
using static Gor.Tests.Decode.Frames;

namespace Gor.Tests.Decode;

public class GreHeaderTests
{
    [Theory]
    [InlineData(new byte[] { 0, 0, 8 })]
    [InlineData(new byte[] { 0xB0, 0, 8, 0, 1, 2, 3, 4, 1, 2, 3, 4, 1, 2, 3 })]
    [InlineData(new byte[] { 0x40, 0, 8, 0, 0, 0, 0, 0 })]
    [InlineData(new byte[] { 0x40, 0, 8, 0, 0, 0, 0, 0, 8, 0, 0, 4, 1 })]
    [InlineData(new byte[] { 0x10, 0, 0x88, 0xBE, 0, 0, 0, 1, 0x10, 0, 0 })]
    [InlineData(new byte[] { 0x10, 0, 0x22, 0xEB, 0, 0, 0, 1, 0x20, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 1, 0 })]
    [InlineData(new byte[] { 0, 0, 0x88, 0x3E, 1, 2 })]
    public void A_cut_header_is_malformed(byte[] gre) =>
        Assert.Equal(Counter.PacketsMalformedTunnel, DecoderProbe.Reason(LinkType.Raw, Ipv4(47, gre)));

    [Theory]
    [InlineData(new byte[] { 0, 2, 8, 0 })]
    [InlineData(new byte[] { 0x20, 1, 8, 0, 0, 0, 0, 0 })]
    [InlineData(new byte[] { 0x20, 0x81, 0x88, 0x0B, 0, 0, 0, 1, 0, 0, 0, 2 })]
    public void Other_versions_and_bare_acknowledgments_are_not_tcp(byte[] gre) =>
        Assert.Equal(Counter.PacketsIgnoredNotTcp, DecoderProbe.Reason(LinkType.Raw, Ipv4(47, gre)));

    [Fact]
    public void Keepalives_are_not_ip() =>
        Assert.Equal(Counter.PacketsIgnoredNotIp, DecoderProbe.Reason(LinkType.Raw, Ipv4(47, [0, 0, 0, 0])));

    [Fact]
    public void Erspan_of_type_2_under_the_number_of_3_is_known_by_its_version()
    {
        byte[] gre = Concat([0x10, 0, 0x22, 0xEB], Be32(1), [0x10, .. new byte[7]], Ethernet(0x0800, Segment4()));
        Assert.Equal("GET", DecoderProbe.Decode(LinkType.Raw, Ipv4(47, gre)).Payload);
    }
}
