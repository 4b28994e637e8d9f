namespace Gor.Decode;

/// <summary>VXLAN (RFC 7348) and its generic protocol extension: flags, reserved or next protocol, VNI, reserved.</summary>
internal static class VxlanHeader
{
    private const int Length = 8;
    private const byte HasVni = 0x08;
    private const byte HasNextProtocol = 0x04;

    public static Layer Strip(ref Cursor cursor) => Strip(ref cursor, out _);

    public static Layer StripGpe(ref Cursor cursor)
    {
        Layer layer = Strip(ref cursor, out byte nextProtocol);
        return layer == Layer.End || nextProtocol == 0 ? layer : ServiceHeader.Next(ref cursor, nextProtocol);
    }

    private static Layer Strip(ref Cursor cursor, out byte nextProtocol)
    {
        nextProtocol = 0;
        if (cursor.Rest.Length < Length)
        {
            return cursor.End(Counter.PacketsMalformedTunnel);
        }

        byte flags = cursor.Rest[0];
        if ((flags & HasVni) == 0)
        {
            // Something else on this port.
            return cursor.End(Counter.PacketsIgnoredNotTcp);
        }

        if ((flags & HasNextProtocol) != 0)
        {
            nextProtocol = cursor.Rest[3];
        }

        cursor.EnterTunnel(cursor.UInt32(4) >> 8);
        cursor.Skip(Length);
        return Layer.Ethernet;
    }
}
