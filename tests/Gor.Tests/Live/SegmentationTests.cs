using System.Net;
using System.Net.Sockets;
using System.Text.RegularExpressions;
using Gor.Tests.Kit;

namespace Gor.Tests.Live;

/// <summary>
/// Calls between two networks, cut into small and large packets, by the stack and by what devices take off it: together 20,000.
/// </summary>
[Collection(nameof(Alone))]
public sealed class SegmentationTests : IDisposable
{
    private const int Calls = 5000;

    private readonly NetworkNamespace _host;
    private readonly NetworkNamespace _guest;

    public SegmentationTests()
    {
        NetworkNamespace.SkipUnlessAllowed();
        _host = new NetworkNamespace();
        _guest = new NetworkNamespace();
    }

    public void Dispose()
    {
        _guest.Dispose();
        _host.Dispose();
    }

    [Theory]
    [InlineData(1500, "on")]
    [InlineData(1500, "off")]
    [InlineData(9000, "on")]
    [InlineData(9000, "off")]
    public async Task Every_call_arrives_once_and_right(int mtu, string offloads)
    {
        Assert.SkipUnless(File.Exists("/usr/sbin/ethtool") || File.Exists("/sbin/ethtool"), "Offloads are switched by ethtool, which is not installed.");
        _host.AddPair("v1", "w1", _guest);
        _host.AddAddress("v1", "10.3.0.1/24");
        _guest.AddAddress("w1", "10.3.0.2/24");
        foreach ((NetworkNamespace network, string device) in new[] { (_host, "v1"), (_guest, "w1") })
        {
            network.Ip($"link set {device} mtu {mtu}");
            string told = network.Read($"ethtool -K {device} tso {offloads} gso {offloads} gro {offloads} && ethtool -k {device}");
            Assert.Contains($"generic-segmentation-offload: {offloads}", told, StringComparison.Ordinal);
        }

        await using LiveApp app = await LiveApp.StartAsync(_host.Listen(new IPEndPoint(IPAddress.Parse("10.3.0.1"), 80)));
        using var client = new LiveClient(app.Place, () => _guest.Socket(AddressFamily.InterNetwork, SocketType.Stream, ProtocolType.Tcp));
        await using GorProcess gor = await GorProcess.CaptureAsync(_host, "--input-raw", "v1:80", "--input-raw-buffer-size", "64mb");
        await client.CallAsync(0, Calls, atOnce: 4);
        Assert.True(await gor.StopAsync() == 0, gor.Log);

        Assert.Equal(Calls, client.Calls.Count);
        Assert.True(gor.Records.Count == Calls, $"{gor.Records.Count} records of {Calls} calls\n{gor.Log}");
        Dictionary<int, string> records = gor.Records.ToDictionary(IdOf);
        Assert.Empty(client.Calls.SelectMany(call => call.Judge(records[call.Id], "10.3.0.1")).Take(10));
        Assert.Contains("ledger: balanced", gor.Log, StringComparison.Ordinal);
    }

    private static int IdOf(string record) => int.Parse(Regex.Match(record, @"\[""request_param:id"",""([0-9]+)""\]").Groups[1].Value);
}
