namespace Gor.Decode;

/// <summary>UDP (RFC 768), which matters only for the tunnels on fixed ports.</summary>
internal static class UdpHeader
{
    private const int Length = 8;

    public static Layer Strip(ref Cursor cursor)
    {
        if (cursor.Rest.Length < Length)
        {
            return cursor.End(Counter.PacketsIgnoredNotTcp);
        }

        ushort source = cursor.UInt16(0);
        Layer layer = Addressed(cursor.UInt16(2));
        if (layer == Layer.End)
        {
            layer = Answered(source);
        }

        if (layer == Layer.End)
        {
            return cursor.End(Counter.PacketsIgnoredNotTcp);
        }

        // Zero: a jumbogram (RFC 2675) or a datagram that the device is to cut up.
        int length = cursor.UInt16(4);
        cursor.Skip(Length);
        if (length >= Length)
        {
            cursor.TrimTrailer(length - Length);
        }

        if (layer == Layer.Mpls)
        {
            cursor.EnterTunnel();
        }

        return layer;
    }

    private static Layer Addressed(ushort destination) => destination switch
    {
        4789 or 8472 => Layer.Vxlan,
        4790 => Layer.VxlanGpe,
        6081 => Layer.Geneve,
        6635 => Layer.Mpls,
        37008 => Layer.Tzsp,
        _ => Answered(destination),
    };

    /// <summary>Of the tunnels whose other end may use any port, so that the fixed one is the source in half of the packets.</summary>
    private static Layer Answered(ushort port) => port switch
    {
        1701 => Layer.L2tp,
        2152 => Layer.Gtp,
        3544 => Layer.Teredo,
        5072 => Layer.Ayiya,
        _ => Layer.End,
    };
}
