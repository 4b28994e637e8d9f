namespace Gor.Decode;

/// <summary>
/// Endace's extensible record format: time (8), type, flags, record length (2), loss counter (2), wire length (2), extension
/// headers of 8 bytes while the first bit of the one before says so, then for Ethernet two bytes of padding.
/// </summary>
internal static class ErfHeader
{
    private const int Length = 16;
    private const int ExtensionLength = 8;
    private const byte HasMore = 0x80;

    public static Layer Strip(ref Cursor cursor)
    {
        if (cursor.Rest.Length < Length)
        {
            return cursor.End(Counter.PacketsMalformedLink);
        }

        byte type = cursor.Rest[8];
        bool hasMore = (type & HasMore) != 0;
        cursor.Skip(Length);
        while (hasMore && cursor.Rest.Length >= ExtensionLength)
        {
            hasMore = (cursor.Rest[0] & HasMore) != 0;
            cursor.Skip(ExtensionLength);
        }

        switch (type & ~HasMore)
        {
            case 2 or 11 or 16 or 20 when cursor.Rest.Length > 2:
                cursor.Skip(2);
                return Layer.Ethernet;
            case 1 or 10 or 15 or 19:
                return Layer.Ppp;
            case 22 or 23:
                return Layer.Ip;
            default:
                return cursor.End(Counter.PacketsIgnoredNotIp);
        }
    }
}
