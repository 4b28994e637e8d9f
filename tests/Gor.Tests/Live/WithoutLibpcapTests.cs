using System.Net;
using System.Net.Sockets;
using Gor.Tests.Capture;
using Gor.Tests.Kit;

namespace Gor.Tests.Live;

/// <summary>A machine without libpcap: its files are hidden from the whole program, in a mount namespace of its own.</summary>
public sealed class WithoutLibpcapTests : IDisposable
{
    /// <summary>An empty file is no library; what is named behind runs.</summary>
    private const string Hide = "for file in /lib/*/libpcap.so* /usr/lib/*/libpcap.so* /usr/lib/libpcap.so* /usr/lib64/libpcap.so*; do "
        + "[ ! -e \"$file\" ] || mount --bind /dev/null \"$file\" || exit; done; exec \"$@\"";

    private static readonly string[] Prefix = ["unshare", "--mount", "sh", "-c", Hide, "sh"];

    private readonly NetworkNamespace _host;
    private readonly NetworkNamespace _guest;
    private readonly TemporaryFolder _folder = new();

    public WithoutLibpcapTests()
    {
        NetworkNamespace.SkipUnlessAllowed();
        _host = new NetworkNamespace();
        _guest = new NetworkNamespace();
        _host.AddPair("v1", "w1", _guest);
        _host.AddAddress("v1", "10.1.1.1/24");
        _host.AddAddress("v1", "10.1.1.9/24");
        _guest.AddAddress("w1", "10.1.1.2/24");
    }

    public void Dispose()
    {
        _host?.Dispose();
        _guest?.Dispose();
        _folder.Dispose();
    }

    /// <summary>Ports and hosts are filtered by the kernel all the same: what they leave out is not even received.</summary>
    [Theory]
    [InlineData(":80", "/port-80 /other-host")]
    [InlineData("v1:80,81", "/port-80 /port-81 /other-host")]
    [InlineData("10.1.1.1:80", "/port-80")]
    [InlineData("10.1.1.9:", "/other-host")]
    [InlineData("any:81", "/port-81")]
    public async Task Captures_by_packet_sockets_and_says_so(string input, string expected)
    {
        await using GorProcess gor = await StartAsync("--input-raw", input);
        Assert.Contains("libpcap is not installed: gor captures by packet sockets of its own (--input-raw-engine af_packet)", gor.Log);
        Assert.DoesNotContain("libpcap", File.ReadAllText($"/proc/{gor.Id}/maps"));
        using var server = new PlainServer(_host.Listen(new IPEndPoint(IPAddress.Any, 80)));
        using var other = new PlainServer(_host.Listen(new IPEndPoint(IPAddress.Any, 81)));
        await CallAsync("10.1.1.1", 80, "/port-80");
        await CallAsync("10.1.1.1", 81, "/port-81");
        await CallAsync("10.1.1.9", 80, "/other-host");
        string[] paths = expected.Split(' ');
        foreach (string path in paths)
        {
            await gor.UntilRecordAsync(path);
        }

        Assert.Equal(0, await gor.StopAsync());
        Assert.Equal(paths.Length, gor.Records.Count);
        Assert.DoesNotContain("packets_ignored_filter", gor.Log);
        Assert.Contains("ledger: balanced", gor.Log);
    }

    [Fact]
    public async Task Gives_the_rights_of_root_up_all_the_same()
    {
        await using GorProcess gor = await StartAsync("--input-raw", ":80", "--user", "nobody:4242", "--output-resurface-spool", "off");
        foreach (string thread in Directory.GetDirectories($"/proc/{gor.Id}/task"))
        {
            string[] status = File.ReadAllLines(Path.Combine(thread, "status"));
            Assert.Contains("Uid:\t65534\t65534\t65534\t65534", status);
            Assert.All((string[])["CapPrm", "CapEff", "CapAmb"], set => Assert.Contains($"{set}:\t0000000000000000", status));
        }

        using var server = new PlainServer(_host.Listen(new IPEndPoint(IPAddress.Any, 80)));
        await CallAsync("10.1.1.1", 80, "/as-nobody");
        await gor.UntilRecordAsync("/as-nobody");
    }

    /// <summary>Only libpcap knows its filters' language.</summary>
    [Fact]
    public async Task Names_what_a_filter_in_words_needs()
    {
        await using GorProcess gor = GorProcess.Start(
            _host, Prefix, ["--input-raw", "v1:80", "--output-null", "--input-raw-bpf-filter", "tcp port 80"]);
        Assert.Equal(1, await gor.ExitAsync());
        string log = gor.Log.ReplaceLineEndings(" ");
        Assert.Contains("--input-raw-bpf-filter needs the library libpcap", log);
        Assert.Contains("apt install libpcap0.8", log);
    }

    [Fact]
    public async Task Lists_devices_and_reads_files()
    {
        await using GorProcess version = GorProcess.Start(_host, Prefix, ["--version"]);
        Assert.Equal(0, await version.ExitAsync());
        Assert.Contains("no libpcap", string.Join(' ', version.Records));
        await using GorProcess devices = GorProcess.Start(_host, Prefix, ["devices"]);
        Assert.Equal(0, await devices.ExitAsync());
        Assert.Contains(devices.Records, line => line.StartsWith("v1 ", StringComparison.Ordinal));
        Conversation talk = new Conversation().Opened();
        talk.Client.Sends("GET /from-file HTTP/1.1\r\n\r\n");
        talk.Server.Sends("HTTP/1.1 204 No Content\r\n\r\n");
        string path = _folder.Write("talk.pcap", talk.Closed().ToPcap());
        await using GorProcess file = GorProcess.Start(
            _host, Prefix, ["--input-raw", path, "--output-resurface", "-", "--output-resurface-rules", "include debug"]);
        Assert.Equal(0, await file.ExitAsync());
        Assert.Equal(1, file.Count("/from-file"));
    }

    private async Task<GorProcess> StartAsync(params string[] arguments)
    {
        GorProcess gor = GorProcess.Start(_host, Prefix, [.. arguments, "--output-resurface", "-", "--output-resurface-rules", "include debug"]);
        await gor.UntilLogAsync("rules: ");
        return gor;
    }

    private Task CallAsync(string host, int port, string path) => PlainServer.CallAsync(
        _guest.Socket(AddressFamily.InterNetwork, SocketType.Stream, ProtocolType.Tcp), new IPEndPoint(IPAddress.Parse(host), port), path);
}
