using System.Buffers.Binary;
using Gor.Decode;

namespace Gor.Tests.Kit;

/// <summary>Makes the Ethernet frame of a segment, with checksums, so that other tools read it too.</summary>
internal static class ConversationFrame
{
    private const int EthernetLength = 14;
    private const int TcpLength = 20;

    public static byte[] Of(in Segment segment)
    {
        bool isIpv4 = segment.Key.Source.Address.IsIpv4;
        int ipLength = isIpv4 ? 20 : 40;
        var frame = new byte[EthernetLength + ipLength + TcpLength + segment.Payload.Length];
        frame[5] = 2;
        frame[11] = 1;
        BinaryPrimitives.WriteUInt16BigEndian(frame.AsSpan(12), (ushort)(isIpv4 ? 0x0800 : 0x86DD));
        Span<byte> ip = frame.AsSpan(EthernetLength, ipLength);
        Span<byte> tcp = frame.AsSpan(EthernetLength + ipLength);
        byte[] source = segment.Key.Source.Address.ToIPAddress().GetAddressBytes();
        byte[] destination = segment.Key.Destination.Address.ToIPAddress().GetAddressBytes();
        int onWire = TcpLength + segment.Payload.Length + segment.MissingLength;
        if (isIpv4)
        {
            ip[0] = 0x45;
            BinaryPrimitives.WriteUInt16BigEndian(ip[2..], (ushort)(ipLength + onWire));
            ip[8] = 64;
            ip[9] = 6;
            source.CopyTo(ip[12..]);
            destination.CopyTo(ip[16..]);
            BinaryPrimitives.WriteUInt16BigEndian(ip[10..], Checksum(ip));
        }
        else
        {
            ip[0] = 0x60;
            BinaryPrimitives.WriteUInt16BigEndian(ip[4..], (ushort)onWire);
            ip[6] = 6;
            ip[7] = 64;
            source.CopyTo(ip[8..]);
            destination.CopyTo(ip[24..]);
        }

        BinaryPrimitives.WriteUInt16BigEndian(tcp, segment.Key.Source.Port);
        BinaryPrimitives.WriteUInt16BigEndian(tcp[2..], segment.Key.Destination.Port);
        BinaryPrimitives.WriteUInt32BigEndian(tcp[4..], segment.Sequence);
        BinaryPrimitives.WriteUInt32BigEndian(tcp[8..], segment.Acknowledgment);
        tcp[12] = (TcpLength / 4) << 4;
        tcp[13] = (byte)segment.Flags;
        BinaryPrimitives.WriteUInt16BigEndian(tcp[14..], 0xFFFF);
        segment.Payload.CopyTo(tcp[TcpLength..]);
        byte[] pseudo = [.. source, .. destination, 0, 6, (byte)(onWire >> 8), (byte)onWire, .. tcp];
        BinaryPrimitives.WriteUInt16BigEndian(tcp[16..], Checksum(pseudo));
        return frame;
    }

    /// <summary>RFC 1071.</summary>
    private static ushort Checksum(ReadOnlySpan<byte> bytes)
    {
        uint sum = 0;
        for (int i = 0; i < bytes.Length; i++)
        {
            sum += (uint)(i % 2 == 0 ? bytes[i] << 8 : bytes[i]);
        }

        while (sum > 0xFFFF)
        {
            sum = (sum & 0xFFFF) + (sum >> 16);
        }

        return (ushort)~sum;
    }
}
