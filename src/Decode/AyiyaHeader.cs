namespace Gor.Decode;

/// <summary>
/// AYIYA, the tunnel of IPv6 brokers: lengths of identity (a power of two) and signature (in 4 bytes), methods, operation,
/// next header, time, then identity and signature.
/// </summary>
internal static class AyiyaHeader
{
    private const int MinLength = 8;
    private const int Forward = 1;

    public static Layer Strip(ref Cursor cursor)
    {
        if (cursor.Rest.Length < MinLength)
        {
            return cursor.End(Counter.PacketsMalformedTunnel);
        }

        if ((cursor.Rest[2] & 0x0F) != Forward)
        {
            return cursor.End(Counter.PacketsIgnoredNotTcp);
        }

        int length = MinLength + (1 << (cursor.Rest[0] >> 4)) + ((cursor.Rest[1] >> 4) * 4);
        if (cursor.Rest.Length < length)
        {
            return cursor.End(Counter.PacketsMalformedTunnel);
        }

        byte protocol = cursor.Rest[3];
        cursor.Skip(length);
        return IpProtocol.Next(ref cursor, protocol);
    }
}
