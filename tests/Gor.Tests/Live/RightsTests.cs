using System.Net;
using System.Net.Sockets;
using Gor.Tests.Capture;
using Gor.Tests.Kit;

namespace Gor.Tests.Live;

/// <summary>With how few rights the whole program captures.</summary>
public sealed class RightsTests : IDisposable
{
    private readonly NetworkNamespace _host;
    private readonly TemporaryFolder _folder = new();

    public RightsTests()
    {
        NetworkNamespace.SkipUnlessAllowed();
        _host = new NetworkNamespace();
    }

    public void Dispose()
    {
        _host?.Dispose();
        _folder.Dispose();
    }

    [Theory]
    [InlineData("libpcap")]
    [InlineData("af_packet")]
    public async Task Becomes_another_user_and_keeps_no_right_of_root(string engine)
    {
        await using GorProcess gor = await GorProcess.CaptureAsync(
            _host, "--input-raw", ":80", "--input-raw-engine", engine, "--user", "nobody:4242", "--output-resurface-spool", "off");
        string[] threads = Directory.GetDirectories($"/proc/{gor.Id}/task");
        Assert.NotEmpty(threads);
        foreach (string thread in threads)
        {
            string[] status = File.ReadAllLines(Path.Combine(thread, "status"));
            Assert.Contains("Uid:\t65534\t65534\t65534\t65534", status);
            Assert.Contains("Gid:\t4242\t4242\t4242\t4242", status);
            Assert.Equal("4242", status.Single(line => line.StartsWith("Groups:", StringComparison.Ordinal))[7..].Trim());
            foreach (string set in (string[])["CapInh", "CapPrm", "CapEff", "CapAmb"])
            {
                Assert.Contains($"{set}:\t0000000000000000", status);
            }
        }

        Assert.Contains("user: nobody:4242 from here on", gor.Log);
        await CaptureACallAsync(gor);
        using (var guest = new NetworkNamespace())
        {
            _host.AddPair("v1", "w1", guest);
            _host.AddAddress("v1", "10.1.1.1/24");
            await gor.UntilLogAsync("v1 cannot be captured as it is now: the right to open devices was given up (--user)");
        }

        Assert.Equal(0, await gor.StopAsync());
        Assert.Contains("ledger: balanced", gor.Log);
    }

    [Fact]
    public async Task Needs_root_to_become_another_user()
    {
        await using GorProcess gor = GorProcess.Start(
            _host, ["setpriv", "--reuid=65534", "--regid=65534", "--clear-groups", "--inh-caps=+net_raw", "--ambient-caps=+net_raw"],
            ["--input-raw", ":80", "--output-null", "--user", "daemon"]);
        Assert.Equal(1, await gor.ExitAsync());
        Assert.Contains("Only root can", gor.Log);
    }

    [Theory]
    [InlineData("libpcap")]
    [InlineData("af_packet")]
    public async Task Captures_with_the_one_capability(string engine)
    {
        await using GorProcess gor = GorProcess.Start(
            _host, ["setpriv", "--reuid=65534", "--regid=65534", "--clear-groups", "--inh-caps=+net_raw", "--ambient-caps=+net_raw"],
            ["--input-raw", ":80", "--input-raw-engine", engine, "--output-resurface", "-", "--output-resurface-rules", "include debug"]);
        await gor.UntilLogAsync("rules: ");
        await CaptureACallAsync(gor);
    }

    [Fact]
    public async Task Says_what_is_missing_without_it()
    {
        string[] nobody = ["setpriv", "--reuid=65534", "--regid=65534", "--clear-groups"];
        await using GorProcess gor = GorProcess.Start(_host, nobody, ["--input-raw", "lo:80", "--output-null"]);
        Assert.Equal(1, await gor.ExitAsync());
        Assert.Contains("cap_net_raw+ep", gor.Log);
        await using GorProcess devices = GorProcess.Start(_host, nobody, ["devices"]);
        Assert.Equal(0, await devices.ExitAsync());
        Assert.Contains(devices.Records, line => line.StartsWith("lo ", StringComparison.Ordinal));
        Assert.Contains("This user may not capture", devices.Log);
    }

    [Fact]
    public async Task Writes_the_captured_packets_down_with_a_warning()
    {
        string path = Path.Combine(_folder.Path, "kept.pcap");
        await using (GorProcess gor = await GorProcess.CaptureAsync(_host, "--input-raw", "lo:80", "--output-pcap", path))
        {
            Assert.Contains("no rule masks what is written there", gor.Log);
            await CaptureACallAsync(gor);
            Assert.Equal(0, await gor.StopAsync());
        }

        await using GorProcess again = GorProcess.Start(null, "--input-raw", path, "--output-resurface", "-", "--output-resurface-rules", "include debug");
        Assert.Equal(0, await again.ExitAsync());
        Assert.Equal(1, again.Count("/a-call"));
    }

    private async Task CaptureACallAsync(GorProcess gor)
    {
        using var server = new PlainServer(_host.Listen(new IPEndPoint(IPAddress.Loopback, 80)));
        await PlainServer.CallAsync(_host.Socket(AddressFamily.InterNetwork, SocketType.Stream, ProtocolType.Tcp), server.Place, "/a-call");
        await gor.UntilRecordAsync("/a-call");
    }
}
