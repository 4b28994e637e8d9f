using System.Net;
using System.Net.Sockets;
using Gor.Capture;
using Gor.Tests.Decode;
using static Gor.Tests.Decode.Frames;

namespace Gor.Tests.Capture;

/// <summary>Sends datagrams to the real socket, by loopback.</summary>
public sealed class TunnelSourceTests
{
    private static readonly byte[] Frame = Ethernet(0x0800, Ipv4(6, Tcp("GET", 5000, 80), "10.0.0.1", "10.0.0.2"));
    private static readonly byte[] Frame6 = Ethernet(0x86dd, Ipv6(6, Tcp("GET", 5000, 80), "2001:db8::1", "2001:db8::2"));
    private static readonly TimeSpan Deadline = TimeSpan.FromSeconds(20);

    [Theory]
    [InlineData("127.0.0.1:80", "127.0.0.1")]
    [InlineData("[::1]:80", "::1")]
    [InlineData(":80", "127.0.0.1")]
    [InlineData(":80", "::1")]
    [InlineData("lo:80", "127.0.0.1")]
    public async Task Takes_VXLAN_on_addresses_of_both_families(string input, string destination)
    {
        SkipWithoutIpv6(destination + input);
        IReadOnlyList<SeenSegment> segments = Decode(await Record(input, destination, new CaptureOptions(), Vxlan(42, Frame), Vxlan(42, Frame6)));
        Assert.Equal(["10.0.0.1:5000", "[2001:db8::1]:5000"], segments.Select(segment => segment.Key.Source.ToString()));
        Assert.NotEqual(0UL, segments[0].Key.Tunnel);
    }

    [Fact]
    public async Task Takes_both_ways_for_one_connection_whoever_sends_them()
    {
        byte[] answer = Ethernet(0x0800, Ipv4(6, Tcp("200", 80, 5000), "10.0.0.2", "10.0.0.1"));
        IReadOnlyList<SeenSegment> segments = Decode(await Record(":80", "127.0.0.1", new CaptureOptions(), Vxlan(42, Frame), Vxlan(42, answer), Vxlan(43, answer)));
        Assert.Equal(segments[0].Key.Canonical, segments[1].Key.Canonical);
        Assert.NotEqual(segments[0].Key.Canonical, segments[2].Key.Canonical);
    }

    [Fact]
    public async Task Takes_GENEVE_with_options_and_with_IP_itself_inside()
    {
        var options = new CaptureOptions { Engine = "geneve" };
        byte[] withOptions = [2, 0, 0x65, 0x58, 0, 0, 42, 0, .. new byte[8], .. Frame];
        byte[] ip = [0, 0, 0x08, 0, 0, 0, 42, 0, .. Frame[14..]];
        byte[] ip6 = [0, 0, 0x86, 0xdd, 0, 0, 42, 0, .. Frame6[14..]];
        Assert.Equal(3, Decode(await Record(":80", "127.0.0.1", options, withOptions, ip, ip6)).Count);
    }

    [Fact]
    public async Task Keeps_the_networks_and_the_inner_packets_that_are_asked_for()
    {
        FileSourceTests.SkipWithoutLibpcap();
        byte[][] datagrams = [Vxlan(1, Frame), Vxlan(2, Frame), Vxlan(2, Frame6), Vxlan(3, Frame)];
        var options = new CaptureOptions { Vnis = [1, 2], BpfFilter = "ip6 or host 10.0.0.9" };
        (IReadOnlyList<TakenPacket> packets, long leftOut) = await RecordWithLeftOut(":80", "127.0.0.1", options, 1, datagrams);
        Assert.Equal("[2001:db8::1]:5000", Assert.Single(Decode(packets)).Key.Source.ToString());
        Assert.Equal(3, leftOut);
        options = new CaptureOptions { Engine = "geneve", BpfFilter = "host 10.0.0.1" };
        byte[] ip = [0, 0, 0x08, 0, 0, 0, 42, 0, .. Frame[14..]];
        Assert.Single(await Record(":80", "127.0.0.1", options, ip));
        Assert.Contains("is refused", Assert.Throws<CaptureException>(() => Open(":80", new CaptureOptions { BpfFilter = "tcp prot 80" })).Message);
    }

    [Fact]
    public async Task Takes_jumbo_frames_whole()
    {
        byte[] jumbo = Ethernet(0x0800, Ipv4(6, Tcp(new string('x', 60000))));
        SeenSegment segment = Assert.Single(Decode(await Record(":80", "127.0.0.1", new CaptureOptions(), Vxlan(7, jumbo))));
        Assert.Equal((60000, 0), (segment.Payload.Length, segment.Missing));
    }

    [Fact]
    public async Task Counts_garbage_and_goes_on()
    {
        var random = new Random(7);
        List<byte[]> datagrams = [[], [8], [8, 0, 0, 0, 0, 0, 1], [8, 0, 0, 0, 0, 0, 1, 0], new byte[100]];
        for (int length = 0; length < Frame.Length; length++)
        {
            datagrams.Add(Vxlan(1, Frame[..length]));
            byte[] garbage = new byte[random.Next(0, 1600)];
            random.NextBytes(garbage);
            datagrams.Add(garbage);
        }

        datagrams.Add(Vxlan(1, Frame));
        foreach (string engine in (string[])["vxlan", "geneve"])
        {
            IReadOnlyList<TakenPacket> packets = await Record(":80", "127.0.0.1", new CaptureOptions { Engine = engine }, [.. datagrams]);
            Assert.Equal(datagrams.Count, packets.Count);
            var probe = new DecoderProbe();
            packets.ToList().ForEach(packet => probe.Feed(packet.LinkType, packet.Data, packet.OriginalLength));
            probe.Complete();
            Assert.NotEqual(0, probe.Counters[Counter.PacketsMalformedTunnel]);
        }
    }

    [Fact]
    public void Counts_what_the_kernel_drops_and_names_the_remedy()
    {
        if (!OperatingSystem.IsLinux())
        {
            Assert.Skip("Only Linux tells what it drops.");
        }

        using TunnelSource source = Open("127.0.0.1:80", new CaptureOptions { BufferSize = 4096 });
        using var sender = new Socket(AddressFamily.InterNetwork, SocketType.Dgram, ProtocolType.Udp);
        for (int i = 0; i < 200; i++)
        {
            sender.SendTo(new byte[1000], source.LocalEndPoint);
        }

        Assert.InRange(source.ReadDrops()!.Value.Kernel, 1, 199);
        Assert.Contains("net.core.rmem_max", source.DropRemedy);
    }

    [Fact]
    public void Says_what_is_wrong_with_its_place()
    {
        using TunnelSource first = Open("127.0.0.1:80", new CaptureOptions());
        var same = new CaptureOptions { VxlanPort = first.LocalEndPoint.Port };
        Assert.Contains("Something else listens on UDP port", Refusal("127.0.0.1:80", same));
        Assert.Contains("192.0.2.77 is no address of this host", Refusal("192.0.2.77:80", new CaptureOptions()));
        Assert.Contains("\"nosuch0\"", Refusal("nosuch0:80", new CaptureOptions()));
    }

    internal static byte[] Vxlan(int vni, byte[] inner) => [8, 0, 0, 0, (byte)(vni >> 16), (byte)(vni >> 8), (byte)vni, 0, .. inner];

    private static string Refusal(string input, CaptureOptions options) => Assert.Throws<CaptureException>(() => Open(input, options)).Message;

    /// <summary>On a free port, unless one is named.</summary>
    private static TunnelSource Open(string input, CaptureOptions options) => TunnelSource.Open(
        PacketSourcesTests.Input(input), TunnelFormat.Of(options.Engine) ?? TunnelFormat.Vxlan, options with { VxlanPort = options.VxlanPort ?? 0 }, 5);

    private static async Task<IReadOnlyList<TakenPacket>> Record(string input, string destination, CaptureOptions options, params byte[][] datagrams) =>
        (await RecordWithLeftOut(input, destination, options, datagrams.Length, datagrams)).Packets;

    private static async Task<(IReadOnlyList<TakenPacket> Packets, long LeftOut)> RecordWithLeftOut(
        string input, string destination, CaptureOptions options, int expected, byte[][] datagrams)
    {
        using TunnelSource source = Open(input, options);
        using var stop = new CancellationTokenSource();
        var recorder = new PacketRecorder();
        Task run = Task.Factory.StartNew(() => source.Run(recorder, stop.Token), TaskCreationOptions.LongRunning);
        var address = IPAddress.Parse(destination);
        using var sender = new Socket(address.AddressFamily, SocketType.Dgram, ProtocolType.Udp);
        foreach (byte[] datagram in datagrams)
        {
            sender.SendTo(datagram, new IPEndPoint(address, source.LocalEndPoint.Port));
        }

        await stop.CancelAsync();
        await run.WaitAsync(Deadline);
        Assert.Equal(expected, recorder.Packets.Count);
        Assert.All(recorder.Packets, packet => Assert.Equal(5, packet.CapturePoint));
        return (recorder.Packets, source.LeftOut);
    }

    private static IReadOnlyList<SeenSegment> Decode(IReadOnlyList<TakenPacket> packets)
    {
        var probe = new DecoderProbe();
        packets.ToList().ForEach(packet => probe.Feed(packet.LinkType, packet.Data, packet.OriginalLength));
        return probe.Complete().Segments;
    }

    private static void SkipWithoutIpv6(string text)
    {
        if (text.Contains("::", StringComparison.Ordinal) && !Socket.OSSupportsIPv6)
        {
            Assert.Skip("Needs IPv6.");
        }
    }
}
