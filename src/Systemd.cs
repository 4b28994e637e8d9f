using System.Globalization;
using System.Net.Sockets;
using System.Text;
using Serilog;

namespace Gor;

/// <summary>
/// Tells systemd, or whoever speaks its protocol, how the service is: sd_notify(3), one datagram a message. A manager that is gone
/// is no reason to fail.
/// </summary>
internal sealed class Systemd : IDisposable
{
    private readonly Socket _socket;
    private readonly UnixDomainSocketEndPoint _manager;

    private Systemd(string address)
    {
        // "@name" is in the abstract namespace, whose names begin with a zero.
        _manager = new UnixDomainSocketEndPoint(address[0] == '@' ? "\0" + address[1..] : address);
        _socket = new Socket(AddressFamily.Unix, SocketType.Dgram, ProtocolType.Unspecified) { Blocking = false };
    }

    /// <summary>How often it wants a sign of life; null: it does not.</summary>
    public TimeSpan? Watchdog { get; private init; }

    /// <returns>Null where no manager waits for a word.</returns>
    public static Systemd? Open(Func<string, string?> variable, ILogger log)
    {
        string address = variable("NOTIFY_SOCKET") ?? "";
        if (address.Length < 2 || address[0] is not ('/' or '@'))
        {
            return null;
        }

        try
        {
            return new Systemd(address) { Watchdog = WatchdogOf(variable) };
        }
        catch (Exception e) when (e is SocketException or ArgumentException or PlatformNotSupportedException)
        {
            log.Warning("NOTIFY_SOCKET {Address:l}: {Reason:l}; the service manager learns nothing", address, e.Message);
            return null;
        }
    }

    public void Ready() => Send("READY=1");

    public void Stopping() => Send("STOPPING=1");

    public void IsAlive() => Send("WATCHDOG=1");

    /// <param name="text">One line for <c>systemctl status</c>.</param>
    public void Status(string text) => Send($"STATUS={text.ReplaceLineEndings(" ")}");

    public void Dispose() => _socket.Dispose();

    private void Send(string message)
    {
        try
        {
            _socket.SendTo(Encoding.UTF8.GetBytes(message), _manager);
        }
        catch (Exception e) when (e is SocketException or ObjectDisposedException)
        {
        }
    }

    /// <summary>sd_watchdog_enabled(3): microseconds, for this process if a process is named.</summary>
    private static TimeSpan? WatchdogOf(Func<string, string?> variable)
    {
        string process = variable("WATCHDOG_PID") ?? "";
        bool isForUs = process.Length == 0 || process == Environment.ProcessId.ToString(CultureInfo.InvariantCulture);
        return isForUs && long.TryParse(variable("WATCHDOG_USEC"), NumberStyles.None, CultureInfo.InvariantCulture, out long microseconds)
            && microseconds is > 0 and < long.MaxValue / TimeSpan.TicksPerMicrosecond
            ? TimeSpan.FromMicroseconds(microseconds)
            : null;
    }
}
