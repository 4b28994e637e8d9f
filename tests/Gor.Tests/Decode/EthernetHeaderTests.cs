using Gor.Capture;
using static Gor.Tests.Decode.Frames;

namespace Gor.Tests.Decode;

public class EthernetHeaderTests
{
    [Fact]
    public void Carries_ipv4()
    {
        SeenSegment segment = DecoderProbe.Decode(LinkType.Ethernet, Ethernet(0x0800, Segment4("GET")));
        Assert.Equal("GET", segment.Payload);
        Assert.Equal("10.0.0.1:40000 > 10.0.0.2:80", segment.Key.ToString());
        Assert.Equal(0UL, segment.Key.Tunnel);
    }

    [Fact]
    public void Carries_ipv6() =>
        Assert.Equal("[2001:db8::1]:40000 > [2001:db8::2]:80", DecoderProbe.Decode(LinkType.Ethernet, Ethernet(0x86DD, Segment6())).Key.ToString());

    [Theory]
    [InlineData(0x8100)]
    [InlineData(0x88A8)]
    [InlineData(0x9100)]
    public void Passes_a_vlan_tag_which_is_no_part_of_the_connection(int type)
    {
        SeenSegment tagged = DecoderProbe.Decode(LinkType.Ethernet, Ethernet(type, Be16(5), Be16(0x0800), Segment4()));
        Assert.Equal(DecoderProbe.Decode(LinkType.Ethernet, Ethernet(0x0800, Segment4())), tagged);
    }

    [Fact]
    public void Passes_vlan_tags_of_any_reasonable_depth()
    {
        byte[] tags = Enumerable.Repeat(Concat(Be16(7), Be16(0x8100)), 20).SelectMany(tag => tag).ToArray();
        Assert.Equal("GET", DecoderProbe.Decode(LinkType.Ethernet, Ethernet(0x8100, tags, Be16(1), Be16(0x86DD), Segment6())).Payload);
    }

    [Fact]
    public void Bounds_the_depth()
    {
        byte[] tags = Enumerable.Repeat(Concat(Be16(7), Be16(0x8100)), 100).SelectMany(tag => tag).ToArray();
        Assert.Equal(Counter.PacketsMalformedNesting, DecoderProbe.Reason(LinkType.Ethernet, Ethernet(0x8100, tags)));
    }

    [Fact]
    public void Passes_provider_backbone_and_switch_tags()
    {
        byte[] customer = Ethernet(0x0800, Segment4());
        Assert.Equal("GET", DecoderProbe.Decode(LinkType.Ethernet, Ethernet(0x88E7, Be32(1), customer)).Payload);
        Assert.Equal("GET", DecoderProbe.Decode(LinkType.Ethernet, Ethernet(0x8926, Be32(1), Be16(0x0800), Segment4())).Payload);
        Assert.Equal("GET", DecoderProbe.Decode(LinkType.Ethernet, Ethernet(0x893F, new byte[6], Be16(0x0800), Segment4())).Payload);
    }

    [Fact]
    public void Ignores_what_is_not_ip() =>
        Assert.Equal(Counter.PacketsIgnoredNotIp, DecoderProbe.Reason(LinkType.Ethernet, Ethernet(0x0806, new byte[28])));

    [Theory]
    [InlineData(0)]
    [InlineData(13)]
    public void Refuses_a_cut_header(int length) =>
        Assert.Equal(Counter.PacketsMalformedLink, DecoderProbe.Reason(LinkType.Ethernet, Ethernet(0x0800)[..length]));
}
