using System.Net;
using System.Net.Sockets;
using System.Text;

namespace Gor.Capture;

/// <summary>Opens the UDP socket that a mirror sends to.</summary>
internal static class TunnelSocket
{
    // From asm-generic/socket.h: Linux.
    private const int SolSocket = 1;
    private const int SoBindToDevice = 25;
    private const int SoReceiveBufferForce = 33;
    private const int SoMemoryInfo = 55;

    /// <summary>SK_MEMINFO_DROPS in linux/sock_diag.h: the last of nine numbers.</summary>
    private const int DropsIndex = 8;

    /// <param name="address">Any for every address, of both families.</param>
    /// <param name="device">To listen on; empty for every device.</param>
    /// <param name="port">To listen on.</param>
    /// <param name="bufferSize">Of the receive buffer; 0 for the system's default.</param>
    /// <exception cref="CaptureException">It cannot be opened; the message says why and what to do.</exception>
    public static Socket Open(IPAddress address, string device, int port, int bufferSize)
    {
        bool isForAll = address.Equals(IPAddress.Any) && Socket.OSSupportsIPv6;
        var socket = new Socket(isForAll ? AddressFamily.InterNetworkV6 : address.AddressFamily, SocketType.Dgram, ProtocolType.Udp);
        try
        {
            if (socket.AddressFamily == AddressFamily.InterNetworkV6)
            {
                socket.DualMode = isForAll;
            }

            if (device.Length > 0)
            {
                BindToDevice(socket, device);
            }

            Enlarge(socket, bufferSize);
            socket.Bind(new IPEndPoint(isForAll ? IPAddress.IPv6Any : address, port));
            socket.Blocking = false;
            return socket;
        }
        catch (SocketException problem)
        {
            socket.Dispose();
            throw new CaptureException(Explain(problem, address, device, port), problem);
        }
        catch
        {
            socket.Dispose();
            throw;
        }
    }

    /// <summary>Datagrams that found no room in the socket's buffer, a counter of 32 bits; null where the system does not tell.</summary>
    public static uint? ReadDrops(Socket socket)
    {
        if (!OperatingSystem.IsLinux())
        {
            return null;
        }

        byte[] numbers = new byte[(DropsIndex + 1) * sizeof(uint)];
        try
        {
            return socket.GetRawSocketOption(SolSocket, SoMemoryInfo, numbers) < numbers.Length
                ? null
                : BitConverter.ToUInt32(numbers, DropsIndex * sizeof(uint));
        }
        catch (SocketException)
        {
            return null;
        }
    }

    private static void BindToDevice(Socket socket, string device)
    {
        if (!OperatingSystem.IsLinux())
        {
            throw new CaptureException($"Only Linux binds a socket to a device ({device}). Name one of its addresses instead: --input-raw 10.0.0.5:80");
        }

        socket.SetRawSocketOption(SolSocket, SoBindToDevice, Encoding.UTF8.GetBytes(device + "\0"));
    }

    /// <summary>Beyond the system's limit (net.core.rmem_max) where this process may.</summary>
    private static void Enlarge(Socket socket, int size)
    {
        if (size <= 0)
        {
            return;
        }

        try
        {
            socket.ReceiveBufferSize = size;
            if (OperatingSystem.IsLinux())
            {
                socket.SetRawSocketOption(SolSocket, SoReceiveBufferForce, BitConverter.GetBytes(size));
            }
        }
        catch (SocketException)
        {
            // What the limit lets it have is in effect; drops are counted, and their remedy names the limit.
        }
    }

    private static string Explain(SocketException problem, IPAddress address, string device, int port) => problem.SocketErrorCode switch
    {
        SocketError.AddressAlreadyInUse =>
            $"Something else listens on UDP port {port}, a VXLAN device of this host perhaps. Capture that device (--input-raw vx0:80), or take another port: --input-raw-vxlan-port",
        SocketError.AddressNotAvailable => $"{address} is no address of this host, so no mirror can send to it. gor devices lists those there are.",
        SocketError.AccessDenied => $"UDP port {port} may not be opened by this process. Take one above 1023: --input-raw-vxlan-port",
        _ when device.Length > 0 => $"There is no device \"{device}\" to listen on, or it may not be used: {problem.Message}. gor devices lists those there are.",
        _ => $"UDP port {port} cannot be listened on: {problem.Message}",
    };
}
