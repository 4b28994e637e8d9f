using Gor.Capture;
using static Gor.Tests.Decode.Frames;

namespace Gor.Tests.Decode;

public class CookedHeaderTests
{
    private static byte[] Sll(int protocol) => Concat(Be16(0), Be16(1), Be16(6), new byte[8], Be16(protocol));

    private static byte[] Sll2(int protocol) => Concat(Be16(protocol), new byte[18]);

    [Fact]
    public void Version_1_names_the_ethertype()
    {
        Assert.Equal("GET", DecoderProbe.Decode(LinkType.LinuxSll, Sll(0x0800), Segment4()).Payload);
        Assert.Equal("GET", DecoderProbe.Decode(LinkType.LinuxSll, Sll(0x86DD), Segment6()).Payload);
        Assert.Equal("GET", DecoderProbe.Decode(LinkType.LinuxSll, Sll(0x8100), Be16(3), Be16(0x0800), Segment4()).Payload);
    }

    [Fact]
    public void Version_2_names_the_ethertype()
    {
        Assert.Equal("GET", DecoderProbe.Decode(LinkType.LinuxSll2, Sll2(0x0800), Segment4()).Payload);
        Assert.Equal("GET", DecoderProbe.Decode(LinkType.LinuxSll2, Sll2(0x86DD), Segment6()).Payload);
    }

    [Fact]
    public void Protocol_4_is_llc() =>
        Assert.Equal("GET", DecoderProbe.Decode(LinkType.LinuxSll, Sll(4), [0xAA, 0xAA, 3, 0, 0, 0, 8, 0], Segment4()).Payload);

    [Fact]
    public void Other_protocols_are_ignored() =>
        Assert.Equal(Counter.PacketsIgnoredNotIp, DecoderProbe.Reason(LinkType.LinuxSll, Sll(0x0806), new byte[28]));

    [Fact]
    public void A_cut_header_is_malformed()
    {
        Assert.Equal(Counter.PacketsMalformedLink, DecoderProbe.Reason(LinkType.LinuxSll, Sll(0x0800)[..15]));
        Assert.Equal(Counter.PacketsMalformedLink, DecoderProbe.Reason(LinkType.LinuxSll2, Sll2(0x0800)[..19]));
    }
}
