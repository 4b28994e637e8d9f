using System.Diagnostics;
using System.Net;
using System.Net.Sockets;
using Gor.Tests.Capture;
using Gor.Tests.Kit;

namespace Gor.Tests.Live;

/// <summary>The published binary as containers start it: few rights, nothing to write to, the network of a pod or of the host.</summary>
public sealed class ContainerTests : IDisposable
{
    /// <summary>As another user without any right but what the file gives.</summary>
    private static readonly string[] Nobody = ["setpriv", "--reuid=65534", "--regid=65534", "--clear-groups", "--inh-caps=-all"];

    private readonly NetworkNamespace _host;
    private readonly NetworkNamespace _pod;
    private readonly TemporaryFolder _folder = new();
    private readonly string _binary;

    public ContainerTests()
    {
        NetworkNamespace.SkipUnlessAllowed();
        Assert.SkipUnless(GorProcess.IsNative, "GOR_BINARY does not name the published binary; bin/test does.");
        _host = new NetworkNamespace();
        _pod = new NetworkNamespace();
        _host.AddPair("veth0", "eth0", _pod);
        _host.AddAddress("veth0", "10.1.1.1/24");
        _pod.AddAddress("eth0", "10.1.1.2/24");
        _binary = Path.Combine(_folder.Path, "gor");
        File.Copy(GorProcess.Command[0], _binary);
        File.SetUnixFileMode(_folder.Path, (UnixFileMode)0b111_101_101);
    }

    public void Dispose()
    {
        _host?.Dispose();
        _pod?.Dispose();
        _folder.Dispose();
    }

    /// <summary>User 0, all capabilities dropped but one, a root file system that cannot be written; the network is the pod's.</summary>
    [Theory]
    [InlineData("libpcap")]
    [InlineData("af_packet")]
    public async Task Captures_the_pod_as_root_with_one_capability_and_a_read_only_root(string engine)
    {
        string[] prefix =
        [
            "unshare", "--mount", "sh", "-c", "mount -o remount,bind,ro / && ! touch /written 2> /dev/null && exec \"$@\"", "sh",
            "setpriv", "--inh-caps=-all", "--bounding-set=-all,+net_raw", "--no-new-privs",
        ];
        await using GorProcess gor = Start(_pod, prefix, "--input-raw-engine", engine);
        await gor.UntilLogAsync("rules: ");
        Assert.Contains("CapEff:\t0000000000002000", File.ReadAllLines($"/proc/{gor.Id}/status"));
        await CaptureACallAsync(gor, "/of-the-pod");
    }

    /// <summary>The host's network shows the pod's calls on the other end of its pair.</summary>
    [Fact]
    public async Task Captures_a_pod_from_the_network_of_the_host_by_a_capability_of_the_file()
    {
        using (Process grant = Process.Start("setcap", ["cap_net_raw+ep", _binary]))
        {
            await grant.WaitForExitAsync(TestContext.Current.CancellationToken);
            Assert.Equal(0, grant.ExitCode);
        }

        await using GorProcess gor = Start(_host, Nobody);
        await gor.UntilLogAsync("rules: ");
        string[] status = File.ReadAllLines($"/proc/{gor.Id}/status");
        Assert.Contains("Uid:\t65534\t65534\t65534\t65534", status);
        Assert.Contains("CapEff:\t0000000000002000", status);
        await CaptureACallAsync(gor, "/of-a-pod");
    }

    [Fact]
    public async Task Says_what_the_container_lacks()
    {
        await using GorProcess gor = Start(_pod, ["setpriv", "--inh-caps=-all", "--bounding-set=-all"]);
        Assert.Equal(1, await gor.ExitAsync());
        Assert.Contains("--cap-add NET_RAW", gor.Log.ReplaceLineEndings(" "));
    }

    private GorProcess Start(NetworkNamespace inside, IReadOnlyList<string> prefix, params string[] arguments) => GorProcess.Start(
        inside, _binary, prefix, ["--input-raw", ":80", "--output-resurface", "-", "--output-resurface-rules", "include debug", .. arguments]);

    private async Task CaptureACallAsync(GorProcess gor, string path)
    {
        using var server = new PlainServer(_pod.Listen(new IPEndPoint(IPAddress.Any, 80)));
        Socket client = _host.Socket(AddressFamily.InterNetwork, SocketType.Stream, ProtocolType.Tcp);
        await PlainServer.CallAsync(client, new IPEndPoint(IPAddress.Parse("10.1.1.2"), 80), path);
        await gor.UntilRecordAsync(path);
        Assert.Equal(0, await gor.StopAsync());
        Assert.Contains("ledger: balanced", gor.Log);
    }
}
