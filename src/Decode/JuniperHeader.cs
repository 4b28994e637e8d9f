namespace Gor.Decode;

/// <summary>What Juniper's routers put before a frame: a magic number, flags, extensions where the flags say so.</summary>
internal static class JuniperHeader
{
    private const int Length = 4;
    private const int MagicAndFlags = 8;
    private const byte HasExtensions = 0x80;
    private const byte HasNoLinkHeader = 0x02;

    /// <param name="next">The header behind, by the link type.</param>
    public static Layer Strip(ref Cursor cursor, Layer next)
    {
        if (cursor.Rest.Length < Length || cursor.UInt32(0) >> MagicAndFlags != 0x4D4743)
        {
            return cursor.End(Counter.PacketsMalformedLink);
        }

        byte flags = cursor.Rest[3];
        int length = Length;
        if ((flags & HasExtensions) != 0)
        {
            length += 2 + (cursor.Rest.Length >= Length + 2 ? cursor.UInt16(Length) : 0);
        }

        // The protocol's number stands in place of the frame's header.
        length += (flags & HasNoLinkHeader) != 0 ? 4 : 0;
        if (cursor.Rest.Length <= length)
        {
            return cursor.End(Counter.PacketsMalformedLink);
        }

        cursor.Skip(length);
        return (flags & HasNoLinkHeader) == 0 ? next
            : cursor.IsIp ? Layer.Ip
            : cursor.End(Counter.PacketsIgnoredNotIp);
    }
}
