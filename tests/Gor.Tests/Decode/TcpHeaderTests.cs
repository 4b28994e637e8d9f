using Gor.Capture;
using Gor.Decode;
using static Gor.Tests.Decode.Frames;

namespace Gor.Tests.Decode;

public class TcpHeaderTests
{
    [Fact]
    public void Every_field_is_read()
    {
        SeenSegment segment = DecoderProbe.Decode(
            LinkType.Raw, Ipv4(6, Tcp("abc", 1234, 8080, 0xFFFFFFF0, options: [1, 1, 1, 0], flags: 0xD2)));
        Assert.Equal((1234, 8080), (segment.Key.Source.Port, segment.Key.Destination.Port));
        Assert.Equal((0xFFFFFFF0, 77u), (segment.Sequence, segment.Acknowledgment));
        Assert.Equal(TcpFlags.Syn | TcpFlags.Ack, segment.Flags);
        Assert.Equal(("abc", 0, 1L), (segment.Payload, segment.Missing, segment.Ordinal));
    }

    [Theory]
    [InlineData(0)]
    [InlineData(19)]
    public void A_cut_fixed_header_is_malformed(int length)
    {
        byte[] packet = Segment4("GET");
        var probe = new DecoderProbe();
        probe.Feed(LinkType.Raw, packet[..(20 + length)], packet.Length);
        Assert.Equal(Counter.PacketsMalformedTcp, probe.Outcome);
    }

    [Fact]
    public void Cut_options_cost_the_payload_only()
    {
        byte[] packet = Ipv4(6, Tcp("GET", options: new byte[12]));
        var probe = new DecoderProbe();
        probe.Feed(LinkType.Raw, packet[..45], packet.Length);
        Assert.Equal((1000u, "", 3), (probe.Single.Sequence, probe.Single.Payload, probe.Single.Missing));
    }

    [Theory]
    [InlineData(4)]
    [InlineData(6)]
    public void An_impossible_data_offset_is_malformed(byte words)
    {
        byte[] tcp = Tcp("GET");
        tcp[12] = (byte)(words << 4);
        Assert.Equal(Counter.PacketsMalformedTcp, DecoderProbe.Reason(LinkType.Raw, Ipv4(6, tcp)));
    }
}
