namespace Gor.Decode;

/// <summary>
/// The rings: IEEE 802.5 (access and frame control, addresses, a source route where the source address says so) and FDDI
/// (frame control, addresses). LLC follows.
/// </summary>
internal static class TokenRingHeader
{
    private const int Length = 14;
    private const int FddiLength = 13;
    private const int SourceOffset = 8;
    private const byte HasRoute = 0x80;
    private const byte RouteLength = 0x1F;

    public static Layer Strip(ref Cursor cursor)
    {
        int length = Length;
        if (cursor.Rest.Length > length && (cursor.Rest[SourceOffset] & HasRoute) != 0)
        {
            length += cursor.Rest[Length] & RouteLength;
        }

        return Skip(ref cursor, length);
    }

    public static Layer StripFddi(ref Cursor cursor)
    {
        // Frames other than LLC's are the ring's own.
        const byte typeMask = 0xF0;
        const byte llc = 0x50;
        return cursor.Rest.Length > 0 && (cursor.Rest[0] & typeMask) != llc
            ? cursor.End(Counter.PacketsIgnoredNotIp)
            : Skip(ref cursor, FddiLength);
    }

    private static Layer Skip(ref Cursor cursor, int length)
    {
        if (cursor.Rest.Length < length)
        {
            return cursor.End(Counter.PacketsMalformedLink);
        }

        cursor.Skip(length);
        return Layer.Llc;
    }
}
