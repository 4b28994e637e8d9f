using System.Net;
using System.Net.Sockets;
using Gor.Capture;

namespace Gor.Tests.Capture;

public sealed class PacketSocketTests
{
    private const int Loopback = 1;

    [Theory]
    [InlineData(false, 2)]
    [InlineData(true, 1)]
    public void A_packet_on_loopback_comes_once_where_outgoing_ones_are_ignored(bool ignores, int copies)
    {
        if (!OperatingSystem.IsLinux() || !Environment.IsPrivilegedProcess)
        {
            Assert.Skip("Packet sockets need Linux and root.");
        }

        using Socket socket = PacketSocket.Create(isCooked: false);
        if (ignores)
        {
            PacketSocket.IgnoreOutgoing((int)socket.Handle);
        }

        PacketSocket.Bind(socket, Loopback);
        using var receiver = new UdpClient(new IPEndPoint(IPAddress.Loopback, 0));
        byte[] text = Guid.NewGuid().ToByteArray();
        receiver.Send(text, (IPEndPoint)receiver.Client.LocalEndPoint!);
        receiver.Send("the end"u8, (IPEndPoint)receiver.Client.LocalEndPoint!);

        // In the order of the wire: once the second is here, all of the first were.
        byte[] frame = new byte[65536];
        int seen = 0;
        while (frame.AsSpan(0, socket.Receive(frame)).IndexOf("the end"u8) < 0)
        {
            seen += frame.AsSpan().IndexOf(text) >= 0 ? 1 : 0;
            frame.AsSpan().Clear();
        }

        Assert.Equal(copies, seen);
    }
}
