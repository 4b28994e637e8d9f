namespace Gor.Decode;

/// <summary>GRE (RFC 1701, 2784, 2890), PPTP's version of it (RFC 2637), and what only GRE carries: ERSPAN and WCCP.</summary>
internal static class GreHeader
{
    private const int HasChecksum = 0x8000;
    private const int HasRouting = 0x4000;
    private const int HasKey = 0x2000;
    private const int HasSequence = 0x1000;
    private const int HasAcknowledgment = 0x0080;
    private const int Version = 0x0007;

    private const ushort Ppp = 0x880B;
    private const ushort Wccp = 0x883E;
    private const ushort Erspan = 0x88BE;
    private const ushort Erspan3 = 0x22EB;

    public static Layer Strip(ref Cursor cursor)
    {
        const int minLength = 4;
        if (cursor.Rest.Length < minLength)
        {
            return cursor.End(Counter.PacketsMalformedTunnel);
        }

        int flags = cursor.UInt16(0);
        ushort type = cursor.UInt16(2);
        int length = minLength;
        switch (flags & Version)
        {
            case 0:
                length += (flags & (HasChecksum | HasRouting)) != 0 ? 4 : 0;
                break;
            case 1 when type == Ppp:
                length += (flags & HasAcknowledgment) != 0 ? 4 : 0;
                break;
            default:
                return cursor.End(Counter.PacketsIgnoredNotTcp);
        }

        length += (flags & HasKey) != 0 ? 4 : 0;
        length += (flags & HasSequence) != 0 ? 4 : 0;
        if (cursor.Rest.Length < length)
        {
            return cursor.End(Counter.PacketsMalformedTunnel);
        }

        cursor.Skip(length);
        if ((flags & (Version | HasRouting)) == HasRouting && !TrySkipRoutes(ref cursor))
        {
            return cursor.End(Counter.PacketsMalformedTunnel);
        }

        cursor.EnterTunnel();
        return Next(ref cursor, flags, type);
    }

    private static Layer Next(ref Cursor cursor, int flags, ushort type)
    {
        switch (type)
        {
            case Ppp when cursor.Rest.Length == 0:
                // A bare acknowledgment of PPTP.
                return cursor.End(Counter.PacketsIgnoredNotTcp);
            case Erspan when (flags & HasSequence) == 0:
                // Type I has no header of its own.
                return Layer.Ethernet;
            case Erspan or Erspan3:
                return StripErspan(ref cursor);
            case Wccp:
                return StripWccp(ref cursor);
            case >= 0x8200 and < 0x8400 or 0x9000:
                // Aruba's access points mirror the radio.
                return Layer.Ieee80211;
            default:
                return EtherType.Next(ref cursor, type);
        }
    }

    /// <summary>RFC 1701: source route entries of family (2), offset, length, data; an entry of zeros is the last.</summary>
    private static bool TrySkipRoutes(ref Cursor cursor)
    {
        const int entryLength = 4;
        while (cursor.Rest.Length >= entryLength)
        {
            bool isLast = cursor.UInt32(0) == 0;
            int length = entryLength + cursor.Rest[3];
            if (cursor.Rest.Length < length)
            {
                return false;
            }

            cursor.Skip(length);
            if (isLast)
            {
                return true;
            }
        }

        return false;
    }

    /// <summary>Type II: 8 bytes; type III: 12, which say whether they carry a frame or IP and whether 8 more follow.</summary>
    private static Layer StripErspan(ref Cursor cursor)
    {
        const int length2 = 8;
        const int length3 = 12;
        bool isType3 = cursor.Rest.Length > 0 && cursor.Rest[0] >> 4 == 2;
        int length = isType3 ? length3 : length2;
        if (cursor.Rest.Length < length)
        {
            return cursor.End(Counter.PacketsMalformedTunnel);
        }

        if (!isType3)
        {
            cursor.Skip(length);
            return Layer.Ethernet;
        }

        const byte ipPayload = 2;
        int frameType = (cursor.Rest[10] >> 2) & 0x1F;
        bool hasSubheader = (cursor.Rest[11] & 1) != 0;
        length += hasSubheader ? 8 : 0;
        if (cursor.Rest.Length < length)
        {
            return cursor.End(Counter.PacketsMalformedTunnel);
        }

        cursor.Skip(length);
        return frameType == ipPayload ? Layer.Ip : Layer.Ethernet;
    }

    /// <summary>Version 2 has a redirect header of 4 bytes before the packet, version 1 has none.</summary>
    private static Layer StripWccp(ref Cursor cursor)
    {
        const int redirectLength = 4;
        if (cursor.IsIp)
        {
            return Layer.Ip;
        }

        if (cursor.Rest.Length < redirectLength)
        {
            return cursor.End(Counter.PacketsMalformedTunnel);
        }

        cursor.Skip(redirectLength);
        return Layer.Ip;
    }
}
