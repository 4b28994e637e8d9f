using System.Net;
using System.Net.Sockets;
using Gor.Tests.Capture;
using Gor.Tests.Kit;

namespace Gor.Tests.Live;

/// <summary>The whole program where neither OpenSSL nor libpcap is installed, as in the image of a container.</summary>
public sealed class BareMachineTests : IDisposable
{
    /// <summary>Runs what follows in a view of the files where these libraries cannot be read.</summary>
    private static readonly string[] Bare =
    [
        "unshare", "--mount", "sh", "-ec",
        "find -L /usr/lib /usr/local/lib /lib /lib64 -xdev \\( -name 'libssl*.so*' -o -name 'libcrypto*.so*' -o -name 'libpcap.so*' \\) -type f "
            + "2> /dev/null | while read -r file; do mount --bind /dev/null \"$file\"; done; exec \"$@\"",
        "sh",
    ];

    /// <summary>Runs what follows where the root has everything but <c>/etc</c>.</summary>
    private static readonly string[] WithoutEtc =
    [
        "unshare", "--mount", "sh", "-ec",
        "root=$(mktemp -d); mount -t tmpfs none \"$root\"; for folder in /*; do [ \"$folder\" = /etc ] || [ ! -d \"$folder\" ] "
            + "|| { mkdir \"$root$folder\"; mount --rbind \"$folder\" \"$root$folder\"; }; done; exec chroot \"$root\" \"$@\"",
        "sh",
    ];

    private readonly NetworkNamespace _host;
    private readonly TemporaryFolder _folder = new();

    public BareMachineTests()
    {
        NetworkNamespace.SkipUnlessAllowed();
        _host = new NetworkNamespace();
    }

    public void Dispose()
    {
        _host?.Dispose();
        _folder.Dispose();
    }

    [Fact]
    public async Task Captures_spools_tapes_and_shows_metrics()
    {
        string spool = Path.Combine(_folder.Path, "spool");
        string[] line =
        [
            "--input-raw", "lo:80", "--http", ":8181", "--output-file", Path.Combine(_folder.Path, "calls.gor"), "--output-resurface", "-",
            "--output-resurface", "http://127.0.0.1:81/message", "--output-resurface-spool", spool, "--output-resurface-rules", "include debug",
            "--shutdown-timeout", "1s",
        ];
        await using GorProcess gor = GorProcess.Start(_host, Bare, line);
        await gor.UntilLogAsync("rules: ");
        Assert.Contains("libpcap is not installed: gor captures by packet sockets", gor.Log, StringComparison.Ordinal);
        using var server = new PlainServer(_host.Listen(new IPEndPoint(IPAddress.Loopback, 80)));
        await PlainServer.CallAsync(_host.Socket(AddressFamily.InterNetwork, SocketType.Stream, ProtocolType.Tcp), server.Place, "/a-call");
        await gor.UntilRecordAsync("/a-call");
        Assert.True(await gor.StopAsync() == 0, gor.Log);
        Assert.Equal(1, Account.Read(gor.Log, "http://127.0.0.1:81/message")["spooled"]);
        Assert.Contains("ledger: balanced", gor.Log, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Says_what_is_missing_where_there_is_no_etc()
    {
        await using GorProcess gor = GorProcess.Start(
            _host, WithoutEtc, ["--input-raw", "lo:80", "--input-raw-engine", "af_packet", "--output-null", "--exit-after", "100ms"]);
        Assert.True(await gor.ExitAsync() == 1, gor.Log);
        Assert.Contains("Make the folder /etc", Unwrapped(gor.Log), StringComparison.Ordinal);
    }

    [Fact]
    public async Task Says_that_there_is_no_libpcap()
    {
        await using GorProcess gor = GorProcess.Start(_host, Bare, ["--version"]);
        Assert.Equal(0, await gor.ExitAsync());
        Assert.EndsWith(", no libpcap", Assert.Single(gor.Records), StringComparison.Ordinal);
    }

    /// <summary>A server that redirects there does not end the process either.</summary>
    [Fact]
    public async Task Does_not_follow_to_where_TLS_is_spoken()
    {
        using Socket server = _host.Listen(new IPEndPoint(IPAddress.Loopback, 80));
        using Socket secure = _host.Listen(new IPEndPoint(IPAddress.Loopback, 443));
        await using GorProcess gor = GorProcess.Start(
            _host, Bare, ["--input-dummy", "x", "--output-http", "http://127.0.0.1", "--output-http-redirects", "3", "--shutdown-timeout", "2s"]);
        using Socket connection = await server.AcceptAsync();
        await connection.ReceiveAsync(new byte[4096]);
        await connection.SendAsync("HTTP/1.1 301 Moved\r\nLocation: https://127.0.0.1/\r\nContent-Length: 0\r\n\r\n"u8.ToArray());
        await gor.UntilLogAsync("needs the library OpenSSL");
        await gor.StopAsync();
        Assert.Contains("ledger: balanced", gor.Log, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("--output-resurface", "https://127.0.0.1/message")]
    [InlineData("--output-resurface", "http://127.0.0.1/message", "--output-resurface-ca", "/etc/passwd")]
    [InlineData("--output-null", "--input-tcp", ":28020", "--input-tcp-secure", "--input-tcp-certificate", "/etc/passwd")]
    [InlineData("--output-tcp", "127.0.0.1:28020", "--output-tcp-secure")]
    [InlineData("--output-ws", "ws://127.0.0.1/")]
    [InlineData("--output-http", "https://127.0.0.1/")]
    public async Task Says_that_TLS_needs_OpenSSL(params string[] flags)
    {
        await using GorProcess gor = GorProcess.Start(_host, Bare, ["--input-raw", "lo:80", .. flags]);
        Assert.True(await gor.ExitAsync() == 1, gor.Log);
        Assert.Contains("needs the library OpenSSL, which is not installed", Unwrapped(gor.Log), StringComparison.Ordinal);
    }

    private static string Unwrapped(string text) => string.Join(' ', text.Split((char[])[' ', '\n'], StringSplitOptions.RemoveEmptyEntries));
}
