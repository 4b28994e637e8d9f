using CsCheck;
using Gor.Capture;
using Gor.Decode;
using static Gor.Tests.Decode.Frames;

namespace Gor.Tests.Decode;

public class FragmentTableTests
{
    private const int More = 0x2000;

    private static readonly byte[] Datagram = Tcp(new string('a', 100) + new string('b', 99));

    /// <summary>Fragments of whatever cut, in whatever order, some twice, some overlapping; together they are the datagram.</summary>
    private static readonly Gen<(int Start, int End)[]> Pieces =
        from cuts in Gen.Int[1, (Datagram.Length - 1) / 8].Array[0, 6]
        from extra in Gen.Select(Gen.Int[0, (Datagram.Length - 1) / 8], Gen.Int[1, 10]).Array[0, 4]
        let edges = cuts.Append(0).Distinct().Order().Select(cut => cut * 8).Append(Datagram.Length).ToArray()
        let pieces = edges.Zip(edges.Skip(1)).Concat(extra.Select(e => (e.Item1 * 8, Math.Min((e.Item1 + e.Item2) * 8, Datagram.Length))))
        from shuffled in Gen.Shuffle(pieces.ToArray())
        select shuffled;

    [Fact]
    public void Any_cut_order_copy_and_overlap_gives_the_same_segment() =>
        Gen.Select(Pieces, Gen.Bool).Sample((pieces, isIpv6) =>
        {
            var probe = new DecoderProbe();
            foreach ((int start, int end) in pieces)
            {
                probe.Feed(LinkType.Raw, isIpv6 ? Fragment6(Datagram, start, end) : Fragment4(Datagram, start, end));
            }

            SeenSegment whole = DecoderProbe.Decode(LinkType.Raw, isIpv6 ? Ipv6(6, Datagram) : Ipv4(6, Datagram));
            Assert.Contains(probe.Complete().Segments, segment => segment with { Ordinal = 1 } == whole);
            Assert.All(probe.Segments, segment => Assert.Equal(whole, segment with { Ordinal = 1 }));
        });

    [Fact]
    public void All_fragments_but_the_completing_one_count_as_merged()
    {
        DecoderProbe probe = Feed(new(), (0, 80), (160, 219), (80, 160));
        Assert.Equal(3, probe.Single.Ordinal);
        Assert.Equal(1, probe.Counters[Counter.PacketsDecoded]);
        Assert.Equal(2, probe.Counters[Counter.PacketsIgnoredFragmentMerged]);
        Assert.Equal(0, probe.Complete().Counters[Counter.FragmentsOverlapping]);
    }

    [Fact]
    public void The_first_copy_of_a_byte_wins()
    {
        byte[] forged = Tcp(new string('x', 199));
        var probe = new DecoderProbe();
        probe.Feed(LinkType.Raw, Fragment4(Datagram, 40, 80));
        probe.Feed(LinkType.Raw, Fragment4(forged, 40, 160));
        probe.Feed(LinkType.Raw, Fragment4(Datagram, 0, 40));
        probe.Feed(LinkType.Raw, Fragment4(Datagram, 80, 219));
        string expected = new string('a', 60) + new string('x', 80) + new string('b', 59);
        Assert.Equal(expected, probe.Complete().Single.Payload);
        Assert.Equal(2, probe.Counters[Counter.FragmentsOverlapping]);
    }

    [Fact]
    public void Datagrams_are_told_apart()
    {
        var probe = new DecoderProbe();
        probe.Feed(LinkType.Raw, Fragment4(Datagram, 0, 80, id: 1));
        probe.Feed(LinkType.Raw, Fragment4(Datagram, 80, 219, id: 2));
        probe.Feed(LinkType.Raw, Ipv4(6, Datagram[80..], Server, Client, id: 1, fragment: 10));
        probe.Feed(LinkType.Raw, Fragment4(Datagram, 80, 219, id: 1), capturePoint: 5);
        probe.Feed(LinkType.Raw, Ipv4(17, Datagram[80..], id: 1, fragment: 10));
        Assert.Empty(probe.Segments);
        Assert.Equal(5, probe.Complete().Counters[Counter.PacketsMalformedFragment]);
    }

    [Fact]
    public void A_fragment_that_contradicts_the_length_is_refused_and_harms_none()
    {
        var probe = new DecoderProbe();
        probe.Feed(LinkType.Raw, Fragment4(Datagram, 160, 219));
        probe.Feed(LinkType.Raw, Ipv4(6, Datagram[160..216], fragment: 20));
        probe.Feed(LinkType.Raw, Ipv4(6, new byte[80], fragment: More | 20));
        probe.Feed(LinkType.Raw, Fragment4(Datagram, 0, 80));
        probe.Feed(LinkType.Raw, Fragment4(Datagram, 80, 160));
        Assert.Equal(199, probe.Complete().Single.Payload.Length);
        Assert.Equal(2, probe.Counters[Counter.PacketsMalformedFragment]);
    }

    [Fact]
    public void A_last_fragment_before_the_end_of_what_has_come_is_refused()
    {
        DecoderProbe probe = Feed(new(), (80, 160));
        probe.Feed(LinkType.Raw, Ipv4(6, new byte[8], fragment: 2));
        Feed(probe, (0, 80), (160, 219));
        Assert.Equal(199, probe.Complete().Single.Payload.Length);
        Assert.Equal(1, probe.Counters[Counter.PacketsMalformedFragment]);
    }

    [Fact]
    public void Cut_uneven_empty_and_oversize_fragments_are_malformed()
    {
        var probe = new DecoderProbe();
        byte[] cut = Fragment4(Datagram, 0, 80);
        probe.Feed(LinkType.Raw, cut[..^8], cut.Length);
        probe.Feed(LinkType.Raw, Ipv4(6, new byte[15], fragment: More));
        probe.Feed(LinkType.Raw, Ipv4(6, [], fragment: More | 5));
        probe.Feed(LinkType.Raw, Ipv4(6, new byte[100], fragment: 0x1FFF));
        Assert.Equal(4, probe.Counters[Counter.PacketsMalformedFragment]);
        Assert.Equal(4, probe.Complete().Counters[Counter.PacketsMalformedFragment]);
    }

    [Fact]
    public void Old_datagrams_are_given_up_by_the_clock_of_the_packets()
    {
        var probe = new DecoderProbe(new DecodeOptions { FragmentAge = TimeSpan.FromSeconds(30) });
        probe.Feed(LinkType.Raw, Fragment4(Datagram, 0, 80), timestampNs: 0);
        probe.Feed(LinkType.Raw, Segment4(), timestampNs: 30_000_000_000);
        Assert.Equal(0, probe.Counters[Counter.PacketsMalformedFragment]);
        probe.Feed(LinkType.Raw, Segment4(), timestampNs: 30_000_000_001);
        Assert.Equal(1, probe.Counters[Counter.PacketsMalformedFragment]);
        probe.Feed(LinkType.Raw, Fragment4(Datagram, 80, 219), timestampNs: 30_000_000_002);
        Assert.DoesNotContain(probe.Complete().Segments, segment => segment.Payload.Length > 100);
    }

    [Fact]
    public void The_oldest_datagram_gives_way_to_the_newest()
    {
        var probe = new DecoderProbe(new DecodeOptions { FragmentDatagrams = 2 });
        foreach (int id in new[] { 1, 2, 3 })
        {
            probe.Feed(LinkType.Raw, Fragment4(Datagram, 0, 80, id));
        }

        foreach (int id in new[] { 3, 2 })
        {
            probe.Feed(LinkType.Raw, Fragment4(Datagram, 80, 219, id));
        }

        Assert.Equal(2, probe.Segments.Count);
        Assert.Equal(1, probe.Complete().Counters[Counter.PacketsMalformedFragment]);
    }

    [Fact]
    public void Memory_is_bounded()
    {
        var probe = new DecoderProbe(new DecodeOptions { FragmentBytes = 200_000 });
        for (int id = 0; id < 100; id++)
        {
            probe.Feed(LinkType.Raw, Ipv4(6, new byte[8], id: id, fragment: More | 8000));
        }

        Assert.InRange(probe.Counters[Counter.PacketsMalformedFragment], 97, 99);
        probe.Complete();
    }

    [Fact]
    public void Fragments_of_what_is_never_tcp_are_not_kept()
    {
        Assert.Equal(Counter.PacketsIgnoredNotTcp, DecoderProbe.Reason(LinkType.Raw, Ipv4(1, new byte[8], fragment: More)));
        var probe = new DecoderProbe(new DecodeOptions { Tunnels = false });
        probe.Feed(LinkType.Raw, Ipv4(17, new byte[8], fragment: More));
        Assert.Equal(1, probe.Counters[Counter.PacketsIgnoredNotTcp]);
    }

    [Fact]
    public void Fragments_within_a_fragmented_tunnel_are_put_together()
    {
        byte[] first = Fragment4(Datagram, 0, 160);
        byte[] last = Fragment4(Datagram, 160, 219);
        var probe = new DecoderProbe();
        int id = 100;
        foreach (byte[] inner in new[] { first, last })
        {
            byte[] outer = Concat([0, 0, 8, 0], inner);
            probe.Feed(LinkType.Raw, Ipv4(47, outer[..40], "192.0.2.1", "192.0.2.2", id: id, fragment: More));
            probe.Feed(LinkType.Raw, Ipv4(47, outer[40..], "192.0.2.1", "192.0.2.2", id: id, fragment: 5));
            id++;
        }

        Assert.Equal(199, probe.Single.Payload.Length);
        Assert.NotEqual(0UL, probe.Single.Key.Tunnel);
        Assert.Equal(3, probe.Complete().Counters[Counter.PacketsIgnoredFragmentMerged]);
    }

    [Fact]
    public void The_first_fragment_names_the_protocol_in_ipv6()
    {
        // The destination options are in the fragmentable part: only the first fragment's next header is to be believed.
        byte[] part = Concat([6, 0, 1, 4, 0, 0, 0, 0], Datagram);
        var probe = new DecoderProbe();
        probe.Feed(LinkType.Raw, Fragment6(part, 80, part.Length, nextHeader: 6));
        probe.Feed(LinkType.Raw, Fragment6(part, 0, 80, nextHeader: 60));
        Assert.Equal(199, probe.Complete().Single.Payload.Length);
    }

    private static DecoderProbe Feed(DecoderProbe probe, params (int Start, int End)[] pieces)
    {
        foreach ((int start, int end) in pieces)
        {
            probe.Feed(LinkType.Raw, Fragment4(Datagram, start, end));
        }

        return probe;
    }

    private static byte[] Fragment4(byte[] datagram, int start, int end, int id = 1) =>
        Ipv4(6, datagram[start..end], id: id, fragment: (end < datagram.Length ? More : 0) | (start / 8));

    private static byte[] Fragment6(byte[] datagram, int start, int end, byte nextHeader = 6) =>
        Ipv6(44, Concat([nextHeader, 0], Be16(start | (end < datagram.Length ? 1 : 0)), Be32(0xABCDEF01), datagram[start..end]));
}
