using Gor.Capture;
using static Gor.Tests.Decode.Frames;

namespace Gor.Tests.Decode;

public class IpHeaderTests
{
    [Fact]
    public void Ethernet_padding_is_no_payload()
    {
        Assert.Equal("", DecoderProbe.Decode(LinkType.Ethernet, Ethernet(0x0800, Segment4(""), new byte[6])).Payload);
        Assert.Equal("", DecoderProbe.Decode(LinkType.Ethernet, Ethernet(0x86DD, Segment6(""), new byte[6])).Payload);
    }

    [Fact]
    public void Options_are_passed() =>
        Assert.Equal("GET", DecoderProbe.Decode(LinkType.Raw, Ipv4(6, Tcp("GET"), options: [0x94, 4, 0, 0, 1, 1, 1, 0])).Payload);

    [Fact]
    public void Length_zero_means_the_rest_of_the_frame()
    {
        string large = new('x', 70_000);
        Assert.Equal(large, DecoderProbe.Decode(LinkType.Raw, Ipv4(6, Tcp(large), totalLength: 0)).Payload);
        Assert.Equal(large, DecoderProbe.Decode(LinkType.Raw, Ipv6(6, Tcp(large), payloadLength: 0)).Payload);
    }

    [Fact]
    public void Length_zero_counts_the_frame_on_the_wire()
    {
        var probe = new DecoderProbe();
        byte[] packet = Ipv4(6, Tcp("GET"), totalLength: 0);
        probe.Feed(LinkType.Raw, packet, originalLength: packet.Length + 500);
        Assert.Equal(500, probe.Single.Missing);
    }

    [Theory]
    [InlineData(0, "", 10)]
    [InlineData(4, "0123", 6)]
    [InlineData(10, "0123456789", 0)]
    public void A_snapped_packet_delivers_what_it_has(int captured, string payload, int missing)
    {
        foreach (byte[] packet in new[] { Segment4("0123456789"), Segment6("0123456789") })
        {
            var probe = new DecoderProbe();
            probe.Feed(LinkType.Raw, packet[..(packet.Length - 10 + captured)], originalLength: packet.Length);
            Assert.Equal((payload, missing), (probe.Single.Payload, probe.Single.Missing));
        }
    }

    [Fact]
    public void A_snapped_packet_whose_capture_forgot_its_length_still_knows_what_is_missing() =>
        Assert.Equal(("012", 7), DecoderProbe.Decode(LinkType.Raw, Segment4("0123456789")[..^7]) is var seen ? (seen.Payload, seen.Missing) : default);

    [Fact]
    public void Udp_and_icmp_are_not_tcp()
    {
        Assert.Equal(Counter.PacketsIgnoredNotTcp, DecoderProbe.Reason(LinkType.Raw, Ipv4(17, Udp(1000, 53, [1, 2]))));
        Assert.Equal(Counter.PacketsIgnoredNotTcp, DecoderProbe.Reason(LinkType.Raw, Ipv4(1, new byte[8])));
        Assert.Equal(Counter.PacketsIgnoredNotTcp, DecoderProbe.Reason(LinkType.Raw, Ipv6(58, new byte[8])));
    }

    [Fact]
    public void Impossible_headers_are_malformed()
    {
        byte[] shortHeader = Segment4();
        shortHeader[0] = 0x44;
        byte[] version = Segment4();
        version[0] = 0x55;
        foreach (byte[] packet in new[] { shortHeader, version, Ipv4(6, Tcp(), totalLength: 19), Segment4()[..19], Segment6()[..39], [] })
        {
            Assert.Equal(Counter.PacketsMalformedIp, DecoderProbe.Reason(LinkType.Raw, packet));
        }
    }
}
