namespace Gor.Decode;

/// <summary>GTP-U version 1 (3GPP TS 29.281 section 5): flags, message type, length, TEID, then optional fields and extension headers.</summary>
internal static class GtpHeader
{
    private const int MinLength = 8;
    private const int OptionalLength = 4;
    private const byte UserData = 255;
    private const byte HasExtension = 0x04;
    private const byte HasOptional = 0x07;

    public static Layer Strip(ref Cursor cursor)
    {
        if (cursor.Rest.Length < MinLength)
        {
            return cursor.End(Counter.PacketsMalformedTunnel);
        }

        // Version 1, protocol type GTP; everything but user data is signalling.
        byte flags = cursor.Rest[0];
        if (flags >> 4 != 3 || cursor.Rest[1] != UserData)
        {
            return cursor.End(Counter.PacketsIgnoredNotTcp);
        }

        int length = cursor.UInt16(2);
        cursor.Skip(MinLength);
        cursor.TrimTrailer(length);
        if ((flags & HasOptional) != 0 && !TrySkipOptional(ref cursor, (flags & HasExtension) != 0))
        {
            return cursor.End(Counter.PacketsMalformedTunnel);
        }

        if (!cursor.IsIp)
        {
            return cursor.End(Counter.PacketsIgnoredNotIp);
        }

        cursor.EnterTunnel();
        return Layer.Ip;
    }

    /// <summary>Sequence number, N-PDU number, type of the next extension header; these say their length in units of 4 bytes.</summary>
    private static bool TrySkipOptional(ref Cursor cursor, bool hasExtension)
    {
        if (cursor.Rest.Length < OptionalLength)
        {
            return false;
        }

        byte next = hasExtension ? cursor.Rest[3] : (byte)0;
        cursor.Skip(OptionalLength);
        while (next != 0)
        {
            int length = cursor.Rest.Length == 0 ? 0 : cursor.Rest[0] * 4;
            if (length == 0 || cursor.Rest.Length < length)
            {
                return false;
            }

            next = cursor.Rest[length - 1];
            cursor.Skip(length);
        }

        return true;
    }
}
