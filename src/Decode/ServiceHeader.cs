namespace Gor.Decode;

/// <summary>The network service header (RFC 8300), and the protocol numbers that it shares with VXLAN-GPE.</summary>
internal static class ServiceHeader
{
    private const int MinLength = 8;

    public static Layer Strip(ref Cursor cursor)
    {
        int length = cursor.Rest.Length < MinLength ? 0 : (cursor.Rest[1] & 0x3F) * 4;
        if (length < MinLength || cursor.Rest.Length < length)
        {
            return cursor.End(Counter.PacketsMalformedTunnel);
        }

        byte nextProtocol = cursor.Rest[3];
        cursor.Skip(length);
        return Next(ref cursor, nextProtocol);
    }

    public static Layer Next(ref Cursor cursor, byte protocol) => protocol switch
    {
        1 or 2 => Layer.Ip,
        3 => Layer.Ethernet,
        4 => Layer.ServiceHeader,
        5 => Layer.Mpls,
        _ => cursor.End(Counter.PacketsIgnoredNotTcp),
    };
}
