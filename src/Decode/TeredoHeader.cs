namespace Gor.Decode;

/// <summary>Teredo (RFC 4380 section 5.1.1): authentication and origin indications, each optional, then IPv6.</summary>
internal static class TeredoHeader
{
    private const ushort Authentication = 1;
    private const ushort Origin = 0;

    public static Layer Strip(ref Cursor cursor)
    {
        if (cursor.Rest.Length >= 4 && cursor.UInt16(0) == Authentication)
        {
            // Client identifier and authentication value with their lengths, nonce (8), confirmation (1).
            int length = 4 + cursor.Rest[2] + cursor.Rest[3] + 9;
            if (cursor.Rest.Length < length)
            {
                return cursor.End(Counter.PacketsMalformedTunnel);
            }

            cursor.Skip(length);
        }

        const int originLength = 8;
        if (cursor.Rest.Length >= originLength && cursor.UInt16(0) == Origin)
        {
            cursor.Skip(originLength);
        }

        return cursor.Rest.Length > 0 && cursor.Rest[0] >> 4 == 6
            ? Layer.Ip
            : cursor.End(Counter.PacketsIgnoredNotTcp);
    }
}
