using Gor.Capture;
using static Gor.Tests.Decode.Frames;

namespace Gor.Tests.Decode;

public class MplsStackTests
{
    private static readonly byte[] Bottom = [0, 2, 1, 64];

    [Fact]
    public void Takes_any_number_of_labels()
    {
        byte[] labels = Enumerable.Repeat(new byte[] { 0, 1, 0, 64 }, 100).SelectMany(label => label).ToArray();
        Assert.Equal("GET", DecoderProbe.Decode(LinkType.Mpls, labels, Bottom, Segment6()).Payload);
    }

    [Fact]
    public void Finds_the_frame_of_a_pseudowire_whatever_its_addresses()
    {
        foreach (byte first in new byte[] { 0x00, 0x02, 0xA0 })
        {
            byte[] frame = Ethernet(0x8100, Be16(1), Be16(0x0800), Segment4());
            frame[0] = first;
            Assert.Equal("GET", DecoderProbe.Decode(LinkType.Mpls, Bottom, frame).Payload);
            Assert.Equal("GET", DecoderProbe.Decode(LinkType.Mpls, Bottom, [0, 0, 0, 9], frame).Payload);
        }
    }

    [Fact]
    public void Ignores_what_it_cannot_tell() =>
        Assert.Equal(Counter.PacketsIgnoredNotIp, DecoderProbe.Reason(LinkType.Mpls, Bottom, new byte[64]));

    [Fact]
    public void Refuses_a_stack_without_bottom() =>
        Assert.Equal(Counter.PacketsMalformedLink, DecoderProbe.Reason(LinkType.Mpls, [0, 1, 0, 64, 0, 1]));
}
