namespace Gor.Decode;

/// <summary>Ethernet II, IEEE 802.3, and the tags between the addresses and the payload.</summary>
internal static class EthernetHeader
{
    public const int Length = 14;

    public static Layer Strip(ref Cursor cursor)
    {
        // Cisco's ISL puts 26 bytes before the frame; its destination is a multicast address of its own.
        const int islLength = 26;
        if (cursor.Rest.Length > islLength && cursor.UInt32(0) is 0x01000C00 or 0x0C000C00 && cursor.Rest[4] == 0)
        {
            cursor.Skip(islLength);
        }

        return StripUpToType(ref cursor, Length);
    }

    /// <summary>802.1Q, 802.1ad and the old 0x9100: tag control, then the type of what follows. One tag a call.</summary>
    public static Layer StripVlan(ref Cursor cursor) => StripUpToType(ref cursor, 4);

    /// <summary>802.1ah: the service tag's 4 bytes, then a customer frame with its own addresses.</summary>
    public static Layer StripProviderBackbone(ref Cursor cursor) => StripUpToType(ref cursor, 4 + Length);

    /// <summary>Cisco FabricPath: the tag's 2 bytes, then the frame of the edge with its own addresses.</summary>
    public static Layer StripFabricPath(ref Cursor cursor) => StripUpToType(ref cursor, 2 + Length);

    /// <summary>Cisco's VN-Tag.</summary>
    public static Layer StripVnTag(ref Cursor cursor) => StripUpToType(ref cursor, 6);

    /// <summary>802.1BR E-TAG.</summary>
    public static Layer StripBridgePortTag(ref Cursor cursor) => StripUpToType(ref cursor, 8);

    /// <summary>Cisco's metadata (security group tag): version, length, an option's head (2), the tag (2).</summary>
    public static Layer StripCiscoMetadata(ref Cursor cursor) => StripUpToType(ref cursor, 8);

    /// <summary>The tag of high-availability seamless redundancy (IEC 62439-3): path and size, sequence number.</summary>
    public static Layer StripRedundancyTag(ref Cursor cursor) => StripUpToType(ref cursor, 6);

    /// <summary>A frame with a switch's tag of 4 bytes between addresses and type.</summary>
    public static Layer StripSwitchTag(ref Cursor cursor) => StripUpToType(ref cursor, Length + 4);

    /// <summary>The same, where the tag has a type and a reserved field of its own.</summary>
    public static Layer StripSwitchTagWithType(ref Cursor cursor) => StripUpToType(ref cursor, Length + 8);

    /// <summary>IP over InfiniBand (RFC 4391 section 6): type, reserved, behind a pseudo header of 40 bytes.</summary>
    public static Layer StripInfiniband(ref Cursor cursor)
    {
        const int length = 44;
        if (cursor.Rest.Length < length)
        {
            return cursor.End(Counter.PacketsMalformedLink);
        }

        ushort type = cursor.UInt16(length - 4);
        cursor.Skip(length);
        return EtherType.Next(ref cursor, type);
    }

    /// <summary>True where a frame begins so that carries what is worth following: for carriers that do not say what they carry.</summary>
    public static bool IsLikely(ReadOnlySpan<byte> frame) =>
        frame.Length >= Length
        && ((frame[12] << 8) | frame[13]) is EtherType.Ipv4 or EtherType.Ipv6 or EtherType.Vlan or EtherType.Mpls;

    /// <summary>IP over FireWire (RFC 2734): two addresses of 8 bytes, a type.</summary>
    public static Layer StripIeee1394(ref Cursor cursor) => StripUpToType(ref cursor, 18);

    /// <summary>Takes off a header of <paramref name="length"/> bytes whose last two are a type or a length.</summary>
    private static Layer StripUpToType(ref Cursor cursor, int length)
    {
        if (cursor.Rest.Length < length)
        {
            return cursor.End(Counter.PacketsMalformedLink);
        }

        ushort type = cursor.UInt16(length - 2);
        cursor.Skip(length);
        if (type >= EtherType.Lowest)
        {
            return EtherType.Next(ref cursor, type);
        }

        cursor.TrimTrailer(type);
        return Layer.Llc;
    }
}
