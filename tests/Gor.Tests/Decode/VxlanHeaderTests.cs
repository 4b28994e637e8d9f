using Gor.Capture;
using static Gor.Tests.Decode.Frames;

namespace Gor.Tests.Decode;

public class VxlanHeaderTests
{
    [Theory]
    [InlineData(new byte[] { 0, 0, 0, 0, 0, 0, 5, 0 })]
    public void Other_traffic_on_its_port_is_not_tcp(byte[] payload) =>
        Assert.Equal(Counter.PacketsIgnoredNotTcp, DecoderProbe.Reason(LinkType.Raw, Ipv4(17, Udp(50000, 4789, payload))));

    [Theory]
    [InlineData(new byte[] { 8, 0, 0, 0, 0, 0, 5 })]
    public void A_cut_header_is_malformed(byte[] payload) =>
        Assert.Equal(Counter.PacketsMalformedTunnel, DecoderProbe.Reason(LinkType.Raw, Ipv4(17, Udp(50000, 4789, payload))));

    [Fact]
    public void A_mirror_that_cut_the_inner_packet_leaves_a_gap()
    {
        byte[] inner = Ethernet(0x0800, Segment4("0123456789"))[..^6];
        SeenSegment segment = DecoderProbe.Decode(LinkType.Raw, Ipv4(17, Udp(50000, 4789, [8, 0, 0, 0, 0, 0, 5, 0], inner)));
        Assert.Equal(("0123", 6), (segment.Payload, segment.Missing));
    }

    [Fact]
    public void The_generic_extension_carries_frames_unless_it_says_otherwise()
    {
        byte[] frame = Ethernet(0x0800, Segment4());
        Assert.Equal("GET", DecoderProbe.Decode(LinkType.Raw, Ipv4(17, Udp(50000, 4790, [8, 0, 0, 9, 0, 0, 5, 0], frame))).Payload);
        Assert.Equal(Counter.PacketsIgnoredNotTcp, DecoderProbe.Reason(LinkType.Raw, Ipv4(17, Udp(50000, 4790, [12, 0, 0, 9, 0, 0, 5, 0], frame))));
    }
}
