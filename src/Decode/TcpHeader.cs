using Gor.Capture;

namespace Gor.Decode;

/// <summary>
/// TCP (RFC 9293 section 3.1). The checksum is not judged: with offloading the capture sees segments before it is computed.
/// </summary>
internal static class TcpHeader
{
    private const int MinLength = 20;

    /// <summary>
    /// False where the fixed header is not whole or the data offset is impossible. Options that the snap length cut are
    /// no reason to lose the segment: all that it needs stands in the fixed header.
    /// </summary>
    public static bool TryRead(ref Cursor cursor, in Packet packet, out Segment segment)
    {
        ReadOnlySpan<byte> header = cursor.Rest;
        segment = default;
        if (header.Length < MinLength)
        {
            return false;
        }

        int headerLength = (header[12] >> 4) * 4;
        long missing = cursor.Missing;
        if (headerLength > header.Length)
        {
            missing -= headerLength - header.Length;
            headerLength = header.Length;
        }

        if (headerLength < MinLength || missing < 0)
        {
            return false;
        }

        segment = new Segment
        {
            Key = new FlowKey(
                new Endpoint(cursor.Source, cursor.UInt16(0)),
                new Endpoint(cursor.Destination, cursor.UInt16(2)),
                cursor.Tunnel),
            Sequence = cursor.UInt32(4),
            Acknowledgment = cursor.UInt32(8),
            Flags = (TcpFlags)(header[13] & 0x3F),
            TimestampNs = packet.TimestampNs,
            Ordinal = packet.Ordinal,
            CapturePoint = packet.CapturePoint,
            Payload = header[headerLength..],
            MissingLength = (int)missing,
        };
        return true;
    }
}
