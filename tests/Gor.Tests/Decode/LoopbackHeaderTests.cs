using Gor.Capture;
using static Gor.Tests.Decode.Frames;

namespace Gor.Tests.Decode;

public class LoopbackHeaderTests
{
    [Theory]
    [InlineData(2)]
    [InlineData(10)]
    [InlineData(23)]
    [InlineData(24)]
    [InlineData(28)]
    [InlineData(30)]
    public void Knows_the_families_of_all_systems_in_both_byte_orders(byte family)
    {
        byte[] packet = family == 2 ? Segment4() : Segment6();
        Assert.Equal("GET", DecoderProbe.Decode(LinkType.Null, [family, 0, 0, 0], packet).Payload);
        Assert.Equal("GET", DecoderProbe.Decode(LinkType.Loop, [0, 0, 0, family], packet).Payload);
    }

    [Fact]
    public void Ignores_other_families() =>
        Assert.Equal(Counter.PacketsIgnoredNotIp, DecoderProbe.Reason(LinkType.Null, [7, 0, 0, 0], Segment4()));

    [Fact]
    public void Refuses_a_cut_header() =>
        Assert.Equal(Counter.PacketsMalformedLink, DecoderProbe.Reason(LinkType.Null, [2, 0, 0]));
}
