namespace Gor.Decode;

/// <summary>A stack of MPLS labels (RFC 3032). It does not say what it carries: the first bytes behind it must tell.</summary>
internal static class MplsStack
{
    private const int LabelLength = 4;
    private const int ControlWordLength = 4;

    public static Layer Strip(ref Cursor cursor)
    {
        bool isBottom;
        do
        {
            if (cursor.Rest.Length < LabelLength)
            {
                return cursor.End(Counter.PacketsMalformedLink);
            }

            isBottom = (cursor.Rest[2] & 1) != 0;
            cursor.Skip(LabelLength);
        }
        while (!isBottom);

        if (cursor.IsIp)
        {
            return Layer.Ip;
        }

        // An Ethernet pseudowire (RFC 4448): a control word begins with a zero nibble, as many addresses do,
        // so the type where it must stand decides.
        if (EthernetHeader.IsLikely(cursor.Rest))
        {
            return Layer.Ethernet;
        }

        if (cursor.Rest.Length >= ControlWordLength && EthernetHeader.IsLikely(cursor.Rest[ControlWordLength..]))
        {
            cursor.Skip(ControlWordLength);
            return Layer.Ethernet;
        }

        return cursor.End(Counter.PacketsIgnoredNotIp);
    }
}
