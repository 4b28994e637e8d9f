using System.Buffers.Binary;
using System.Net.Sockets;

namespace Gor.Replay;

/// <summary>
/// What Linux tells of a connection: <c>TCP_INFO</c> of tcp(7). GoReplay's protocol has no answers, so the acknowledgments of the other
/// side's TCP are all that can be known of the arrival. On other systems nothing is known, and nothing waited for.
/// </summary>
internal static class TcpProgress
{
    private const int LevelTcp = 6;
    private const int TcpInfo = 11;
    private const int InfoLength = 148;
    private const int UnackedAt = 24;
    private const int NotSentAt = 144;
    private const byte Established = 1;
    private const byte CloseWait = 8;

    private static readonly TimeSpan LongestLook = TimeSpan.FromMilliseconds(20);

    /// <summary>False once the other side has sent its end.</summary>
    public static bool IsOpen(Socket socket)
    {
        Span<byte> info = stackalloc byte[InfoLength];
        return TryRead(socket, info) ? info[0] == Established : !(socket.Poll(0, SelectMode.SelectRead) && socket.Available == 0);
    }

    /// <summary>Waits until all that was written is acknowledged.</summary>
    /// <exception cref="IOException">The connection ended before.</exception>
    public static async Task WaitAsync(Socket socket, CancellationToken stop)
    {
        for (int looks = 0; !IsDone(socket); looks++)
        {
            TimeSpan look = TimeSpan.FromMilliseconds(Math.Min(1 + looks, LongestLook.TotalMilliseconds));
            await Task.Delay(look, stop);
        }
    }

    private static bool IsDone(Socket socket)
    {
        Span<byte> info = stackalloc byte[InfoLength];
        if (!TryRead(socket, info))
        {
            return true;
        }

        return info[0] is not (Established or CloseWait) ? throw new IOException("the other side ended the connection")
            : BinaryPrimitives.ReadUInt32LittleEndian(info[UnackedAt..]) == 0 && BinaryPrimitives.ReadUInt32LittleEndian(info[NotSentAt..]) == 0;
    }

    private static bool TryRead(Socket socket, Span<byte> info)
    {
        if (!OperatingSystem.IsLinux())
        {
            return false;
        }

        try
        {
            return socket.GetRawSocketOption(LevelTcp, TcpInfo, info) == InfoLength;
        }
        catch (SocketException e)
        {
            throw new IOException(e.Message, e);
        }
    }
}
