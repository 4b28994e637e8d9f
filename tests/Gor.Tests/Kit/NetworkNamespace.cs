using System.Diagnostics;
using System.Net;
using System.Net.Sockets;
using System.Runtime.InteropServices;
using Microsoft.Win32.SafeHandles;

namespace Gor.Tests.Kit;

/// <summary>A network of its own, for one test (ip-netns(8)). Needs Linux and root.</summary>
internal sealed class NetworkNamespace : IDisposable
{
    private const int CloneNewNetwork = 0x40000000;
    private static int _count;

    public NetworkNamespace()
    {
        Name = $"gor{Environment.ProcessId}x{Interlocked.Increment(ref _count)}";
        Execute("ip", "netns", "add", Name);
        Ip("link set lo up");
    }

    public string Name { get; }

    public static void SkipUnlessAllowed()
    {
        if (!OperatingSystem.IsLinux() || !Environment.IsPrivilegedProcess || !File.Exists("/usr/bin/ip") && !File.Exists("/sbin/ip"))
        {
            Assert.Skip("Network namespaces need Linux, root and iproute2.");
        }
    }

    /// <summary>Runs <c>ip</c> inside.</summary>
    public void Ip(string arguments) => Execute("ip", ["-n", Name, .. arguments.Split(' ')]);

    /// <summary>Runs a program inside; it must succeed.</summary>
    public void Run(string program, string arguments) => Execute("ip", ["netns", "exec", Name, program, .. arguments.Split(' ')]);

    /// <summary>A pair of devices, up, without duplicate address detection, which would delay the first packets.</summary>
    public void AddPair(string name, string peer, NetworkNamespace other)
    {
        Ip($"link add {name} type veth peer name {peer} netns {other.Name}");
        SetUp(name);
        other.SetUp(peer);
    }

    public void SetUp(string device)
    {
        Execute("ip", "netns", "exec", Name, "sh", "-c", $"echo 0 > /proc/sys/net/ipv6/conf/{device}/accept_dad");
        Ip($"link set {device} up");
    }

    public void AddAddress(string device, string address) =>
        Ip($"addr add {address} dev {device}{(address.Contains(':', StringComparison.Ordinal) ? " nodad" : "")}");

    public string Read(string command)
    {
        using Process process = Process.Start(new ProcessStartInfo("ip", ["netns", "exec", Name, "sh", "-c", command]) { RedirectStandardOutput = true })!;
        string text = process.StandardOutput.ReadToEnd();
        process.WaitForExit();
        return text;
    }

    /// <summary>A socket of this network, whoever uses it.</summary>
    public Socket Socket(AddressFamily family, SocketType type, ProtocolType protocol) => Inside(() => new Socket(family, type, protocol));

    public Socket Listen(IPEndPoint place)
    {
        Socket socket = Socket(place.AddressFamily, SocketType.Stream, ProtocolType.Tcp);
        socket.Bind(place);
        socket.Listen(128);
        return socket;
    }

    /// <summary>Runs on a thread inside.</summary>
    public T Inside<T>(Func<T> action)
    {
        T? result = default;
        Exception? failure = null;
        var thread = new Thread(() =>
        {
            try
            {
                using SafeFileHandle file = File.OpenHandle($"/var/run/netns/{Name}");
                Assert.Equal(0, SetNamespace((int)file.DangerousGetHandle(), CloneNewNetwork));
                result = action();
            }
            catch (Exception problem)
            {
                failure = problem;
            }
        });
        thread.Start();
        thread.Join();
        return failure is null ? result! : throw failure;
    }

    public void Dispose() => Execute("ip", "netns", "del", Name);

    private static void Execute(string program, params string[] arguments)
    {
        using Process process = Process.Start(new ProcessStartInfo(program, arguments) { RedirectStandardError = true })!;
        string error = process.StandardError.ReadToEnd();
        process.WaitForExit();
        Assert.True(process.ExitCode == 0, $"{program} {string.Join(' ', arguments)}: {error}");
    }

    [DllImport("libc", EntryPoint = "setns", SetLastError = true)]
    private static extern int SetNamespace(int file, int type);
}
