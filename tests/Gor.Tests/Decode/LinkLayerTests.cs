using Gor.Capture;
using static Gor.Tests.Decode.Frames;

namespace Gor.Tests.Decode;

public class LinkLayerTests
{
    [Theory]
    [InlineData(LinkType.Raw)]
    [InlineData(LinkType.RawBsd)]
    [InlineData(LinkType.RawOpenBsd)]
    [InlineData(LinkType.Ipv4)]
    [InlineData(LinkType.Ipv6)]
    internal void Raw_packets_begin_with_ip_of_either_version(LinkType linkType)
    {
        Assert.Equal("four", DecoderProbe.Decode(linkType, Segment4("four")).Payload);
        Assert.Equal("six", DecoderProbe.Decode(linkType, Segment6("six")).Payload);
    }
}
