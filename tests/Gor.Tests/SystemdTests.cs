using System.Net.Sockets;
using System.Text;
using Gor.Tests.Capture;
using Gor.Tests.Kit;

namespace Gor.Tests;

public sealed class SystemdTests : IDisposable
{
    private readonly TemporaryFolder _folder = new();
    private readonly Logged _logged = new();
    private readonly Dictionary<string, string> _variables = [];

    public void Dispose() => _folder.Dispose();

    [Theory]
    [InlineData(false)]
    [InlineData(true)]
    public void Tells_a_manager_by_datagrams(bool isAbstract)
    {
        Assert.SkipUnless(OperatingSystem.IsLinux(), "systemd is Linux's");
        string path = isAbstract ? $"@gor-test-{Guid.NewGuid():N}" : Path.Combine(_folder.Path, "notify");
        using var manager = new Socket(AddressFamily.Unix, SocketType.Dgram, ProtocolType.Unspecified) { ReceiveTimeout = 10_000 };
        manager.Bind(new UnixDomainSocketEndPoint(isAbstract ? "\0" + path[1..] : path));
        _variables["NOTIFY_SOCKET"] = path;
        using Systemd systemd = Open()!;
        systemd.Ready();
        systemd.Status("500.0 calls/s\n2 lost");
        systemd.IsAlive();
        systemd.Stopping();
        Assert.Equal(
            ["READY=1", "STATUS=500.0 calls/s 2 lost", "WATCHDOG=1", "STOPPING=1"],
            Enumerable.Range(0, 4).Select(_ => Receive(manager)));
    }

    [Fact]
    public void A_manager_that_is_gone_is_no_fault()
    {
        _variables["NOTIFY_SOCKET"] = Path.Combine(_folder.Path, "nobody");
        using Systemd systemd = Open()!;
        systemd.Ready();
        Assert.Empty(_logged.Lines);
    }

    [Theory]
    [InlineData(null)]
    [InlineData("")]
    [InlineData("relative")]
    public void Without_a_socket_there_is_no_manager(string? address)
    {
        if (address is not null)
        {
            _variables["NOTIFY_SOCKET"] = address;
        }

        Assert.Null(Open());
    }

    [Fact]
    public void A_path_that_is_too_long_is_said()
    {
        _variables["NOTIFY_SOCKET"] = "/" + new string('x', 300);
        Assert.Null(Open());
        Assert.Contains("NOTIFY_SOCKET", Assert.Single(_logged.Lines));
    }

    [Theory]
    [InlineData("30000000", null, 30.0)]
    [InlineData("30000000", "1", null)]
    [InlineData("x", null, null)]
    [InlineData(null, null, null)]
    public void Knows_how_often_a_sign_of_life_is_wanted(string? microseconds, string? process, double? seconds)
    {
        _variables["NOTIFY_SOCKET"] = "/run/nobody";
        _variables["WATCHDOG_USEC"] = microseconds ?? "";
        _variables["WATCHDOG_PID"] = process ?? Environment.ProcessId.ToString();
        using Systemd systemd = Open()!;
        Assert.Equal(seconds, systemd.Watchdog?.TotalSeconds);
    }

    private static string Receive(Socket manager)
    {
        byte[] message = new byte[1000];
        return Encoding.UTF8.GetString(message, 0, manager.Receive(message));
    }

    private Systemd? Open() => Systemd.Open(_variables.GetValueOrDefault, _logged.Log);
}
