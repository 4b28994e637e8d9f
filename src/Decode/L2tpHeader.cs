namespace Gor.Decode;

/// <summary>L2TP version 2 over UDP (RFC 2661 section 3.1): flags, then what they announce, then PPP.</summary>
internal static class L2tpHeader
{
    private const int IsControl = 0x8000;
    private const int HasLength = 0x4000;
    private const int HasSequence = 0x0800;
    private const int HasOffset = 0x0200;
    private const int Version = 0x000F;

    public static Layer Strip(ref Cursor cursor)
    {
        if (cursor.Rest.Length < 2)
        {
            return cursor.End(Counter.PacketsMalformedTunnel);
        }

        int flags = cursor.UInt16(0);
        if ((flags & Version) != 2 || (flags & IsControl) != 0)
        {
            return cursor.End(Counter.PacketsIgnoredNotTcp);
        }

        // Flags, tunnel and session id.
        int length = 6;
        length += (flags & HasLength) != 0 ? 2 : 0;
        length += (flags & HasSequence) != 0 ? 4 : 0;
        length += (flags & HasOffset) != 0 ? 2 : 0;
        if (cursor.Rest.Length < length)
        {
            return cursor.End(Counter.PacketsMalformedTunnel);
        }

        if ((flags & HasOffset) != 0)
        {
            length += cursor.UInt16(length - 2);
        }

        if ((flags & HasLength) != 0)
        {
            cursor.TrimTrailer(cursor.UInt16(2));
        }

        if (cursor.Rest.Length < length)
        {
            return cursor.End(Counter.PacketsMalformedTunnel);
        }

        cursor.Skip(length);
        cursor.EnterTunnel();
        return Layer.Ppp;
    }
}
