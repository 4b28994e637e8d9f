using System.Net;
using CsCheck;
using Gor.Capture;

namespace Gor.Tests.Capture;

/// <summary>Compares the kernel's program with the text that libpcap compiles: both must choose the same frames.</summary>
public sealed class RingFilterTests
{
    private static readonly string[] Hosts = ["10.0.0.1", "10.9.9.9", "10.0.0.2", "2001:db8::1", "2001:db8::9", "2001:db8::2"];
    private static readonly int[] Ports = [80, 81, 8080, 8081, 5000];

    private static readonly Gen<FilterTerm> Term = Gen.Select(
        Gen.OneOfConst(Hosts).Array[0, 3], Gen.OneOfConst(Ports).Array[0, 4],
        (hosts, ports) => new FilterTerm([.. hosts.Select(IPAddress.Parse)], [.. ports.Distinct()]));

    [Fact]
    public void Chooses_what_the_text_of_libpcap_chooses()
    {
        FileSourceTests.SkipWithoutLibpcap();
        byte[][] frames = [.. AllFrames()];
        Gen.Select(Term.Array[1, 5], Gen.Bool).Sample((terms, withTunnels) =>
        {
            byte[] program = RingFilter.Of(terms, LinkType.Ethernet, withTunnels, 262144);
            using var text = new OfflineFilter(BpfFilter.Of(terms, LinkType.Ethernet, withTunnels));
            foreach (byte[] frame in frames)
            {
                bool expected = text.Matches(LinkType.Ethernet, frame);
                Assert.True(
                    expected == (BpfMachine.Run(program, frame) > 0),
                    $"expected {expected}: {Convert.ToHexString(frame)} of {BpfFilter.Summary(terms)}");
            }
        }, iter: 100, threads: 1);
    }

    [Fact]
    public void Chooses_the_same_of_packets_without_a_link_header()
    {
        FileSourceTests.SkipWithoutLibpcap();
        byte[][] packets = [.. PlainFrames().Select(frame => frame[14..])];
        Gen.Select(Term.Array[1, 5], Gen.Bool).Sample((terms, withTunnels) =>
        {
            byte[] program = RingFilter.Of(terms, LinkType.Raw, withTunnels, 262144);
            using var text = new OfflineFilter(BpfFilter.Of(terms, LinkType.Raw, withTunnels));
            foreach (byte[] packet in packets)
            {
                Assert.True(text.Matches(LinkType.Raw, packet) == (BpfMachine.Run(program, packet) > 0), Convert.ToHexString(packet));
            }
        }, iter: 100, threads: 1);
    }

    [Fact]
    public void Keeps_nothing_of_what_is_cut_or_random()
    {
        byte[] program = RingFilter.Of([new FilterTerm([IPAddress.Parse(Hosts[0])], [80])], LinkType.Ethernet, withTunnels: true, 262144);
        byte[] frame = Frames.Tcp(Hosts[0], 5000, Hosts[1], 80);
        Assert.Equal(262144u, BpfMachine.Run(program, frame));
        for (int length = 0; length < 38; length++)
        {
            Assert.Equal(0u, BpfMachine.Run(program, frame.AsSpan(0, length)));
        }

        Gen.Byte.Array[0, 80].Sample(bytes => BpfMachine.Run(program, bytes) is 0 or 262144);
    }

    [Fact]
    public void Looks_into_sessions_of_PPPoE()
    {
        byte[] program = RingFilter.Of([new FilterTerm([IPAddress.Parse(Hosts[0]), IPAddress.Parse(Hosts[3])], [80])], LinkType.Ethernet, false, 65535);
        Assert.NotEqual(0u, BpfMachine.Run(program, Frames.Pppoe(Frames.Tcp(Hosts[1], 80, Hosts[0], 5000))));
        Assert.NotEqual(0u, BpfMachine.Run(program, Frames.Pppoe(Frames.Tcp(Hosts[3], 5000, Hosts[4], 80))));
        Assert.Equal(0u, BpfMachine.Run(program, Frames.Pppoe(Frames.Tcp(Hosts[1], 80, Hosts[2], 5000))));
        Assert.Equal(0u, BpfMachine.Run(program, Frames.Pppoe(Frames.Tcp(Hosts[3], 5000, Hosts[4], 81))));
    }

    [Fact]
    public void Refuses_what_the_kernel_would_not_take()
    {
        FilterTerm term = new([], [.. Enumerable.Range(1, 3000).Select(i => i * 2)]);
        Assert.Contains("more hosts and ports", Assert.Throws<CaptureException>(() => RingFilter.Of([term], LinkType.Ethernet, false, 65535)).Message);
    }

    private static IEnumerable<byte[]> AllFrames() => PlainFrames().SelectMany(frame => (byte[][])
    [
        frame,
        Frames.Tagged(frame, 7),
        Frames.Tagged(Frames.Tagged(frame, 7), 9),
        Frames.Tagged(Frames.Tagged(frame, 7), 9, tagType: 0x88a8),
    ]);

    private static IEnumerable<byte[]> PlainFrames()
    {
        foreach ((string client, string server) in ((string, string)[])[(Hosts[0], Hosts[1]), (Hosts[1], Hosts[2]), (Hosts[3], Hosts[4]), (Hosts[4], Hosts[5])])
        {
            foreach (int port in Ports)
            {
                yield return Frames.Tcp(client, 4000, server, port);
                yield return Frames.Tcp(server, port, client, 4000);
                yield return Frames.Tcp(client, 4000, server, port, protocol: 17);
            }

            yield return Frames.Tcp(client, 1, server, 2, protocol: 4);
            yield return Frames.Tcp(client, 1, server, 2, protocol: 41);
            yield return Frames.Tcp(client, 1, server, 2, protocol: 47);
            yield return Frames.Tcp(client, 1, server, 4789, protocol: 17);
            yield return Frames.Tcp(client, 6081, server, 3, protocol: 17);
        }

        yield return Frames.Tcp(Hosts[0], 1, Hosts[1], 2, fragmentOffset: 1480);
        foreach (int extension in (int[])[0, 43, 44, 60, 51])
        {
            yield return Frames.TcpBehindExtension(Hosts[3], Hosts[4], extension);
        }

        // ARP.
        yield return [.. new byte[12], 8, 6, .. new byte[40]];
    }
}
