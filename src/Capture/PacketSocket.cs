using System.Net;
using System.Net.Sockets;
using System.Runtime.InteropServices;

namespace Gor.Capture;

/// <summary>Linux' packet sockets (packet(7)), by .NET's own socket class.</summary>
internal static class PacketSocket
{
    private const int SolSocket = 1;
    private const int SoAttachFilter = 26;
    private const int SolPacket = 263;
    private const int PacketAddMembership = 1;
    private const int PacketStatistics = 6;
    private const int PacketIgnoreOutgoing = 23;
    private const int MembershipPromiscuous = 1;

    /// <param name="isCooked">Without link-layer headers: packets begin with IP.</param>
    public static Socket Create(bool isCooked) =>
        new(AddressFamily.Packet, isCooked ? SocketType.Dgram : SocketType.Raw, ProtocolType.Unspecified);

    /// <summary>From here on packets come.</summary>
    /// <param name="index">The device's; 0 for all.</param>
    public static void Bind(Socket socket, int index) => socket.Bind(new DeviceEndPoint(index));

    public static void SetPromiscuous(Socket socket, int index)
    {
        // struct packet_mreq: index, type, and an address that has no meaning here.
        byte[] request = new byte[16];
        BitConverter.TryWriteBytes(request, index);
        BitConverter.TryWriteBytes(request.AsSpan(4), (ushort)MembershipPromiscuous);
        socket.SetRawSocketOption(SolPacket, PacketAddMembership, request);
    }

    /// <param name="program">See <see cref="BpfCode.ToBytes"/>.</param>
    public static void SetFilter(Socket socket, byte[] program)
    {
        GCHandle pinned = GCHandle.Alloc(program, GCHandleType.Pinned);
        try
        {
            // struct sock_fprog: a count of 16 bits, and a pointer at the next place that suits one.
            byte[] request = new byte[2 * nint.Size];
            BitConverter.TryWriteBytes(request, (ushort)(program.Length / 8));
            BitConverter.TryWriteBytes(request.AsSpan(nint.Size), (long)pinned.AddrOfPinnedObject());
            socket.SetRawSocketOption(SolSocket, SoAttachFilter, request);
        }
        finally
        {
            pinned.Free();
        }
    }

    /// <summary>
    /// On the loopback device each packet goes out and comes in, and one of the two is passed over anyway: without it the kernel
    /// copies half as much, and the ring holds twice as long. Linux 4.20 and later; before that nothing changes.
    /// </summary>
    public static void IgnoreOutgoing(int descriptor)
    {
        int yes = 1;
        _ = SetOption(descriptor, SolPacket, PacketIgnoreOutgoing, yes, sizeof(int));
    }

    /// <summary>Packets that found no room in the ring since this was asked the last time.</summary>
    public static uint ReadDrops(Socket socket)
    {
        // struct tpacket_stats_v3: received, dropped, times that the ring was full.
        byte[] numbers = new byte[12];
        socket.GetRawSocketOption(SolPacket, PacketStatistics, numbers);
        return BitConverter.ToUInt32(numbers, 4);
    }

    [DllImport("libc", EntryPoint = "setsockopt", SetLastError = false)]
    private static extern int SetOption(int descriptor, int level, int option, in int value, int length);

    /// <summary>struct sockaddr_ll, for every protocol.</summary>
    private sealed class DeviceEndPoint(int index) : EndPoint
    {
        private const int Length = 20;
        private const byte EveryProtocol = 3;

        public override AddressFamily AddressFamily => AddressFamily.Packet;

        public override SocketAddress Serialize()
        {
            var address = new SocketAddress(AddressFamily.Packet, Length);
            address[3] = EveryProtocol;
            Span<byte> number = stackalloc byte[sizeof(int)];
            MemoryMarshal.Write(number, index);
            for (int i = 0; i < number.Length; i++)
            {
                address[4 + i] = number[i];
            }

            return address;
        }
    }
}
