namespace Gor.Decode;

/// <summary>
/// Frame relay: an address of two to four bytes whose last one is odd, then RFC 2427's control byte and protocol identifier,
/// or Cisco's EtherType.
/// </summary>
internal static class FrameRelayHeader
{
    private const int ShortestAddress = 2;
    private const int LongestAddress = 4;
    private const byte UnnumberedInformation = 0x03;
    private const byte Padding = 0x00;

    public static Layer Strip(ref Cursor cursor)
    {
        int address = ShortestAddress;
        while (address <= LongestAddress && cursor.Rest.Length > address && (cursor.Rest[address - 1] & 1) == 0)
        {
            address++;
        }

        if (address > LongestAddress || cursor.Rest.Length < address + 2)
        {
            return cursor.End(Counter.PacketsMalformedLink);
        }

        cursor.Skip(address);
        if (cursor.Rest[0] != UnnumberedInformation)
        {
            ushort type = cursor.UInt16(0);
            cursor.Skip(2);
            return EtherType.Next(ref cursor, type);
        }

        cursor.Skip(1);
        if (cursor.Rest[0] == Padding)
        {
            cursor.Skip(1);
        }

        return Identified(ref cursor);
    }

    /// <summary>The network layer protocol identifier of ISO/IEC TR 9577.</summary>
    private static Layer Identified(ref Cursor cursor)
    {
        const int snapLength = 6;
        byte identifier = cursor.Rest.Length > 0 ? cursor.Rest[0] : (byte)0;
        switch (identifier)
        {
            case 0xCC or 0x8E:
                cursor.Skip(1);
                return Layer.Ip;
            case 0xCF:
                cursor.Skip(1);
                return Layer.Ppp;
            case 0x80 when cursor.Rest.Length >= snapLength:
                int organization = (cursor.Rest[1] << 16) | cursor.UInt16(2);
                ushort type = cursor.UInt16(4);
                cursor.Skip(snapLength);
                return LlcHeader.Organized(ref cursor, organization, type);
            default:
                return cursor.End(Counter.PacketsIgnoredNotIp);
        }
    }
}
