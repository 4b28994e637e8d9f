using PacketDotNet;
using PacketDotNet.Ieee80211;

namespace Gor.Decode;

/// <summary>
/// 802.11 data frames, whose many shapes PacketDotNet knows: it says where the LLC header begins. Rare, so its cost
/// (a copy of the frame, an object per header) does not matter.
/// </summary>
internal static class Ieee80211Frame
{
    private const int TypeMask = 0x0C;
    private const int Data = 0x08;

    /// <summary>Subtypes with this bit carry no payload.</summary>
    private const int NullFunction = 0x40;

    private const int HighThroughputControlLength = 4;

    /// <summary>Destination, source and length before each of the frames that one A-MSDU carries.</summary>
    private const int SubframeHeaderLength = 14;

    public static Layer Strip(ref Cursor cursor)
    {
        if (cursor.Rest.Length < 2)
        {
            return cursor.End(Counter.PacketsMalformedLink);
        }

        // Beacons and acknowledgments, most of the air, need no parser.
        if ((cursor.Rest[0] & (TypeMask | NullFunction)) != Data)
        {
            return cursor.End(Counter.PacketsIgnoredNotIp);
        }

        MacFrame? frame;
        try
        {
            frame = Packet.ParsePacket(LinkLayers.Ieee80211, cursor.Rest.ToArray()) as MacFrame;
        }
        catch (Exception)
        {
            // What it throws on bad bytes is not documented; whatever it is, it concerns this packet only.
            return cursor.End(Counter.PacketsMalformedLink);
        }

        if (frame is not DataFrame || frame.FrameControl.Protected)
        {
            return cursor.End(Counter.PacketsIgnoredNotIp);
        }

        int length = HeaderLength(frame, cursor.Rest);
        if (length >= cursor.Rest.Length)
        {
            return cursor.End(Counter.PacketsMalformedLink);
        }

        cursor.Skip(length);
        return Layer.Llc;
    }

    /// <summary>Up to the LLC header: what PacketDotNet does not count is the control field of 802.11n, A-MSDU and padding.</summary>
    private static int HeaderLength(MacFrame frame, ReadOnlySpan<byte> bytes)
    {
        const int aggregate = 0x80;
        int length = frame.FrameSize;
        if (frame is QosDataFrame)
        {
            bool isAggregate = bytes.Length > length && (bytes[length - 2] & aggregate) != 0;
            length += frame.FrameControl.Order ? HighThroughputControlLength : 0;
            length += isAggregate ? SubframeHeaderLength : 0;
        }

        // Some drivers pad the header to a multiple of 4.
        int padded = (length + 3) & ~3;
        return !IsLlc(bytes, length) && IsLlc(bytes, padded) ? padded : length;
    }

    private static bool IsLlc(ReadOnlySpan<byte> bytes, int offset) =>
        bytes.Length >= offset + 3 && bytes[offset..].StartsWith((ReadOnlySpan<byte>)[0xAA, 0xAA, 0x03]);
}
