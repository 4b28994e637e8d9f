using System.Net;
using System.Net.Sockets;
using Gor.Tests.Kit;

namespace Gor.Tests.Live;

/// <summary>The whole program beside real devices: pairs, a bridge, a VXLAN device, several at once.</summary>
public sealed class NetworksTests : IDisposable
{
    private readonly List<NetworkNamespace> _networks = [];
    private readonly NetworkNamespace _host;
    private readonly NetworkNamespace _guest;

    public NetworksTests()
    {
        NetworkNamespace.SkipUnlessAllowed();
        _host = Make();
        _guest = Make();
    }

    public static TheoryData<string> Engines => ["libpcap", "af_packet"];

    public void Dispose() => _networks.ForEach(network => network.Dispose());

    [Theory]
    [InlineData(2)]
    [InlineData(8)]
    public async Task Captures_several_devices_at_once_each_call_once(int devices)
    {
        for (int i = 1; i <= devices; i++)
        {
            Connect(_host, $"v{i}", _guest, $"w{i}", $"10.1.{i}");
        }

        await using GorProcess gor = await GorProcess.CaptureAsync(_host, "--input-raw", ":80,8080");
        using var server = new PlainServer(_host.Listen(new IPEndPoint(IPAddress.Any, 80)));
        await Task.WhenAll(Enumerable.Range(1, devices).SelectMany(i => Enumerable.Range(0, 20).Select(
            call => CallAsync(_guest, $"10.1.{i}.1", $"/device-{i}/call-{call}/"))));
        foreach (int i in Enumerable.Range(1, devices))
        {
            foreach (int call in Enumerable.Range(0, 20))
            {
                await gor.UntilRecordAsync($"/device-{i}/call-{call}/");
            }
        }

        Assert.Equal(0, await gor.StopAsync());
        Assert.Equal(devices * 20, gor.Records.Count);
        Assert.Contains("ledger: balanced", gor.Log);
        Assert.Contains("dropped       0 by the kernel", gor.Log);
    }

    /// <summary>A container host: the bridge and the ports of both containers show the same packets.</summary>
    [Theory]
    [MemberData(nameof(Engines))]
    public async Task Logs_a_call_once_that_a_bridge_and_its_ports_show(string engine)
    {
        NetworkNamespace other = MakeBridge();
        await using GorProcess gor = await GorProcess.CaptureAsync(
            _host, "--input-raw", "br0:80", "--input-raw", "p1:80", "--input-raw", "p2:80", "--input-raw-engine", engine);
        using var server = new PlainServer(other.Listen(new IPEndPoint(IPAddress.Any, 80)));
        for (int i = 0; i < 20; i++)
        {
            await CallAsync(_guest, "10.2.0.2", $"/bridged-{i}/");
        }

        for (int i = 0; i < 20; i++)
        {
            await gor.UntilRecordAsync($"/bridged-{i}/");
        }

        Assert.Equal(0, await gor.StopAsync());
        Assert.Equal(20, gor.Records.Count);
        Assert.Contains("ledger: balanced", gor.Log);
        Assert.Contains("bytes_duplicate", gor.Log);
    }

    /// <summary>A bridge that learns nothing sends every frame to every port, as a hub does.</summary>
    [Theory]
    [MemberData(nameof(Engines))]
    public async Task Hears_the_traffic_of_others_in_promiscuous_mode(string engine)
    {
        NetworkNamespace other = MakeBridge();
        _host.Ip("link set br0 type bridge ageing_time 0");
        NetworkNamespace third = Make();
        _host.AddPair("p3", "w3", third);
        _host.Ip("link set p3 master br0");
        await using GorProcess gor = await GorProcess.CaptureAsync(third, "--input-raw", "w3:80", "--input-raw-promisc", "--input-raw-engine", engine);
        Assert.Contains("promiscuity 1", third.Read("ip -d link show w3"));
        using var server = new PlainServer(other.Listen(new IPEndPoint(IPAddress.Any, 80)));
        await CallAsync(_guest, "10.2.0.2", "/of-others");
        await gor.UntilRecordAsync("/of-others");
        Assert.Equal(0, await gor.StopAsync());
        Assert.Equal(1, gor.Count("/of-others"));
        Assert.Contains("promiscuity 0", third.Read("ip -d link show w3"));
    }

    [Theory]
    [MemberData(nameof(Engines))]
    public async Task Captures_link_local_addresses(string engine)
    {
        Connect(_host, "v1", _guest, "w1", "10.1.1");
        string local = _host.Read("ip -6 -o addr show dev v1 scope link").Split(' ', StringSplitOptions.RemoveEmptyEntries)[3].Split('/')[0];
        await using GorProcess gor = await GorProcess.CaptureAsync(_host, "--input-raw", $"[{local}]:80", "--input-raw-engine", engine);
        Assert.Contains($"capturing v1: Ethernet, 10.1.1.1, {local}", gor.Log);
        using var server = new PlainServer(_host.Listen(new IPEndPoint(IPAddress.IPv6Any, 80)));
        int index = int.Parse(_guest.Read("cat /sys/class/net/w1/ifindex"));
        await PlainServer.CallAsync(
            _guest.Socket(AddressFamily.InterNetworkV6, SocketType.Stream, ProtocolType.Tcp),
            new IPEndPoint(IPAddress.Parse(local.Split('%')[0] + $"%{index}"), 80), "/link-local");
        await gor.UntilRecordAsync("/link-local");
        Assert.Equal(0, await gor.StopAsync());
    }

    /// <summary>The mirror of a cloud ends in a VXLAN device, which shows the inner packets.</summary>
    [Theory]
    [InlineData("vx0:80", "libpcap", "")]
    [InlineData("vx0:80", "af_packet", "")]
    [InlineData("v1:80", "libpcap", "--input-raw-tunnels")]
    [InlineData("v1:80", "af_packet", "--input-raw-tunnels")]
    [InlineData("vx0:80", "libpcap", "--input-raw-bpf-filter=(dst port 80) or (src port 80)")]
    public async Task Captures_inside_a_real_VXLAN(string input, string engine, string flag)
    {
        ConnectByVxlan();
        string[] flags = ["--input-raw", input, "--input-raw-engine", engine, .. flag.Length > 0 ? (string[])[flag] : []];
        await using GorProcess gor = await GorProcess.CaptureAsync(_host, flags);
        using var server = new PlainServer(_host.Listen(new IPEndPoint(IPAddress.Any, 80)));
        await CallAsync(_guest, "10.3.0.1", "/in-vxlan");
        await gor.UntilRecordAsync("/in-vxlan");
        Assert.Equal(0, await gor.StopAsync());
        Assert.Equal(1, gor.Count("/in-vxlan"));
        Assert.Contains("ledger: balanced", gor.Log);
    }

    [Fact]
    public async Task Leaves_tunnels_alone_where_they_are_not_asked_for()
    {
        ConnectByVxlan();
        await using GorProcess gor = await GorProcess.CaptureAsync(_host, "--input-raw", "v1:80");
        using var server = new PlainServer(_host.Listen(new IPEndPoint(IPAddress.Any, 80)));
        await CallAsync(_guest, "10.3.0.1", "/in-vxlan");
        await CallAsync(_guest, "10.1.1.1", "/outside");
        await gor.UntilRecordAsync("/outside");
        Assert.Equal(0, await gor.StopAsync());
        Assert.Equal(0, gor.Count("/in-vxlan"));
    }

    /// <summary>A VXLAN device of the kernel sends to the socket of gor, as a mirror does: only one direction comes, so it only shows what arrives.</summary>
    [Theory]
    [InlineData("", 1)]
    [InlineData("--input-raw-vxlan-vni=41", 0)]
    [InlineData("--input-raw-vxlan-vni=42", 1)]
    [InlineData("--input-raw-vxlan-vni=-42", 0)]
    public async Task Receives_what_a_VXLAN_device_sends_to_its_socket(string flag, int connections)
    {
        Connect(_host, "v1", _guest, "w1", "10.1.1");
        AddVxlan(_guest, "10.1.1.1", "10.3.0.2/24");
        _guest.Ip("neigh add 10.3.0.1 lladdr 02:00:00:00:00:01 dev vx0");
        string[] flags = ["--input-raw", "10.1.1.1:80", "--input-raw-engine", "vxlan", "--output-null", .. flag.Length > 0 ? (string[])[flag] : []];
        await using GorProcess gor = GorProcess.Start(_host, flags);
        await gor.UntilLogAsync("rules: ");
        Assert.Contains("capturing vxlan 10.1.1.1:4789", gor.Log);
        using Socket client = _guest.Socket(AddressFamily.InterNetwork, SocketType.Stream, ProtocolType.Tcp);
        client.Blocking = false;
        Assert.Throws<SocketException>(() => client.Connect(IPAddress.Parse("10.3.0.1"), 80));
        using Socket otherPort = _guest.Socket(AddressFamily.InterNetwork, SocketType.Stream, ProtocolType.Tcp);
        otherPort.Blocking = false;
        Assert.Throws<SocketException>(() => otherPort.Connect(IPAddress.Parse("10.3.0.1"), 81));

        // Each look prints the ledger as it stands.
        string expected = connections == 0 ? "left out" : "1 connections_opened";
        for (int i = 0; i < 200 && !gor.Log.Contains(expected, StringComparison.Ordinal); i++)
        {
            gor.Signal("USR1");
            await Task.Delay(50);
        }

        Assert.Equal(0, await gor.StopAsync());
        Assert.Contains(expected, gor.Log);
        Assert.DoesNotContain("2 connections_opened", gor.Log);
        Assert.Equal(connections == 0, !gor.Log.Contains("connections_opened", StringComparison.Ordinal));
    }

    [Theory]
    [MemberData(nameof(Engines))]
    public async Task Shows_in_a_dry_run_what_it_would_do(string engine)
    {
        Connect(_host, "v1", _guest, "w1", "10.1.1");
        await using GorProcess gor = GorProcess.Start(
            _host, "--input-raw", ":80", "--input-raw-engine", engine, "--output-resurface", "http://10.0.0.9/message", "--output-resurface-rules", "allow_http_url", "--dry-run");
        Assert.Equal(0, await gor.ExitAsync());
        string text = string.Join('\n', gor.Records);
        Assert.Contains("v1: Ethernet, 10.1.1.1", text);
        Assert.Contains("filter of ", text);
        Assert.Contains("(tcp port 80)", text);
        Assert.Contains("sending to http://10.0.0.9/message", text);
        Assert.Contains("rules: ", text);
    }

    [Fact]
    public async Task Lists_the_devices_with_what_would_be_captured()
    {
        Connect(_host, "v1", _guest, "w1", "10.1.1");
        _host.Ip("link add br9 type bridge");
        await using GorProcess gor = GorProcess.Start(_host, "devices");
        Assert.Equal(0, await gor.ExitAsync());
        Assert.Contains(gor.Records, line => line.StartsWith("v1 ", StringComparison.Ordinal) && line.Contains("tcp port 80", StringComparison.Ordinal) && line.Contains("10.1.1.1", StringComparison.Ordinal));
        Assert.Contains(gor.Records, line => line.StartsWith("br9 ", StringComparison.Ordinal) && line.Contains("down", StringComparison.Ordinal));
    }

    [Theory]
    [MemberData(nameof(Engines))]
    public async Task Leaves_ignored_devices_alone(string engine)
    {
        Connect(_host, "v1", _guest, "w1", "10.1.1");
        Connect(_host, "v2", _guest, "w2", "10.1.2");
        await using GorProcess gor = await GorProcess.CaptureAsync(
            _host, "--input-raw", ":80", "--input-raw-ignore-interface", "v1", "--input-raw-ignore-interface", "l?", "--input-raw-engine", engine);
        using var server = new PlainServer(_host.Listen(new IPEndPoint(IPAddress.Any, 80)));
        await CallAsync(_guest, "10.1.1.1", "/ignored");
        await CallAsync(_guest, "10.1.2.1", "/captured");
        await gor.UntilRecordAsync("/captured");
        Assert.Equal(0, await gor.StopAsync());
        Assert.Equal(0, gor.Count("/ignored"));
    }

    private NetworkNamespace Make()
    {
        var network = new NetworkNamespace();
        _networks.Add(network);
        return network;
    }

    private static void Connect(NetworkNamespace one, string device, NetworkNamespace other, string peer, string net)
    {
        one.AddPair(device, peer, other);
        one.AddAddress(device, $"{net}.1/24");
        other.AddAddress(peer, $"{net}.2/24");
    }

    private void ConnectByVxlan()
    {
        Connect(_host, "v1", _guest, "w1", "10.1.1");
        AddVxlan(_host, "10.1.1.2", "10.3.0.1/24");
        AddVxlan(_guest, "10.1.1.1", "10.3.0.2/24");
    }

    private static void AddVxlan(NetworkNamespace network, string remote, string address)
    {
        network.Ip($"link add vx0 type vxlan id 42 dstport 4789 remote {remote}");
        network.SetUp("vx0");
        network.AddAddress("vx0", address);
    }

    /// <summary>The guest and another one on a bridge of the host.</summary>
    private NetworkNamespace MakeBridge()
    {
        NetworkNamespace other = Make();
        _host.Ip("link add br0 type bridge");
        _host.AddPair("p1", "w1", _guest);
        _host.AddPair("p2", "w2", other);
        _host.Ip("link set p1 master br0");
        _host.Ip("link set p2 master br0");
        _host.SetUp("br0");
        _guest.AddAddress("w1", "10.2.0.1/24");
        other.AddAddress("w2", "10.2.0.2/24");
        return other;
    }

    private static Task CallAsync(NetworkNamespace from, string address, string path) => PlainServer.CallAsync(
        from.Socket(AddressFamily.InterNetwork, SocketType.Stream, ProtocolType.Tcp), new IPEndPoint(IPAddress.Parse(address), 80), path);
}
