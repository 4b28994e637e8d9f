using Gor.Capture;

namespace Gor.Tests.Decode;

public class Ieee80211FrameTests
{
    [Theory]
    [InlineData(0x80)]
    [InlineData(0xD4)]
    [InlineData(0x48)]
    [InlineData(0xC8)]
    public void Management_control_and_empty_frames_are_not_ip(byte type) =>
        Assert.Equal(Counter.PacketsIgnoredNotIp, DecoderProbe.Reason(LinkType.Ieee80211, [type, 0], new byte[60]));

    [Fact]
    public void Encrypted_frames_are_not_ip() =>
        Assert.Equal(Counter.PacketsIgnoredNotIp, DecoderProbe.Reason(LinkType.Ieee80211, Encapsulations.Wireless(flags: 0x41)));

    [Fact]
    public void Every_subtype_with_data_is_read()
    {
        foreach (byte type in new byte[] { 0x08, 0x18, 0x28, 0x38 })
        {
            byte[] frame = Encapsulations.Wireless();
            frame[0] = type;
            Assert.Equal("GET", DecoderProbe.Decode(LinkType.Ieee80211, frame).Payload);
        }
    }

    [Theory]
    [InlineData(0)]
    [InlineData(1)]
    [InlineData(10)]
    [InlineData(24)]
    public void A_cut_header_is_malformed(int length) =>
        Assert.Equal(Counter.PacketsMalformedLink, DecoderProbe.Reason(LinkType.Ieee80211, Encapsulations.Wireless()[..length]));

    [Fact]
    public void A_check_sequence_is_no_payload() =>
        Assert.Equal("GET", DecoderProbe.Decode(LinkType.Ieee80211, Encapsulations.Wireless(), new byte[4]).Payload);
}
