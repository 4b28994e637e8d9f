using Gor.Capture;
using static Gor.Tests.Decode.Frames;

namespace Gor.Tests.Decode;

public class IpExtensionTests
{
    [Theory]
    [InlineData(43)]
    [InlineData(60)]
    [InlineData(135)]
    [InlineData(139)]
    [InlineData(140)]
    public void Is_as_long_as_it_says(byte protocol)
    {
        for (byte units = 0; units < 4; units++)
        {
            byte[] extension = [6, units, .. new byte[6 + (units * 8)]];
            Assert.Equal("GET", DecoderProbe.Decode(LinkType.Raw, Ipv6(protocol, Concat(extension, Tcp("GET")))).Payload);
        }
    }

    [Fact]
    public void A_jumbogram_says_its_length_in_an_option()
    {
        byte[] tcp = Tcp(new string('j', 70_000));
        byte[] packet = Ipv6(0, Concat([6, 0, 0xC2, 4], Be32((uint)tcp.Length + 8), tcp), payloadLength: 0);
        Assert.Equal(70_000, DecoderProbe.Decode(LinkType.Raw, packet, new byte[7]).Payload.Length);

        var cut = new DecoderProbe();
        cut.Feed(LinkType.Raw, packet[..^500], packet.Length);
        Assert.Equal((69_500, 500), (cut.Single.Payload.Length, cut.Single.Missing));
    }

    [Fact]
    public void Options_before_the_jumbo_option_are_passed()
    {
        byte[] options = [6, 1, 0, 1, 1, 0, 0xC2, 4, .. Be32(20 + 3 + 16), 0, 0, 0, 0];
        Assert.Equal("GET", DecoderProbe.Decode(LinkType.Raw, Ipv6(0, Concat(options, Tcp("GET"), new byte[9]), payloadLength: 0)).Payload);
    }

    [Fact]
    public void An_impossible_jumbo_length_is_not_believed()
    {
        foreach (uint length in new uint[] { 0, 7, uint.MaxValue })
        {
            byte[] packet = Ipv6(0, Concat([6, 0, 0xC2, 4], Be32(length), Tcp("GET")), payloadLength: 0);
            Assert.Equal("GET", DecoderProbe.Decode(LinkType.Raw, packet).Payload);
        }
    }

    [Fact]
    public void The_endpoint_is_where_the_route_ends()
    {
        byte[] final = Address("2001:db8::99");
        byte[] sourceRoute = [6, 4, 0, 1, 0, 0, 0, 0, .. Address("2001:db8::50"), .. final];
        byte[] segmentList = [6, 4, 4, 1, 1, 0, 0, 0, .. final, .. Address("2001:db8::50")];
        byte[] arrived = [6, 2, 0, 0, 0, 0, 0, 0, .. Address("2001:db8::50")];
        Assert.Equal("[2001:db8::99]:80", Destination(sourceRoute));
        Assert.Equal("[2001:db8::99]:80", Destination(segmentList));
        Assert.Equal("[2001:db8::2]:80", Destination(arrived));
    }

    [Fact]
    public void An_atomic_fragment_is_the_whole_datagram() =>
        Assert.Equal("GET", DecoderProbe.Decode(LinkType.Raw, Ipv6(44, Concat([6, 0, 0, 0], Be32(5), Tcp("GET")))).Payload);

    [Fact]
    public void No_next_header_is_not_tcp() =>
        Assert.Equal(Counter.PacketsIgnoredNotTcp, DecoderProbe.Reason(LinkType.Raw, Ipv6(60, [59, 0, 1, 4, 0, 0, 0, 0])));

    [Theory]
    [InlineData(0, 7)]
    [InlineData(1, 15)]
    public void A_cut_header_is_malformed(byte units, int length)
    {
        byte[] extension = [6, units, .. new byte[20]];
        Assert.Equal(Counter.PacketsMalformedIp, DecoderProbe.Reason(LinkType.Raw, Ipv6(60, extension[..length])));
    }

    private static string Destination(byte[] routing) =>
        DecoderProbe.Decode(LinkType.Raw, Ipv6(43, Concat(routing, Tcp()))).Key.Destination.ToString();
}
