namespace Gor.Decode;

/// <summary>
/// TZSP, by which access points and small routers send what they sniff: version, type, protocol (2), then tags of type, length
/// and value; the two tags without a length are padding and the last one.
/// </summary>
internal static class TzspHeader
{
    private const int Length = 4;
    private const byte Version = 1;
    private const byte PaddingTag = 0;
    private const byte EndTag = 1;

    public static Layer Strip(ref Cursor cursor)
    {
        if (cursor.Rest.Length < Length || cursor.Rest[0] != Version)
        {
            return cursor.End(Counter.PacketsIgnoredNotTcp);
        }

        ushort protocol = cursor.UInt16(2);
        cursor.Skip(Length);
        while (cursor.Rest.Length > 0 && cursor.Rest[0] != EndTag)
        {
            int length = cursor.Rest[0] == PaddingTag ? 1 : cursor.Rest.Length > 1 ? 2 + cursor.Rest[1] : int.MaxValue;
            if (length > cursor.Rest.Length)
            {
                return cursor.End(Counter.PacketsMalformedTunnel);
            }

            cursor.Skip(length);
        }

        if (cursor.Rest.Length == 0)
        {
            return cursor.End(Counter.PacketsMalformedTunnel);
        }

        cursor.Skip(1);
        cursor.EnterTunnel();
        return protocol switch
        {
            1 => Layer.Ethernet,
            18 => Layer.Ieee80211,
            _ => cursor.End(Counter.PacketsIgnoredNotIp),
        };
    }
}
