namespace Gor.Decode;

/// <summary>PPP (RFC 1661) bare, in HDLC-like framing (RFC 1662) and over Ethernet (RFC 2516); Cisco's HDLC, which shares its links.</summary>
internal static class PppHeader
{
    private const int PppoeLength = 6;
    private const int CiscoHdlcLength = 4;

    private const byte AllStations = 0xFF;
    private const byte UnnumberedInformation = 0x03;
    private const byte CiscoUnicast = 0x0F;
    private const byte CiscoMulticast = 0x8F;

    public static Layer Strip(ref Cursor cursor)
    {
        if (cursor.Rest.Length >= 2)
        {
            switch (cursor.Rest[0], cursor.Rest[1])
            {
                case (AllStations, UnnumberedInformation):
                    cursor.Skip(2);
                    break;
                case (CiscoUnicast or CiscoMulticast, 0):
                    return Layer.CiscoHdlc;
            }
        }

        // Compressed to one byte where its value allows: only the last byte of a protocol number is odd (RFC 1661 section 6.5).
        int length = cursor.Rest.Length > 0 && (cursor.Rest[0] & 1) != 0 ? 1 : 2;
        if (cursor.Rest.Length < length)
        {
            return cursor.End(Counter.PacketsMalformedLink);
        }

        int protocol = length == 1 ? cursor.Rest[0] : cursor.UInt16(0);
        cursor.Skip(length);
        return protocol switch
        {
            0x0021 or 0x0057 => Layer.Ip,
            0x003D => StripMultilink(ref cursor),
            0x0281 or 0x0283 => Layer.Mpls,
            _ => cursor.End(Counter.PacketsIgnoredNotIp),
        };
    }

    /// <summary>A packet that was not cut up for the links of a bundle (RFC 1990): begin and end bits, a sequence number of 24 bits.</summary>
    private static Layer StripMultilink(ref Cursor cursor)
    {
        const int length = 4;
        const byte whole = 0xC0;
        if (cursor.Rest.Length < length || cursor.Rest[0] != whole)
        {
            return cursor.End(Counter.PacketsIgnoredNotIp);
        }

        cursor.Skip(length);
        return Layer.Ppp;
    }

    /// <summary>Version and type, code, session, length. The session is no tunnel identity: its inner addresses are routed ones.</summary>
    public static Layer StripPppoe(ref Cursor cursor)
    {
        const byte session = 0;
        if (cursor.Rest.Length < PppoeLength)
        {
            return cursor.End(Counter.PacketsMalformedLink);
        }

        if (cursor.Rest[1] != session)
        {
            return cursor.End(Counter.PacketsIgnoredNotIp);
        }

        ushort length = cursor.UInt16(4);
        cursor.Skip(PppoeLength);
        cursor.TrimTrailer(length);
        return Layer.Ppp;
    }

    /// <summary>Address, control, EtherType.</summary>
    public static Layer StripCiscoHdlc(ref Cursor cursor)
    {
        if (cursor.Rest.Length < CiscoHdlcLength)
        {
            return cursor.End(Counter.PacketsMalformedLink);
        }

        if (cursor.Rest[0] == AllStations)
        {
            return Layer.Ppp;
        }

        ushort type = cursor.UInt16(2);
        cursor.Skip(CiscoHdlcLength);
        return EtherType.Next(ref cursor, type);
    }
}
