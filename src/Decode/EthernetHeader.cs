namespace Gor.Decode;

/// <summary>Ethernet II, IEEE 802.3, and the tags between the addresses and the payload.</summary>
internal static class EthernetHeader
{
    public const int Length = 14;

    public static Layer Strip(ref Cursor cursor) => StripUpToType(ref cursor, Length);

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
