namespace Gor.Decode;

/// <summary>GENEVE (RFC 8926): version and options' length, flags, EtherType, VNI, options.</summary>
internal static class GeneveHeader
{
    private const int MinLength = 8;

    public static Layer Strip(ref Cursor cursor)
    {
        if (cursor.Rest.Length < MinLength)
        {
            return cursor.End(Counter.PacketsMalformedTunnel);
        }

        if (cursor.Rest[0] >> 6 != 0)
        {
            return cursor.End(Counter.PacketsIgnoredNotTcp);
        }

        int length = MinLength + ((cursor.Rest[0] & 0x3F) * 4);
        if (cursor.Rest.Length < length)
        {
            return cursor.End(Counter.PacketsMalformedTunnel);
        }

        ushort type = cursor.UInt16(2);
        cursor.EnterTunnel(cursor.UInt32(4) >> 8);
        cursor.Skip(length);
        return EtherType.Next(ref cursor, type);
    }
}
