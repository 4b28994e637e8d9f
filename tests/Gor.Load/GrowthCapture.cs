using System.Buffers.Binary;
using System.Text;

namespace Gor.Load;

/// <summary>
/// Writes capture files that differ in one quantity, so that what grows with it can be seen: raw IPv4, segments of 1448 bytes, keep-alive
/// connections between one client and one server, ten microseconds from packet to packet.
/// </summary>
internal sealed class GrowthCapture : IDisposable
{
    private const int SegmentSize = 1448;
    private const int HeaderSize = 40;
    private const int LinkTypeRaw = 101;
    private const byte Syn = 0x02;
    private const byte Ack = 0x10;

    private static readonly byte[] Request = Encoding.ASCII.GetBytes(
        "GET /items/2?page=17&sort=created HTTP/1.1\r\nHost: shop.example\r\nUser-Agent: growth\r\nAccept: application/json\r\n\r\n");

    private static readonly byte[] Text = Encoding.ASCII.GetBytes(string.Concat(Enumerable.Repeat("{\"id\":1,\"name\":\"x\"},", 100)));

    private readonly FileStream _file;
    private readonly byte[] _packet = new byte[16 + HeaderSize + SegmentSize];
    private readonly Dictionary<int, (uint Client, uint Server)> _next = [];
    private long _microseconds = 1_767_225_600_000_000;

    private GrowthCapture(string path)
    {
        _file = new FileStream(path, FileMode.Create, FileAccess.Write, FileShare.Read, 1 << 20);
        Span<byte> header = stackalloc byte[24];
        header.Clear();
        BinaryPrimitives.WriteUInt32LittleEndian(header, 0xA1B2C3D4);
        BinaryPrimitives.WriteUInt16LittleEndian(header[4..], 2);
        BinaryPrimitives.WriteUInt16LittleEndian(header[6..], 4);
        BinaryPrimitives.WriteInt32LittleEndian(header[16..], 262144);
        BinaryPrimitives.WriteInt32LittleEndian(header[20..], LinkTypeRaw);
        _file.Write(header);
    }

    public int Packets { get; private set; }

    public void Dispose() => _file.Dispose();

    /// <summary>One connection; answers with bodies of <paramref name="length"/> bytes.</summary>
    /// <returns>Packets in the file.</returns>
    public static int OfBodies(string path, long length, int calls)
    {
        using var capture = new GrowthCapture(path);
        capture.Open(0);
        for (int i = 0; i < calls; i++)
        {
            capture.Call(0, length);
        }

        return capture.Packets;
    }

    /// <summary>All connections open before the first call; then they call in turn, or at random.</summary>
    /// <returns>Packets in the file.</returns>
    public static int OfConnections(string path, int connections, int calls, bool atRandom = false)
    {
        using var capture = new GrowthCapture(path);
        var random = new Random(1);
        for (int i = 0; i < connections; i++)
        {
            capture.Open(i);
        }

        for (int i = 0; i < calls; i++)
        {
            capture.Call(atRandom ? random.Next(connections) : i % connections, length: 500);
        }

        return capture.Packets;
    }

    /// <summary>One long answer, of which each <paramref name="waiting"/> segments come before the one that belongs before them, the last one first.</summary>
    /// <returns>Packets in the file.</returns>
    public static int OfDisorder(string path, int waiting, int segments)
    {
        using var capture = new GrowthCapture(path);
        capture.Open(0);
        capture.Call(0, (long)segments * SegmentSize, waiting);
        return capture.Packets;
    }

    private void Open(int connection)
    {
        Write(connection, isClient: true, Syn, 1000, 0, []);
        Write(connection, isClient: false, Syn | Ack, 5000, 1001, []);
        _next[connection] = (1001, 5001);
    }

    private void Call(int connection, long length, int waiting = 0)
    {
        (uint client, uint server) = _next[connection];
        Write(connection, isClient: true, Ack, client, server, Request);
        client += (uint)Request.Length;
        byte[] head = Encoding.ASCII.GetBytes($"HTTP/1.1 200 OK\r\nContent-Length: {length}\r\nContent-Type: application/json\r\n\r\n");
        Write(connection, isClient: false, Ack, server, client, head);
        server += (uint)head.Length;
        for (long done = 0; done < length;)
        {
            int segments = (int)Math.Min(waiting + 1, (length - done + SegmentSize - 1) / SegmentSize);
            for (int i = segments - 1; i >= 0; i--)
            {
                long at = done + ((long)i * SegmentSize);
                Write(connection, isClient: false, Ack, server + (uint)at, client, Text.AsSpan(0, (int)Math.Min(SegmentSize, length - at)));
            }

            done = Math.Min(length, done + ((long)segments * SegmentSize));
        }

        _next[connection] = (client, server + (uint)length);
    }

    /// <summary>The record's header, IPv4 (RFC 791), TCP (RFC 9293), payload. Checksums are left out, as sending hosts with offload do.</summary>
    private void Write(int connection, bool isClient, byte flags, uint sequence, uint acknowledgment, ReadOnlySpan<byte> payload)
    {
        Span<byte> packet = _packet.AsSpan(0, 16 + HeaderSize + payload.Length);
        packet[..(16 + HeaderSize)].Clear();
        int length = HeaderSize + payload.Length;
        _microseconds += 10;
        BinaryPrimitives.WriteUInt32LittleEndian(packet, (uint)(_microseconds / 1_000_000));
        BinaryPrimitives.WriteUInt32LittleEndian(packet[4..], (uint)(_microseconds % 1_000_000));
        BinaryPrimitives.WriteInt32LittleEndian(packet[8..], length);
        BinaryPrimitives.WriteInt32LittleEndian(packet[12..], length);

        Span<byte> ip = packet[16..];
        ip[0] = 0x45;
        BinaryPrimitives.WriteUInt16BigEndian(ip[2..], (ushort)length);
        ip[8] = 64;
        ip[9] = 6;
        uint client = 0x0A010000u + (uint)(connection / 50_000);
        const uint server = 0x0A000001;
        ushort port = (ushort)(10_000 + (connection % 50_000));
        BinaryPrimitives.WriteUInt32BigEndian(ip[12..], isClient ? client : server);
        BinaryPrimitives.WriteUInt32BigEndian(ip[16..], isClient ? server : client);

        Span<byte> tcp = ip[20..];
        BinaryPrimitives.WriteUInt16BigEndian(tcp, isClient ? port : (ushort)80);
        BinaryPrimitives.WriteUInt16BigEndian(tcp[2..], isClient ? (ushort)80 : port);
        BinaryPrimitives.WriteUInt32BigEndian(tcp[4..], sequence);
        BinaryPrimitives.WriteUInt32BigEndian(tcp[8..], acknowledgment);
        tcp[12] = 0x50;
        tcp[13] = flags;
        BinaryPrimitives.WriteUInt16BigEndian(tcp[14..], 0xFFFF);
        payload.CopyTo(tcp[20..]);
        _file.Write(packet);
        Packets++;
    }
}
