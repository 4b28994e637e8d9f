namespace Gor.Decode;

/// <summary>IP over ATM (RFC 2684): LLC, or the packet itself where the circuit carries one protocol only.</summary>
internal static class AtmHeader
{
    private const int SunLength = 4;
    private const int LaneClientLength = 2;

    public static Layer Strip(ref Cursor cursor) => cursor.IsIp ? Layer.Ip : Layer.Llc;

    /// <summary>SunATM: direction and kind of traffic, path, circuit; LAN emulation (kind 1) puts a client's id before the frame.</summary>
    public static Layer StripSun(ref Cursor cursor)
    {
        const int kindMask = 0x0F;
        const int lane = 1;
        int length = SunLength;
        bool isLane = cursor.Rest.Length > 0 && (cursor.Rest[0] & kindMask) == lane;
        length += isLane ? LaneClientLength : 0;
        if (cursor.Rest.Length <= length)
        {
            return cursor.End(Counter.PacketsMalformedLink);
        }

        cursor.Skip(length);
        return isLane ? Layer.Ethernet : Strip(ref cursor);
    }
}
