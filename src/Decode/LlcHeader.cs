namespace Gor.Decode;

/// <summary>IEEE 802.2 LLC, with SNAP where it carries an EtherType (RFC 1042).</summary>
internal static class LlcHeader
{
    private const int SnapLength = 8;

    public static Layer Strip(ref Cursor cursor)
    {
        ReadOnlySpan<byte> header = cursor.Rest;
        if (header.Length < 3)
        {
            return cursor.End(Counter.PacketsMalformedLink);
        }

        // The SAP of IP itself (RFC 948).
        if (header[0] == 0x06 && header[1] == 0x06 && header[2] == 0x03)
        {
            cursor.Skip(3);
            return Layer.Ip;
        }

        if (header[0] != 0xAA || header[1] != 0xAA || header[2] != 0x03)
        {
            return cursor.End(Counter.PacketsIgnoredNotIp);
        }

        if (header.Length < SnapLength)
        {
            return cursor.End(Counter.PacketsMalformedLink);
        }

        // Organizations whose protocol numbers are EtherTypes: RFC 1042's, and the bridge tunnel's of IEEE 802.1H.
        int organization = (header[3] << 16) | cursor.UInt16(4);
        ushort type = cursor.UInt16(6);
        cursor.Skip(SnapLength);
        return organization is 0 or 0x0000F8
            ? EtherType.Next(ref cursor, type)
            : cursor.End(Counter.PacketsIgnoredNotIp);
    }
}
