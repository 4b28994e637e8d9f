using System.Buffers.Binary;

namespace Gor.Capture;

/// <summary>
/// The classic format (draft-ietf-opsawg-pcap): microseconds or nanoseconds, either byte order,
/// and the variant of old Linux tools whose packet headers are eight bytes longer.
/// </summary>
internal sealed class PcapReader : PacketReader
{
    public const int FileHeaderLength = 24;

    private const uint Microseconds = 0xa1b2c3d4;
    private const uint Nanoseconds = 0xa1b23c4d;
    private const uint LongPacketHeaders = 0xa1b2cd34;

    private readonly ByteOrder _order;
    private readonly int _headerLength;
    private readonly long _fraction;
    private readonly int _checkSequenceLength;
    private readonly bool _mayHaveSwappedLengths;

    /// <exception cref="FormatException">The header is cut or of another version; the message says how.</exception>
    public PcapReader(CaptureInput input) : base(input)
    {
        if (!input.TryRead(FileHeaderLength, out ReadOnlySpan<byte> header))
        {
            throw new FormatException($"is cut within its header: {input.Rest} of {FileHeaderLength} bytes are there");
        }

        uint magic = BinaryPrimitives.ReadUInt32LittleEndian(header);
        bool isBigEndian = !IsKnown(magic);
        magic = isBigEndian ? BinaryPrimitives.ReverseEndianness(magic) : magic;
        _order = new ByteOrder(isBigEndian);
        _headerLength = magic == LongPacketHeaders ? 24 : 16;
        _fraction = magic == Nanoseconds ? 1 : 1000;

        int major = _order.UInt16(header[4..]);
        int minor = _order.UInt16(header[6..]);
        if (major != 2)
        {
            throw new FormatException($"is a capture of version {major}.{minor}, which nobody writes any more: convert it with tcpdump -r OLD -w NEW");
        }

        _mayHaveSwappedLengths = minor <= 3;
        LinkType = LinkTypeOf(_order.UInt32(header[20..]), out _checkSequenceLength);
    }

    public static bool IsMagic(ReadOnlySpan<byte> start) =>
        start.Length >= 4 && (IsKnown(BinaryPrimitives.ReadUInt32LittleEndian(start)) || IsKnown(BinaryPrimitives.ReadUInt32BigEndian(start)));

    public override bool Next()
    {
        if (!Input.TryPeek(_headerLength, out ReadOnlySpan<byte> header))
        {
            return EndOfInput(_headerLength);
        }

        uint captured = _order.UInt32(header[8..]);
        uint original = _order.UInt32(header[12..]);
        if (_mayHaveSwappedLengths && captured > original)
        {
            (captured, original) = (original, captured);
        }

        if (captured > CaptureInput.LongestRecord)
        {
            return Damaged(Input.Offset, $"a packet of {captured} bytes");
        }

        TimestampNs = _order.UInt32(header) * 1_000_000_000L + _order.UInt32(header[4..]) * _fraction;
        if (!Input.TryRead(_headerLength + (int)captured, out _))
        {
            return EndOfInput(_headerLength + captured);
        }

        SetData(_headerLength, captured, original, _checkSequenceLength);
        return true;
    }

    private static bool IsKnown(uint magic) => magic is Microseconds or Nanoseconds or LongPacketHeaders;

    /// <summary>The upper bits may say how many 16-bit words of frame check sequence end each packet.</summary>
    private static LinkType LinkTypeOf(uint field, out int checkSequenceLength)
    {
        const uint hasCheckSequenceLength = 1 << 26;
        checkSequenceLength = (field & hasCheckSequenceLength) != 0 ? (int)(field >> 28) * 2 : 0;
        return (LinkType)(field & 0xffff);
    }
}
