using System.Buffers.Binary;

namespace Gor.Decode;

/// <summary>
/// BSD loopback: the address family as four bytes, in the byte order of the capturing host (NULL) or of the network (LOOP).
/// A family is small, so its zero bytes show the order.
/// </summary>
internal static class LoopbackHeader
{
    private const int Length = 4;

    public static Layer Strip(ref Cursor cursor)
    {
        if (cursor.Rest.Length < Length)
        {
            return cursor.End(Counter.PacketsMalformedLink);
        }

        const ushort ppp = 0xFF03;
        if (cursor.UInt16(0) == ppp)
        {
            return Layer.Ppp;
        }

        uint family = cursor.UInt32(0);
        if (family > 0xFFFF)
        {
            family = BinaryPrimitives.ReverseEndianness(family);
        }

        cursor.Skip(Length);

        // Some systems put an EtherType there.
        if (family is >= EtherType.Lowest and <= ushort.MaxValue)
        {
            return EtherType.Next(ref cursor, (ushort)family);
        }

        // AF_INET is 2 everywhere; AF_INET6 is 10 in Linux, 23 in Windows, 24 in NetBSD and OpenBSD, 28 in FreeBSD, 30 in Darwin.
        return family is 2 or 10 or 23 or 24 or 28 or 30
            ? Layer.Ip
            : cursor.End(Counter.PacketsIgnoredNotIp);
    }
}
