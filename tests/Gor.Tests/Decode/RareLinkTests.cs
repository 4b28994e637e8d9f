using Gor.Capture;
using static Gor.Tests.Decode.Frames;

namespace Gor.Tests.Decode;

public class RareLinkTests
{
    [Fact]
    public void A_header_longer_than_the_packet_or_empty_is_malformed()
    {
        Assert.Equal(Counter.PacketsMalformedLink, DecoderProbe.Reason(LinkType.Ieee80211Radiotap, [0, 0, 9, 0], new byte[4]));
        Assert.Equal(Counter.PacketsMalformedLink, DecoderProbe.Reason(LinkType.Ieee80211Radiotap, [0, 0, 0, 0], new byte[4]));
        Assert.Equal(Counter.PacketsMalformedLink, DecoderProbe.Reason(LinkType.Ieee80211Radiotap, [0, 0]));
        Assert.Equal(Counter.PacketsMalformedLink, DecoderProbe.Reason(LinkType.Ieee80211Avs, Be32(0x80211001), Be32(uint.MaxValue)));
        Assert.Equal(Counter.PacketsMalformedLink, DecoderProbe.Reason(LinkType.Pktap, new byte[20]));
    }

    [Fact]
    public void A_link_type_within_that_is_not_known_is_ignored() =>
        Assert.Equal(Counter.PacketsIgnoredLinkType, DecoderProbe.Reason(LinkType.Ppi, [0, 0, 8, 0, 147, 0, 0, 0], Segment4()));

    [Fact]
    public void Nflog_attributes_are_padded_and_the_packet_may_lack()
    {
        byte[] prefix = [8, 0, 10, 0, 1, 2, 3, 4, 7, 0, 3, 0, 1, 2, 3, 0];
        Assert.Equal("GET", DecoderProbe.Decode(LinkType.Nflog, [2, 0, 0, 0], prefix, Length(Segment4()), Segment4()).Payload);
        Assert.Equal(Counter.PacketsMalformedLink, DecoderProbe.Reason(LinkType.Nflog, [2, 0, 0, 0], prefix));
        Assert.Equal(Counter.PacketsMalformedLink, DecoderProbe.Reason(LinkType.Nflog, [2, 0, 0, 0], [3, 0, 9, 0], Segment4()));
    }

    private static byte[] Length(byte[] packet) => [(byte)(packet.Length + 4), 0, 9, 0];
}
