using Gor.Capture;
using static Gor.Tests.Decode.Frames;

namespace Gor.Tests.Decode;

public class PppHeaderTests
{
    [Fact]
    public void Framing_and_protocol_may_be_compressed()
    {
        foreach (byte[] header in new byte[][] { [0xFF, 3, 0, 0x21], [0xFF, 3, 0x21], [0, 0x21], [0x21] })
        {
            Assert.Equal("GET", DecoderProbe.Decode(LinkType.Ppp, header, Segment4()).Payload);
            Assert.Equal("GET", DecoderProbe.Decode(LinkType.PppHdlc, header, Segment4()).Payload);
        }
    }

    [Theory]
    [InlineData(0x0057)]
    [InlineData(0x0021)]
    public void Carries_ip(int protocol) =>
        Assert.Equal("GET", DecoderProbe.Decode(LinkType.Ppp, Be16(protocol), protocol == 0x57 ? Segment6() : Segment4()).Payload);

    [Fact]
    public void Carries_mpls() =>
        Assert.Equal("GET", DecoderProbe.Decode(LinkType.Ppp, Be16(0x0281), [0, 2, 1, 64], Segment4()).Payload);

    [Theory]
    [InlineData(0xC021)]
    [InlineData(0x00FD)]
    public void Ignores_control_and_compressed_data(int protocol) =>
        Assert.Equal(Counter.PacketsIgnoredNotIp, DecoderProbe.Reason(LinkType.Ppp, Be16(protocol), new byte[10]));

    [Fact]
    public void Pppoe_discovery_is_not_ip() =>
        Assert.Equal(Counter.PacketsIgnoredNotIp, DecoderProbe.Reason(LinkType.PppEther, [0x11, 0x09, 0, 0, 0, 0]));

    [Fact]
    public void Cisco_keepalives_are_not_ip() =>
        Assert.Equal(Counter.PacketsIgnoredNotIp, DecoderProbe.Reason(LinkType.CiscoHdlc, [0x8F, 0, 0x80, 0x35], new byte[18]));

    [Fact]
    public void Cisco_links_may_speak_ppp() =>
        Assert.Equal("GET", DecoderProbe.Decode(LinkType.CiscoHdlc, [0xFF, 3, 0, 0x21], Segment4()).Payload);

    [Fact]
    public void Refuses_cut_headers()
    {
        Assert.Equal(Counter.PacketsMalformedLink, DecoderProbe.Reason(LinkType.Ppp, [0xFF, 3]));
        Assert.Equal(Counter.PacketsMalformedLink, DecoderProbe.Reason(LinkType.Ppp, [0]));
        Assert.Equal(Counter.PacketsMalformedLink, DecoderProbe.Reason(LinkType.PppEther, [0x11, 0, 0, 0, 0]));
        Assert.Equal(Counter.PacketsMalformedLink, DecoderProbe.Reason(LinkType.CiscoHdlc, [0x0F, 1, 8]));
    }
}
