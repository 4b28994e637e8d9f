namespace Gor.Decode;

/// <summary>
/// L2TP version 2 over UDP (RFC 2661 section 3.1): flags, then what they announce, then PPP.
/// Version 3 over UDP or IP (RFC 3931 section 4.1): a session, whose set-up says what it carries behind which fields.
/// </summary>
internal static class L2tpHeader
{
    private const int IsControl = 0x8000;
    private const int HasLength = 0x4000;
    private const int HasSequence = 0x0800;
    private const int HasOffset = 0x0200;
    private const int Version = 0x000F;

    /// <summary>Of version 3: flags, version, reserved.</summary>
    private const int SessionStart = 4;

    public static Layer Strip(ref Cursor cursor)
    {
        if (cursor.Rest.Length < 2)
        {
            return cursor.End(Counter.PacketsMalformedTunnel);
        }

        int flags = cursor.UInt16(0);
        if ((flags & (Version | IsControl)) == 3 && cursor.Rest.Length > SessionStart)
        {
            cursor.Skip(SessionStart);
            cursor.EnterTunnel();
            return Layer.L2tpSession;
        }

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

    /// <summary>
    /// Session id, a cookie of 0, 4 or 8 bytes, a sublayer of 0 or 4 bytes, then in most cases an Ethernet frame, whose type
    /// must tell where it begins. Session 0 is control.
    /// </summary>
    public static Layer StripSession(ref Cursor cursor)
    {
        const int unit = 4;
        const int mostFields = 3;
        if (cursor.Rest.Length < unit || cursor.UInt32(0) == 0)
        {
            return cursor.End(Counter.PacketsIgnoredNotTcp);
        }

        cursor.Skip(unit);
        for (int fields = 0; fields <= mostFields && cursor.Rest.Length >= unit; fields++)
        {
            if (EthernetHeader.IsLikely(cursor.Rest))
            {
                return Layer.Ethernet;
            }

            cursor.Skip(unit);
        }

        return cursor.End(Counter.PacketsIgnoredNotIp);
    }
}
