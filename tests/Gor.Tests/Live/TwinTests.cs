using System.Net;
using System.Net.Sockets;
using Gor.Tests.Kit;

namespace Gor.Tests.Live;

/// <summary>A host that translates addresses, as Docker lets it: real translation, by the kernel.</summary>
public sealed class TwinTests : IDisposable
{
    private const int Calls = 20;

    private readonly NetworkNamespace _host;
    private readonly NetworkNamespace _outside;
    private readonly NetworkNamespace _container;

    public TwinTests()
    {
        NetworkNamespace.SkipUnlessAllowed();
        Assert.SkipUnless(File.Exists("/usr/sbin/iptables"), "Translation of addresses needs iptables.");
        _host = new NetworkNamespace();
        _outside = new NetworkNamespace();
        _container = new NetworkNamespace();
        _host.AddPair("eth0", "w1", _outside);
        _host.AddPair("veth0", "eth0", _container);
        _host.AddAddress("eth0", "10.1.1.1/24");
        _outside.AddAddress("w1", "10.1.1.2/24");
        _host.AddAddress("veth0", "172.17.0.1/24");
        _container.AddAddress("eth0", "172.17.0.2/24");
        _container.Ip("route add default via 172.17.0.1");
        _host.Run("sysctl", "-q -w net.ipv4.ip_forward=1");
        _host.Run("iptables", "-t nat -A PREROUTING -i eth0 -p tcp --dport 8080 -j DNAT --to-destination 172.17.0.2:80");
        _host.Run("iptables", "-t nat -A POSTROUTING -o eth0 -j MASQUERADE");
    }

    public static TheoryData<string, string> Places => new(
        from engine in (string[])["libpcap", "af_packet"]
        from device in (string[])["", "any"]
        where engine == "libpcap" || device.Length == 0
        select (engine, device));

    public void Dispose()
    {
        _host?.Dispose();
        _outside?.Dispose();
        _container?.Dispose();
    }

    /// <summary>docker run -p 8080:80: the call passes eth0 as one to the host, and the container's device as one to the container.</summary>
    [Theory]
    [MemberData(nameof(Places))]
    public async Task A_call_to_a_published_port_is_logged_once(string engine, string device)
    {
        await using GorProcess gor = await GorProcess.CaptureAsync(_host, "--input-raw", $"{device}:80,8080", "--input-raw-engine", engine);
        using var server = new PlainServer(_container.Listen(new IPEndPoint(IPAddress.Any, 80)));
        await CallAsync(gor, _outside, new IPEndPoint(IPAddress.Parse("10.1.1.1"), 8080));
    }

    /// <summary>The container is the client: outside it has the host's address.</summary>
    [Theory]
    [MemberData(nameof(Places))]
    public async Task A_call_of_a_container_is_logged_once(string engine, string device)
    {
        await using GorProcess gor = await GorProcess.CaptureAsync(_host, "--input-raw", $"{device}:80", "--input-raw-engine", engine);
        using var server = new PlainServer(_outside.Listen(new IPEndPoint(IPAddress.Any, 80)));
        await CallAsync(gor, _container, new IPEndPoint(IPAddress.Parse("10.1.1.2"), 80));
    }

    private static async Task CallAsync(GorProcess gor, NetworkNamespace client, IPEndPoint server)
    {
        for (int i = 0; i < Calls; i++)
        {
            await PlainServer.CallAsync(client.Socket(AddressFamily.InterNetwork, SocketType.Stream, ProtocolType.Tcp), server, $"/call-{i}/");
        }

        for (int i = 0; i < Calls; i++)
        {
            await gor.UntilRecordAsync($"/call-{i}/");
        }

        Assert.Equal(0, await gor.StopAsync());
        Assert.Equal(Calls, gor.Records.Count);
        Assert.Contains($"{Calls} connections_twin", gor.Log);
        Assert.Contains("bytes_twin", gor.Log);
        Assert.Contains("ledger: balanced", gor.Log);
    }
}
