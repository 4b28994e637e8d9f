namespace Gor.Decode;

/// <summary>Linux's cooked capture (device <c>any</c>), versions 1 and 2.</summary>
internal static class CookedHeader
{
    private const int Length = 16;
    private const int Length2 = 20;

    /// <summary>ETH_P_802_2: an LLC header follows.</summary>
    private const ushort Ieee8022 = 4;

    /// <summary>Packet type, ARPHRD type, address length, address (8), protocol.</summary>
    public static Layer Strip(ref Cursor cursor)
    {
        if (cursor.Rest.Length < Length)
        {
            return cursor.End(Counter.PacketsMalformedLink);
        }

        ushort protocol = cursor.UInt16(Length - 2);
        cursor.Skip(Length);
        return Next(ref cursor, protocol);
    }

    /// <summary>Protocol, reserved (2), interface index (4), ARPHRD type, packet type, address length, address (8).</summary>
    public static Layer Strip2(ref Cursor cursor)
    {
        if (cursor.Rest.Length < Length2)
        {
            return cursor.End(Counter.PacketsMalformedLink);
        }

        ushort protocol = cursor.UInt16(0);
        cursor.Skip(Length2);
        return Next(ref cursor, protocol);
    }

    private static Layer Next(ref Cursor cursor, ushort protocol) =>
        protocol == Ieee8022 ? Layer.Llc : EtherType.Next(ref cursor, protocol);
}
