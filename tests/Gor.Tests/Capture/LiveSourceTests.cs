using System.Buffers.Binary;
using System.Net;
using System.Net.Sockets;
using System.Text;
using Gor.Capture;
using Serilog.Core;

namespace Gor.Tests.Capture;

public sealed class LiveSourceTests
{
    private static readonly TimeSpan Deadline = TimeSpan.FromSeconds(20);

    [Theory]
    [InlineData("libpcap", "lo:", "")]
    [InlineData("libpcap", "127.0.0.1:", ", host 127.0.0.1")]
    [InlineData("libpcap", "localhost:", ", host 127.0.0.1 or host ::1")]
    [InlineData("af_packet", "lo:", "")]
    [InlineData("raw_socket", "127.0.0.1:", ", host 127.0.0.1")]
    [InlineData("af_packet", "localhost:", ", host 127.0.0.1 or host ::1")]
    public async Task Captures_both_directions_up_to_the_stop(string engine, string target, string condition)
    {
        SkipUnlessAllowed();
        using var listener = new TcpListener(IPAddress.Loopback, 0);
        listener.Start();
        int port = ((IPEndPoint)listener.LocalEndpoint).Port;
        using IPacketSource source = Assert.Single(Open(new CaptureOptions { Engine = engine }, $"{target}{port}"));
        Assert.Equal(("lo", true), (source.Name, source.IsLive));
        Assert.EndsWith($"tcp port {port}{condition}", source.Description);
        Assert.Contains("vlan and", source.Filter);

        long before = Now();
        IReadOnlyList<TakenPacket> packets = await Record(source, () => Exchange(listener, port));

        Assert.Contains(packets, packet => Has(packet, "ping-of-the-client"));
        Assert.Contains(packets, packet => Has(packet, "pong-of-the-server"));
        Assert.Equal(Enumerable.Range(1, packets.Count), packets.Select(packet => (int)packet.Ordinal));
        Assert.All(packets, packet =>
        {
            Assert.Equal((LinkType.Ethernet, 0), (packet.LinkType, packet.CapturePoint));
            Assert.InRange(packet.TimestampNs, before, Now());
        });
        Assert.Equal(0, source.ReadDrops()?.Kernel);
    }

    [Fact]
    public async Task Captures_every_device_once_each_with_its_own_number()
    {
        SkipUnlessAllowed();
        using var listener = new TcpListener(IPAddress.Loopback, 0);
        listener.Start();
        int port = ((IPEndPoint)listener.LocalEndpoint).Port;
        IReadOnlyList<IPacketSource> sources = Open($":{port}", $"lo:{port}", "127.0.0.1:1");
        try
        {
            Assert.Equal(sources.Select(source => source.Name).Distinct(), sources.Select(source => source.Name));
            Assert.DoesNotContain("any", sources.Select(source => source.Name));
            IPacketSource loopback = sources.Single(source => source.Name == "lo");
            IReadOnlyList<TakenPacket> packets = await Record(loopback, () => Exchange(listener, port));
            Assert.Single(packets, packet => Has(packet, "ping-of-the-client"));
        }
        finally
        {
            foreach (IPacketSource source in sources)
            {
                source.Dispose();
            }
        }
    }

    [Theory]
    [InlineData("libpcap")]
    [InlineData("af_packet")]
    public async Task Shows_the_same_calls_on_the_pseudo_device_of_all(string engine)
    {
        SkipUnlessAllowed();
        using var listener = new TcpListener(IPAddress.Loopback, 0);
        listener.Start();
        int port = ((IPEndPoint)listener.LocalEndpoint).Port;
        using IPacketSource source = Assert.Single(Open(new CaptureOptions { Engine = engine }, $"any:{port}"));
        IReadOnlyList<TakenPacket> packets = await Record(source, () => Exchange(listener, port));
        Assert.Contains(packets, packet => Has(packet, "ping-of-the-client"));
        Assert.All(packets, packet => Assert.Contains(packet.LinkType, new[] { LinkType.LinuxSll, LinkType.LinuxSll2, LinkType.Raw }));
    }

    [Theory]
    [InlineData("libpcap")]
    [InlineData("af_packet")]
    public async Task Leaves_other_ports_to_the_kernel_and_stops_when_idle(string engine)
    {
        SkipUnlessAllowed();
        using var listener = new TcpListener(IPAddress.Loopback, 0);
        listener.Start();
        int port = ((IPEndPoint)listener.LocalEndpoint).Port;
        using IPacketSource source = Assert.Single(Open(new CaptureOptions { Engine = engine, BpfFilter = "tcp port 1" }, $"lo:{port}"));
        Assert.Empty(await Record(source, () => Exchange(listener, port)));
    }

    [Theory]
    [InlineData("libpcap")]
    [InlineData("af_packet")]
    public async Task Delivers_what_the_kernel_still_holds_at_the_stop(string engine)
    {
        SkipUnlessAllowed();
        const int length = 8 << 20;
        using var listener = new TcpListener(IPAddress.Loopback, 0);
        listener.Start();
        int port = ((IPEndPoint)listener.LocalEndpoint).Port;
        using IPacketSource source = Assert.Single(Open(new CaptureOptions { Engine = engine }, $"lo:{port}"));
        IReadOnlyList<TakenPacket> packets = await Record(source, async () =>
        {
            using var client = new TcpClient();
            await client.ConnectAsync(IPAddress.Loopback, port);
            using TcpClient server = await listener.AcceptTcpClientAsync();
            Task sent = client.GetStream().WriteAsync(new byte[length]).AsTask();
            await server.GetStream().ReadExactlyAsync(new byte[length]);
            await sent;
        });
        Assert.Equal(new KernelDrops(0, 0), source.ReadDrops());
        Assert.Equal(length, StreamLength([.. packets.Where(packet => DestinationPort(packet) == port)]));
    }

    [Fact]
    public async Task Hands_a_fault_of_the_consumer_to_the_caller()
    {
        SkipUnlessAllowed();
        using var listener = new TcpListener(IPAddress.Loopback, 0);
        listener.Start();
        int port = ((IPEndPoint)listener.LocalEndpoint).Port;
        using IPacketSource source = Assert.Single(Open($"lo:{port}"));
        Task run = Task.Factory.StartNew(() => source.Run(new Faulty(), CancellationToken.None), TaskCreationOptions.LongRunning);
        await Exchange(listener, port);
        Assert.Equal("of the consumer", (await Assert.ThrowsAsync<InvalidOperationException>(() => run.WaitAsync(Deadline))).Message);
    }

    [Fact]
    public void Refuses_a_wrong_filter_and_an_unknown_timestamp_source_at_the_start()
    {
        SkipUnlessAllowed();
        Assert.Contains("The filter \"tcp prot 80\" is refused on lo", Refusal(new CaptureOptions { BpfFilter = "tcp prot 80" }, "lo:80"));
        Assert.Contains("--input-raw-timestamp-type", Refusal(new CaptureOptions { TimestampType = "adapter" }, "lo:80"));
        Assert.Contains("no monitor mode", Refusal(new CaptureOptions { Monitor = true }, "lo:80"));
        Assert.Contains("needs a device that shows Ethernet", Refusal(new CaptureOptions { VlanIds = [5] }, "any:80"));
    }

    private static string Refusal(CaptureOptions options, string input) => Assert.Throws<CaptureException>(() => Open(options, input)).Message;

    private static IReadOnlyList<IPacketSource> Open(params string[] inputs) => Open(new CaptureOptions(), inputs);

    private static IReadOnlyList<IPacketSource> Open(CaptureOptions options, params string[] inputs) =>
        PacketSources.Open(options with { Inputs = [.. inputs.Select(PacketSourcesTests.Input)] }, Logger.None).AtStart;

    private static async Task<IReadOnlyList<TakenPacket>> Record(IPacketSource source, Func<Task> traffic)
    {
        using var stop = new CancellationTokenSource();
        var recorder = new PacketRecorder();
        Task run = Task.Factory.StartNew(() => source.Run(recorder, stop.Token), TaskCreationOptions.LongRunning);
        await traffic();
        stop.Cancel();
        await run.WaitAsync(Deadline);
        return recorder.Packets;
    }

    private static async Task Exchange(TcpListener listener, int port)
    {
        using var client = new TcpClient();
        await client.ConnectAsync(IPAddress.Loopback, port);
        using TcpClient server = await listener.AcceptTcpClientAsync();
        byte[] buffer = new byte[64];
        await client.GetStream().WriteAsync("ping-of-the-client"u8.ToArray());
        Assert.Equal(18, await server.GetStream().ReadAtLeastAsync(buffer, 18));
        await server.GetStream().WriteAsync("pong-of-the-server"u8.ToArray());
        Assert.Equal(18, await client.GetStream().ReadAtLeastAsync(buffer, 18));
    }

    private static bool Has(TakenPacket packet, string text) => packet.Data.AsSpan().IndexOf(Encoding.ASCII.GetBytes(text)) >= 0;

    private static int DestinationPort(TakenPacket packet) => BinaryPrimitives.ReadUInt16BigEndian(packet.Data.AsSpan(36));

    /// <summary>Behind Ethernet, IPv4 without options, and TCP with its options.</summary>
    private static int PayloadLength(TakenPacket packet) => packet.Data.Length - 34 - (packet.Data[46] >> 4) * 4;

    /// <summary>Bytes of the stream without what a busy machine sends twice; less where anything is missing.</summary>
    private static long StreamLength(IReadOnlyList<TakenPacket> packets)
    {
        uint first = Sequence(packets[0]) + 1;
        long end = 0;
        foreach ((long start, int length) in packets.Skip(1).Select(packet => ((long)(Sequence(packet) - first), PayloadLength(packet))).Order())
        {
            end = start <= end ? Math.Max(end, start + length) : end;
        }

        return end;
    }

    private static uint Sequence(TakenPacket packet) => BinaryPrimitives.ReadUInt32BigEndian(packet.Data.AsSpan(38));

    private static long Now() => (DateTime.UtcNow - DateTime.UnixEpoch).Ticks * TimeSpan.NanosecondsPerTick;

    private static void SkipUnlessAllowed()
    {
        FileSourceTests.SkipWithoutLibpcap();
        if (!OperatingSystem.IsLinux() || !Environment.IsPrivilegedProcess)
        {
            Assert.Skip("Capturing on lo needs Linux and root.");
        }
    }

    private sealed class Faulty : IPacketConsumer
    {
        public void OnPacket(in Packet packet) => throw new InvalidOperationException("of the consumer");
    }
}
