using System.Buffers.Binary;

namespace Gor.Capture;

/// <summary>
/// Writes packets in the format pcapng (draft-ietf-opsawg-pcapng): one section, with an interface for each capture point, as their link types
/// may differ. Little-endian, timestamps in nanoseconds.
/// </summary>
internal sealed class PcapngWriter(Stream stream)
{
    private const uint SectionHeader = 0x0a0d0d0a;
    private const uint InterfaceDescription = 1;
    private const uint EnhancedPacket = 6;
    private const uint ByteOrderMagic = 0x1a2b3c4d;
    private const ushort TimestampResolution = 9;

    private readonly Dictionary<(int CapturePoint, LinkType LinkType), uint> _interfaces = [];
    private byte[] _block = new byte[1 << 12];

    /// <summary>Bytes so far.</summary>
    public long Length { get; private set; }

    public void Write(in Packet packet)
    {
        if (Length == 0)
        {
            WriteSection();
        }

        if (!_interfaces.TryGetValue((packet.CapturePoint, packet.LinkType), out uint number))
        {
            number = (uint)_interfaces.Count;
            _interfaces.Add((packet.CapturePoint, packet.LinkType), number);
            WriteInterface(packet.LinkType);
        }

        int padded = (packet.Data.Length + 3) & ~3;
        Span<byte> body = Begin(20 + padded);
        BinaryPrimitives.WriteUInt32LittleEndian(body, number);
        BinaryPrimitives.WriteUInt32LittleEndian(body[4..], (uint)(packet.TimestampNs >> 32));
        BinaryPrimitives.WriteUInt32LittleEndian(body[8..], (uint)packet.TimestampNs);
        BinaryPrimitives.WriteUInt32LittleEndian(body[12..], (uint)packet.Data.Length);
        BinaryPrimitives.WriteUInt32LittleEndian(body[16..], (uint)packet.OriginalLength);
        packet.Data.CopyTo(body[20..]);
        body[(20 + packet.Data.Length)..].Clear();
        End(EnhancedPacket, body.Length);
    }

    private void WriteSection()
    {
        Span<byte> body = Begin(16);
        BinaryPrimitives.WriteUInt32LittleEndian(body, ByteOrderMagic);
        BinaryPrimitives.WriteUInt32LittleEndian(body[4..], 1);

        // The section's length is not known while it is written.
        BinaryPrimitives.WriteInt64LittleEndian(body[8..], -1);
        End(SectionHeader, body.Length);
    }

    private void WriteInterface(LinkType linkType)
    {
        Span<byte> body = Begin(20);
        BinaryPrimitives.WriteUInt32LittleEndian(body, (ushort)(linkType == LinkType.RawBsd ? LinkType.Raw : linkType));
        BinaryPrimitives.WriteUInt32LittleEndian(body[4..], 0);
        BinaryPrimitives.WriteUInt16LittleEndian(body[8..], TimestampResolution);
        BinaryPrimitives.WriteUInt16LittleEndian(body[10..], 1);
        BinaryPrimitives.WriteUInt32LittleEndian(body[12..], 9);
        BinaryPrimitives.WriteUInt32LittleEndian(body[16..], 0);
        End(InterfaceDescription, body.Length);
    }

    /// <summary>Room for a block's body, between its type and length in front and its length behind.</summary>
    private Span<byte> Begin(int length)
    {
        if (_block.Length < length + 12)
        {
            _block = new byte[Math.Max(_block.Length * 2, length + 12)];
        }

        return _block.AsSpan(8, length);
    }

    private void End(uint type, int length)
    {
        uint total = (uint)length + 12;
        BinaryPrimitives.WriteUInt32LittleEndian(_block, type);
        BinaryPrimitives.WriteUInt32LittleEndian(_block.AsSpan(4), total);
        BinaryPrimitives.WriteUInt32LittleEndian(_block.AsSpan(8 + length), total);
        stream.Write(_block, 0, (int)total);
        Length += total;
    }
}
