using Gor.Capture;

namespace Gor.Tests.Capture;

public sealed class VlanSelectionTests
{
    private static readonly byte[] Untagged = Frames.Tcp("10.0.0.1", 1000, "10.0.0.2", 80);

    [Fact]
    public void Takes_everything_where_nothing_is_chosen() =>
        Assert.True(new VlanSelection([]).Accepts(LinkType.Ethernet, Untagged) && new VlanSelection([]).Accepts(LinkType.Raw, []));

    [Fact]
    public void Takes_a_frame_by_any_of_its_tags()
    {
        var selection = new VlanSelection([7, 4095]);
        byte[] inner = Frames.Tagged(Untagged, 7);
        Assert.True(selection.Accepts(LinkType.Ethernet, inner));
        Assert.True(selection.Accepts(LinkType.Ethernet, Frames.Tagged(Untagged, 0xe007)), "with a priority");
        Assert.True(selection.Accepts(LinkType.Ethernet, Frames.Tagged(inner, 9, tagType: 0x88a8)));
        Assert.False(selection.Accepts(LinkType.Ethernet, Frames.Tagged(Untagged, 8)));
        Assert.False(selection.Accepts(LinkType.Ethernet, Untagged));
        Assert.False(selection.Accepts(LinkType.LinuxSll, inner));
        for (int length = 0; length < 16; length++)
        {
            Assert.False(selection.Accepts(LinkType.Ethernet, inner.AsSpan(0, length)));
        }
    }
}
