using System.Buffers.Binary;
using System.Net;

namespace Gor.Decode;

/// <summary>An IP address as 128 bits in host order; IPv4 is stored IPv4-mapped (RFC 4291 section 2.5.5.2).</summary>
internal readonly record struct Address(ulong High, ulong Low) : IComparable<Address>
{
    /// <summary>100::/32: around RFC 6666's discard prefix, where nothing on a wire comes from.</summary>
    public const ulong MadePrefix = 0x0100_0000_0000_0000;

    private const ulong MappedPrefix = 0x0000_FFFF_0000_0000;

    public bool IsIpv4 => High == 0 && (Low & 0xFFFF_FFFF_0000_0000) == MappedPrefix;

    /// <summary>True where it stands for an end of a connection that was made up for a call whose ends are not known.</summary>
    public bool IsMade => High >> 32 == MadePrefix >> 32;

    public static Address FromIpv4(uint value) => new(0, MappedPrefix | value);

    /// <summary>Reads 4 bytes (IPv4) or 16 bytes (IPv6) in network order.</summary>
    public static Address Read(ReadOnlySpan<byte> bytes) => bytes.Length == 4
        ? FromIpv4(BinaryPrimitives.ReadUInt32BigEndian(bytes))
        : new(BinaryPrimitives.ReadUInt64BigEndian(bytes), BinaryPrimitives.ReadUInt64BigEndian(bytes[8..]));

    public static Address From(IPAddress address)
    {
        Span<byte> bytes = stackalloc byte[16];
        address.TryWriteBytes(bytes, out int length);
        return Read(bytes[..length]);
    }

    public IPAddress ToIPAddress()
    {
        Span<byte> bytes = stackalloc byte[16];
        BinaryPrimitives.WriteUInt64BigEndian(bytes, High);
        BinaryPrimitives.WriteUInt64BigEndian(bytes[8..], Low);
        return IsIpv4 ? new IPAddress(bytes[12..]) : new IPAddress(bytes);
    }

    public int CompareTo(Address other) => High != other.High ? High.CompareTo(other.High) : Low.CompareTo(other.Low);

    public override string ToString() => ToIPAddress().ToString();
}
