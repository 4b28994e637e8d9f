using CsCheck;
using Gor.Capture;
using Gor.Decode;
using static Gor.Tests.Decode.Frames;

namespace Gor.Tests.Decode;

public class SegmentDecoderTests
{
    private static readonly string[] Endpoints = ["10.0.0.1:40000 > 10.0.0.2:80", "[2001:db8::1]:40000 > [2001:db8::2]:80"];

    private static readonly (LinkType LinkType, byte[] Data)[] Samples = Encapsulations.All.Values.ToArray();

    private static readonly Gen<LinkType> AnyLinkType = Gen.Frequency(
        (9, Gen.OneOfConst(Enum.GetValues<LinkType>())),
        (1, Gen.Int[0, 300].Select(number => (LinkType)number)));

    /// <summary>A valid packet with some bytes changed, and perhaps cut: reaches far more code than random bytes.</summary>
    private static readonly Gen<(LinkType LinkType, byte[] Data)> Damaged =
        from index in Gen.Int[0, Samples.Length - 1]
        from changes in Gen.Select(Gen.Int[0, 119], Gen.Byte).Array[0, 6]
        from cut in Gen.Frequency((3, Gen.Const(0)), (1, Gen.Int[0, 100]))
        select (Samples[index].LinkType, Damage(Samples[index].Data, changes, cut));

    [Theory]
    [MemberData(nameof(Encapsulations.Names), MemberType = typeof(Encapsulations))]
    public void Finds_the_segment_behind(string encapsulation)
    {
        (LinkType linkType, byte[] data) = Encapsulations.All[encapsulation];
        SeenSegment segment = DecoderProbe.Decode(linkType, data);
        Assert.Contains(segment.Key.ToString(), Endpoints);
        Assert.Equal((1000u, "GET", 0), (segment.Sequence, segment.Payload, segment.Missing));
    }

    [Theory]
    [MemberData(nameof(Encapsulations.Names), MemberType = typeof(Encapsulations))]
    public void Cut_at_any_byte_a_packet_is_counted_once_and_knows_what_is_missing(string encapsulation)
    {
        (LinkType linkType, byte[] data) = Encapsulations.All[encapsulation];
        for (int length = 0; length < data.Length; length++)
        {
            var probe = new DecoderProbe();
            probe.Feed(linkType, data[..length], data.Length);
            if (probe.Outcome == Counter.PacketsDecoded)
            {
                Assert.Equal(3, probe.Single.Payload.Length + probe.Single.Missing);
                Assert.StartsWith(probe.Single.Payload, "GET");
            }
        }
    }

    [Fact]
    public void Arbitrary_bytes_are_counted_once_each() =>
        Gen.Select(AnyLinkType, Gen.Byte.Array[0, 200]).Array[1, 10].Sample(packets =>
        {
            var probe = new DecoderProbe();
            foreach ((LinkType linkType, byte[] data) in packets)
            {
                probe.Feed(linkType, data);
            }

            probe.Complete();
        });

    [Fact]
    public void Damaged_packets_are_counted_once_each() =>
        Gen.Select(Damaged, Gen.Int[-100, 100]).Array[1, 10].Sample(
            packets =>
            {
                var probe = new DecoderProbe();
                foreach (((LinkType linkType, byte[] data), int lie) in packets)
                {
                    probe.Feed(linkType, data, data.Length + lie);
                }

                probe.Complete();
            },
            iter: 5000);

    [Fact]
    public void Plain_packets_cost_no_memory()
    {
        var probe = new Discard();
        var decoder = new SegmentDecoder(new DecodeOptions { Ports = [80] }, new Counters(), probe);
        byte[][] packets =
        [
            Ethernet(0x0800, Segment4()),
            Ethernet(0x8100, Be16(1), Be16(0x86DD), Segment6()),
            Encapsulations.All["vxlan"].Data,
            Ethernet(0x0800, Ipv4(17, Udp(1, 53))),
        ];
        Decode(decoder, packets, 100);
        long before = GC.GetAllocatedBytesForCurrentThread();
        Decode(decoder, packets, 10_000);
        Assert.Equal(0, GC.GetAllocatedBytesForCurrentThread() - before);
        Assert.Equal(3 * 10_100, probe.Count);
    }

    [Fact]
    public void Keeps_the_segments_of_the_ports_asked_for()
    {
        var probe = new DecoderProbe(new DecodeOptions { Ports = [80, 65535] });
        probe.Feed(LinkType.Raw, Ipv4(6, Tcp("to", 40000, 80)));
        probe.Feed(LinkType.Raw, Ipv4(6, Tcp("from", 65535, 40000)));
        probe.Feed(LinkType.Raw, Ipv4(6, Tcp("other", 40000, 81)));
        Assert.Equal(["to", "from"], probe.Segments.Select(segment => segment.Payload));
        Assert.Equal(1, probe.Complete().Counters[Counter.PacketsIgnoredFilter]);
    }

    [Theory]
    [InlineData("ip in ip")]
    [InlineData("6 in 4")]
    [InlineData("gre")]
    [InlineData("vxlan")]
    public void Leaves_tunnels_alone_when_told(string encapsulation)
    {
        var probe = new DecoderProbe(new DecodeOptions { Tunnels = false });
        probe.Feed(Encapsulations.All[encapsulation].LinkType, Encapsulations.All[encapsulation].Data);
        Assert.Equal(Counter.PacketsIgnoredNotTcp, probe.Outcome);
    }

    [Fact]
    public void Without_tunnels_extension_headers_are_still_passed()
    {
        var probe = new DecoderProbe(new DecodeOptions { Tunnels = false });
        probe.Feed(LinkType.Raw, Encapsulations.All["ipv6 extensions"].Data);
        Assert.Equal("GET", probe.Single.Payload);
    }

    [Fact]
    public void Nesting_is_bounded()
    {
        byte[] packet = Segment4();
        for (int depth = 0; depth < 100; depth++)
        {
            packet = Ipv4(4, packet);
        }

        Assert.Equal(Counter.PacketsMalformedNesting, DecoderProbe.Reason(LinkType.Raw, packet));
    }

    [Fact]
    public void Unknown_link_types_are_ignored() =>
        Assert.Equal(Counter.PacketsIgnoredLinkType, DecoderProbe.Reason((LinkType)147, Segment4()));

    private static void Decode(SegmentDecoder decoder, byte[][] packets, int rounds)
    {
        for (int i = 0; i < rounds; i++)
        {
            foreach (byte[] packet in packets)
            {
                decoder.OnPacket(new Packet
                {
                    LinkType = packet[0] >> 4 == 4 ? LinkType.Raw : LinkType.Ethernet,
                    TimestampNs = i,
                    OriginalLength = packet.Length,
                    Ordinal = i,
                    CapturePoint = 0,
                    Data = packet,
                });
            }
        }
    }

    private static byte[] Damage(byte[] data, (int Offset, byte Value)[] changes, int cut)
    {
        byte[] damaged = data[..Math.Max(0, data.Length - cut)];
        foreach ((int offset, byte value) in changes)
        {
            if (offset < damaged.Length)
            {
                damaged[offset] = value;
            }
        }

        return damaged;
    }

    private sealed class Discard : ISegmentConsumer
    {
        public int Count { get; private set; }

        public void OnSegment(in Segment segment) => Count++;
    }
}
