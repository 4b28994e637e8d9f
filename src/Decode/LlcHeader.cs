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

        int organization = (header[3] << 16) | cursor.UInt16(4);
        ushort type = cursor.UInt16(6);
        cursor.Skip(SnapLength);
        return Organized(ref cursor, organization, type);
    }

    /// <summary>
    /// By SNAP's five bytes. Organizations whose protocol numbers are EtherTypes: RFC 1042's, and the bridge tunnel's of IEEE 802.1H;
    /// the one of RFC 2684 carries a bridged frame, with its check sequence (1) or without (7).
    /// </summary>
    public static Layer Organized(ref Cursor cursor, int organization, ushort type)
    {
        const int bridgePadding = 2;
        switch (organization)
        {
            case 0 or 0x0000F8:
                return EtherType.Next(ref cursor, type);
            case 0x0080C2 when type is 1 or 7 && cursor.Rest.Length > bridgePadding:
                cursor.Skip(bridgePadding);
                return Layer.Ethernet;
            default:
                return cursor.End(Counter.PacketsIgnoredNotIp);
        }
    }
}
