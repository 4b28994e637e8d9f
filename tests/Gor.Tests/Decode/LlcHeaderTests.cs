using Gor.Capture;
using static Gor.Tests.Decode.Frames;

namespace Gor.Tests.Decode;

public class LlcHeaderTests
{
    private static readonly byte[] Snap = [0xAA, 0xAA, 0x03, 0, 0, 0, 0x08, 0x00];

    [Fact]
    public void Finds_the_ethertype_behind_snap()
    {
        byte[] body = Concat(Snap, Segment4());
        Assert.Equal("GET", DecoderProbe.Decode(LinkType.Ethernet, Ethernet(body.Length, body, new byte[9])).Payload);
    }

    [Fact]
    public void Knows_the_access_point_of_ip()
    {
        byte[] body = Concat([0x06, 0x06, 0x03], Segment4());
        Assert.Equal("GET", DecoderProbe.Decode(LinkType.Ethernet, Ethernet(body.Length, body)).Payload);
    }

    [Fact]
    public void Ignores_spanning_tree() =>
        Assert.Equal(Counter.PacketsIgnoredNotIp, DecoderProbe.Reason(LinkType.Ethernet, Ethernet(38, [0x42, 0x42, 0x03], new byte[35])));

    [Fact]
    public void Ignores_other_organizations() =>
        Assert.Equal(
            Counter.PacketsIgnoredNotIp,
            DecoderProbe.Reason(LinkType.Ethernet, Ethernet(60, [0xAA, 0xAA, 0x03, 0, 0, 0x0C, 0x08, 0x00], new byte[52])));

    [Theory]
    [InlineData(2)]
    [InlineData(7)]
    public void Refuses_a_cut_header(int length) =>
        Assert.Equal(Counter.PacketsMalformedLink, DecoderProbe.Reason(LinkType.Ethernet, Ethernet(100, Snap[..length])));
}
