using System.Buffers.Binary;

namespace Gor.Decode;

/// <summary>IPv6 extension headers (RFC 8200 section 4) and the authentication header, which IPv4 has too (RFC 4302).</summary>
internal static class IpExtension
{
    private const int Unit = 8;
    private const byte JumboOption = 0xC2;
    private const byte SourceRoute = 0;
    private const byte SegmentRoute = 4;

    /// <summary>Takes off one extension header.</summary>
    public static Layer Strip(ref Cursor cursor)
    {
        ReadOnlySpan<byte> header = cursor.Rest;
        byte protocol = cursor.Protocol;
        if (header.Length < Unit)
        {
            return cursor.End(Counter.PacketsMalformedIp);
        }

        int length = protocol switch
        {
            IpProtocol.Fragment => Unit,
            IpProtocol.Authentication => (header[1] + 2) * 4,
            _ => (header[1] + 1) * Unit,
        };
        if (header.Length < length)
        {
            return cursor.End(Counter.PacketsMalformedIp);
        }

        cursor.Skip(length);
        header = header[..length];
        switch (protocol)
        {
            case IpProtocol.Fragment:
                return StripFragment(ref cursor, header);
            case IpProtocol.HopByHop:
                TrimJumbogram(ref cursor, header);
                break;
            case IpProtocol.Routing:
                TakeFinalDestination(ref cursor, header);
                break;
        }

        return IpProtocol.Next(ref cursor, header[0]);
    }

    private static Layer StripFragment(ref Cursor cursor, ReadOnlySpan<byte> header)
    {
        int offset = (header[2] << 8) | (header[3] & 0xF8);
        bool more = (header[3] & 1) != 0;
        if (offset == 0 && !more)
        {
            // An atomic fragment (RFC 6946) is the whole datagram.
            return IpProtocol.Next(ref cursor, header[0]);
        }

        uint id = BinaryPrimitives.ReadUInt32BigEndian(header[4..]);
        cursor.Fragment = new Fragment(id, offset, more);
        cursor.Protocol = header[0];
        return IpProtocol.IsFollowed(header[0], cursor.Tunnels)
            ? Layer.Fragment
            : cursor.End(Counter.PacketsIgnoredNotTcp);
    }

    /// <summary>RFC 2675: the real length, counted from behind the IPv6 header.</summary>
    private static void TrimJumbogram(ref Cursor cursor, ReadOnlySpan<byte> header)
    {
        ReadOnlySpan<byte> options = header[2..];
        while (options.Length > 1)
        {
            // Pad1 is the one option without a length.
            int length = options[0] == 0 ? 1 : options[1] + 2;
            if (options[0] == JumboOption && length == 6 && options.Length >= 6)
            {
                uint payload = BinaryPrimitives.ReadUInt32BigEndian(options[2..]);
                if (payload >= header.Length && payload <= int.MaxValue)
                {
                    cursor.Trim((int)payload - header.Length);
                }

                return;
            }

            options = options[Math.Min(length, options.Length)..];
        }
    }

    /// <summary>
    /// Underway the IPv6 header names the next stop. The connection's endpoint is the last one: at the end of a source route
    /// (RFC 2460 section 4.4), first in a segment list (RFC 8754 section 2).
    /// The home address of mobile IPv6 (type 2) is left alone: both directions show the care-of address.
    /// </summary>
    private static void TakeFinalDestination(ref Cursor cursor, ReadOnlySpan<byte> header)
    {
        const int addressLength = 16;
        byte segmentsLeft = header[3];
        if (segmentsLeft == 0 || header.Length < Unit + addressLength)
        {
            return;
        }

        switch (header[2])
        {
            case SourceRoute:
                cursor.Destination = Address.Read(header[^addressLength..]);
                break;
            case SegmentRoute:
                cursor.Destination = Address.Read(header.Slice(Unit, addressLength));
                break;
        }
    }
}
