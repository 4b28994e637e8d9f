namespace Gor.Decode;

/// <summary>IPv4 (RFC 791) and IPv6 (RFC 8200), told apart by their version: a carrier's word for it is not needed.</summary>
internal static class IpHeader
{
    private const int Ipv4Length = 20;
    private const int Ipv6Length = 40;

    private const int MoreFragments = 0x2000;
    private const int FragmentOffset = 0x1FFF;

    public static Layer Strip(ref Cursor cursor) => cursor.Rest.Length == 0
        ? cursor.End(Counter.PacketsMalformedIp)
        : (cursor.Rest[0] >> 4) switch
        {
            4 => StripIpv4(ref cursor),
            6 => StripIpv6(ref cursor),
            _ => cursor.End(Counter.PacketsMalformedIp),
        };

    private static Layer StripIpv4(ref Cursor cursor)
    {
        ReadOnlySpan<byte> header = cursor.Rest;
        int headerLength = (header[0] & 0x0F) * 4;
        if (headerLength < Ipv4Length || header.Length < headerLength)
        {
            return cursor.End(Counter.PacketsMalformedIp);
        }

        // Zero: the segment is to be cut up by the device (TSO), or too long to say (BIG TCP): the frame's length counts.
        int totalLength = cursor.UInt16(2);
        if (totalLength != 0)
        {
            if (totalLength < headerLength)
            {
                return cursor.End(Counter.PacketsMalformedIp);
            }

            cursor.Trim(totalLength);
        }

        int fragment = cursor.UInt16(6);
        ushort id = cursor.UInt16(4);
        cursor.Protocol = header[9];
        cursor.Source = Address.FromIpv4(cursor.UInt32(12));
        cursor.Destination = Address.FromIpv4(cursor.UInt32(16));
        cursor.Skip(headerLength);
        if ((fragment & (MoreFragments | FragmentOffset)) == 0)
        {
            return IpProtocol.Next(ref cursor, cursor.Protocol);
        }

        cursor.Fragment = new Fragment(id, (fragment & FragmentOffset) * 8, (fragment & MoreFragments) != 0);
        return IpProtocol.IsFollowed(cursor.Protocol, cursor.Tunnels)
            ? Layer.Fragment
            : cursor.End(Counter.PacketsIgnoredNotTcp);
    }

    private static Layer StripIpv6(ref Cursor cursor)
    {
        ReadOnlySpan<byte> header = cursor.Rest;
        if (header.Length < Ipv6Length)
        {
            return cursor.End(Counter.PacketsMalformedIp);
        }

        // Zero: a jumbogram, whose hop-by-hop option says more (RFC 2675), or TSO as above.
        int payloadLength = cursor.UInt16(4);
        cursor.Source = Address.Read(header[8..24]);
        cursor.Destination = Address.Read(header[24..40]);
        cursor.Skip(Ipv6Length);
        if (payloadLength != 0)
        {
            cursor.Trim(payloadLength);
        }

        return IpProtocol.Next(ref cursor, header[6]);
    }
}
