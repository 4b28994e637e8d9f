using System.Net;
using System.Net.Sockets;
using System.Text.RegularExpressions;
using Gor.Capture;
using Gor.Tests.Kit;
using static Gor.Tests.Decode.Frames;

namespace Gor.Tests.Live;

/// <summary>What flags of capturing do to the whole program, where no other test shows it.</summary>
public sealed partial class CaptureFlagsTests : IDisposable
{
    private readonly NetworkNamespace _host;
    private readonly NetworkNamespace _guest;

    public CaptureFlagsTests()
    {
        NetworkNamespace.SkipUnlessAllowed();
        _host = new NetworkNamespace();
        _guest = new NetworkNamespace();
        _host.AddPair("v1", "w1", _guest);
        _host.AddAddress("v1", "10.1.1.1/24");
        _guest.AddAddress("w1", "10.1.1.2/24");
    }

    public static TheoryData<string> Engines => ["libpcap", "af_packet"];

    public void Dispose()
    {
        _host?.Dispose();
        _guest?.Dispose();
    }

    /// <summary>Frames with tags, as a trunk port shows them. The kernel takes the outer tag out of each, and the capture puts it back.</summary>
    [Theory]
    [InlineData("libpcap", "", "/untagged /vlan-5 /vlan-6 /vlan-7-in-5")]
    [InlineData("libpcap", "5", "/vlan-5 /vlan-7-in-5")]
    [InlineData("af_packet", "", "/untagged /vlan-5 /vlan-6 /vlan-7-in-5")]
    [InlineData("af_packet", "5", "/vlan-5 /vlan-7-in-5")]
    [InlineData("af_packet", "7", "/vlan-7-in-5")]
    public async Task Vlan_vid_keeps_the_frames_of_a_vlan(string engine, string vlan, string expected)
    {
        string[] flags = ["--input-raw", "v1:80", "--input-raw-engine", engine, .. vlan.Length > 0 ? (string[])["--input-raw-vlan-vid", vlan] : []];
        await using GorProcess gor = await GorProcess.CaptureAsync(_host, flags);
        int index = int.Parse(_guest.Read("cat /sys/class/net/w1/ifindex"));
        using (Socket wire = _guest.Inside(() => PacketSocket.Create(isCooked: false)))
        {
            PacketSocket.Bind(wire, index);
            SendCall(wire, 40001, "/untagged");
            SendCall(wire, 40002, "/vlan-5", Be16(0x8100), Be16(5));
            SendCall(wire, 40003, "/vlan-6", Be16(0x8100), Be16(6));
            SendCall(wire, 40004, "/vlan-7-in-5", Be16(0x88A8), Be16(5), Be16(0x8100), Be16(7));
        }

        string[] paths = expected.Split(' ');
        foreach (string path in paths)
        {
            await gor.UntilRecordAsync(path);
        }

        Assert.Equal(0, await gor.StopAsync());
        Assert.Equal(paths.Length, gor.Records.Count);
    }

    /// <summary>As in GoReplay: ports and host beside it say no more than which side is the server.</summary>
    [Theory]
    [MemberData(nameof(Engines))]
    public async Task Bpf_filter_replaces_the_one_of_hosts_and_ports(string engine)
    {
        using var server = new PlainServer(_host.Listen(new IPEndPoint(IPAddress.Any, 80)));
        using var other = new PlainServer(_host.Listen(new IPEndPoint(IPAddress.Any, 81)));
        await using GorProcess gor = await GorProcess.CaptureAsync(
            _host, "--input-raw", "10.1.1.1:80", "--input-raw-engine", engine, "--input-raw-bpf-filter", "tcp port 81 and host 10.1.1.2");
        Assert.Contains("filter of v1: tcp port 81 and host 10.1.1.2", gor.Log);
        await CallAsync("/port-80");
        await CallAsync("/port-81", 81);
        await gor.UntilRecordAsync("/port-81");
        Assert.Equal(0, await gor.StopAsync());
        Assert.Equal(0, gor.Count("/port-80"));
    }

    /// <summary>Bytes that were acknowledged and never seen: the call is told without them, soon or at the end.</summary>
    [Theory]
    [InlineData("10ms", true)]
    [InlineData("1h", false)]
    public async Task Expire_is_how_long_a_hole_is_waited_for(string expire, bool isTold)
    {
        await using GorProcess gor = await GorProcess.CaptureAsync(_host, "--input-raw", "v1:80", "--input-raw-expire", expire);
        int index = int.Parse(_guest.Read("cat /sys/class/net/w1/ifindex"));
        using (Socket wire = _guest.Inside(() => PacketSocket.Create(isCooked: false)))
        {
            PacketSocket.Bind(wire, index);
            Conversation talk = new Conversation(40001).Between("10.1.1.2", "10.1.1.1").Opened();
            talk.Client.Sends("GET /hole HTTP/1.1\r\n\r\n");
            talk.Server.Sends("HTTP/1.1 200 OK\r\nContent-Length: 19\r\n\r\n12345");
            talk.Server.Sends("lost and").Lost();
            talk.Server.Sends(" found");
            talk.Client.Acknowledges();
            foreach (byte[] frame in talk.ToFrames())
            {
                wire.Send(frame);
            }

            SendCall(wire, 40002, "/whole");
        }

        await gor.UntilRecordAsync("/whole");
        if (isTold)
        {
            await gor.UntilRecordAsync("/hole");
        }

        Assert.Equal(isTold ? 1 : 0, gor.Count("/hole"));
        Assert.Equal(0, await gor.StopAsync());
        Assert.Equal(1, gor.Count("/hole"));
        Assert.Contains("8 bytes_gap", gor.Log);
    }

    /// <summary>While gor is held up, its buffer takes so much.</summary>
    [Theory]
    [MemberData(nameof(Engines))]
    public async Task Buffer_size_bounds_what_the_kernel_keeps_and_drops_are_counted_and_warned_about_once(string engine)
    {
        using var server = new PlainServer(_host.Listen(new IPEndPoint(IPAddress.Any, 80)));
        foreach ((string size, bool drops) in ((string, bool)[])[("1mb", true), ("64mb", false)])
        {
            await using GorProcess gor = await GorProcess.CaptureAsync(
                _host, "--input-raw", "v1:80", "--input-raw-engine", engine, "--input-raw-buffer-size", size);
            gor.Signal("STOP");
            for (int i = 0; i < 3000; i++)
            {
                await CallAsync("/flood");
            }

            gor.Signal("CONT");
            if (drops)
            {
                await gor.UntilLogAsync("v1: the kernel dropped ");
                await CallAsync("/after");
                await gor.UntilRecordAsync("/after");
            }
            else
            {
                await gor.UntilRecordAsync("/flood");
            }

            Assert.Equal(0, await gor.StopAsync());
            Assert.Equal(drops ? 2 : 1, gor.Log.Split("the kernel dropped ").Length);
            Assert.Contains(drops ? "--input-raw-buffer-size" : "dropped       0 by the kernel", gor.Log);
            Assert.Equal(drops, Dropped().IsMatch(gor.Log));
            Assert.Contains("ledger: balanced", gor.Log);
            if (!drops)
            {
                Assert.Equal(3000, gor.Count("/flood"));
            }
        }
    }

    [Fact]
    public async Task A_share_takes_whole_connections()
    {
        using var server = new PlainServer(_host.Listen(new IPEndPoint(IPAddress.Any, 80)));
        await using GorProcess gor = await GorProcess.CaptureAsync(_host, "--input-raw", "v1:80|25%");
        for (int i = 0; i < 400; i++)
        {
            await CallAsync("/some");
        }

        await gor.UntilRecordAsync("/some");
        Assert.Equal(0, await gor.StopAsync());
        Assert.InRange(gor.Records.Count, 50, 160);
        Assert.Contains("packets_ignored_limit", gor.Log);
        Assert.DoesNotContain("orphaned", gor.Log);
    }

    [Fact]
    public async Task A_rate_takes_so_many_calls_of_a_second()
    {
        using var server = new PlainServer(_host.Listen(new IPEndPoint(IPAddress.Any, 80)));
        await using GorProcess gor = await GorProcess.CaptureAsync(_host, "--input-raw", "v1:80|3");
        for (int i = 0; i < 100; i++)
        {
            await CallAsync("/some");
        }

        await gor.UntilRecordAsync("/some");
        Assert.Equal(0, await gor.StopAsync());
        Assert.InRange(gor.Records.Count, 3, 60);
        Assert.Contains($"{100 - gor.Records.Count} exchanges_filtered_input_limit", gor.Log);
        Assert.Contains("ledger: balanced", gor.Log);
    }

    [Theory]
    [MemberData(nameof(Engines))]
    public async Task Snaplen_cuts_frames_and_that_shows(string engine)
    {
        using var server = new PlainServer(_host.Listen(new IPEndPoint(IPAddress.Any, 80)));
        await using GorProcess gor = await GorProcess.CaptureAsync(_host, "--input-raw", "v1:80", "--input-raw-engine", engine, "--input-raw-snaplen", "100");
        await CallAsync("/" + new string('c', 300));
        Assert.Equal(0, await gor.StopAsync());
        Assert.Contains("bytes_gap", gor.Log);
        Assert.Equal(0, gor.Count("/cccc"));
        Assert.Contains("ledger: balanced", gor.Log);
    }

    [Theory]
    [MemberData(nameof(Engines))]
    public async Task Buffer_timeout_is_how_late_a_call_comes(string engine)
    {
        using var server = new PlainServer(_host.Listen(new IPEndPoint(IPAddress.Any, 80)));
        await using GorProcess gor = await GorProcess.CaptureAsync(
            _host, "--input-raw", "v1:80", "--input-raw-engine", engine, "--input-raw-buffer-timeout", "30s");
        await CallAsync("/late");
        await CallAsync("/later");
        gor.Signal("USR1");
        await gor.UntilLogAsync("ledger: balanced");
        Assert.Equal(0, gor.Count("/late"));
        Assert.Contains("packets       0 = 0", gor.Log);
    }

    [Fact]
    public async Task Realip_header_has_the_address_of_the_client()
    {
        using var server = new PlainServer(_host.Listen(new IPEndPoint(IPAddress.Any, 80)));
        await using GorProcess gor = await GorProcess.CaptureAsync(_host, "--input-raw", "v1:80", "--input-raw-realip-header", "X-Real-IP");
        await CallAsync("/who");
        await gor.UntilRecordAsync("/who");
        Assert.Contains("10.1.1.2", gor.Records[0]);
    }

    [Theory]
    [InlineData("--input-raw-monitor", "has no monitor mode")]
    [InlineData("--input-raw-timestamp-type=adapter", "cannot take its timestamps from \"adapter\"")]
    [InlineData("--input-raw-bpf-filter=tcp prot 80", "is refused on v1")]
    [InlineData("--input-raw-ignore-interface=v*", "Drop one of them")]
    public async Task What_a_device_cannot_do_ends_the_start(string flag, string reason)
    {
        await using GorProcess gor = GorProcess.Start(_host, "--input-raw", "v1:80", "--output-null", flag);
        Assert.Equal(1, await gor.ExitAsync());
        Assert.Contains(reason, Whitespace().Replace(gor.Log, " "));
    }

    private Task CallAsync(string path, int port = 80) => PlainServer.CallAsync(
        _guest.Socket(AddressFamily.InterNetwork, SocketType.Stream, ProtocolType.Tcp), new IPEndPoint(IPAddress.Parse("10.1.1.1"), port), path);

    /// <summary>A request and its response, both from here: on the other end of the pair both are seen.</summary>
    private static void SendCall(Socket wire, int port, string path, params byte[][] tags)
    {
        string request = $"GET {path} HTTP/1.1\r\nHost: test\r\n\r\n";
        Send(Ipv4(6, Tcp("", port, 80, sequence: 76, flags: 2), "10.1.1.2", "10.1.1.1"));
        Send(Ipv4(6, Tcp(request, port, 80, sequence: 77), "10.1.1.2", "10.1.1.1"));
        Send(Ipv4(6, Tcp("HTTP/1.1 200 OK\r\nContent-Length: 0\r\n\r\n", 80, port, sequence: 77), "10.1.1.1", "10.1.1.2"));

        void Send(byte[] packet) => wire.Send(Concat([255, 255, 255, 255, 255, 255, 2, 0, 0, 0, 0, 2], Concat(tags), Be16(0x0800), packet));
    }

    [GeneratedRegex(@"v1: [1-9]\d* dropped by the kernel")]
    private static partial Regex Dropped();

    [GeneratedRegex(@"\s+")]
    private static partial Regex Whitespace();
}
