namespace Gor.Decode;

/// <summary>Ethernet in IP (RFC 3378): a version, reserved bits, a frame.</summary>
internal static class EtherIpHeader
{
    private const int Length = 2;

    public static Layer Strip(ref Cursor cursor)
    {
        if (cursor.Rest.Length < Length)
        {
            return cursor.End(Counter.PacketsMalformedTunnel);
        }

        cursor.Skip(Length);
        return Layer.Ethernet;
    }
}
