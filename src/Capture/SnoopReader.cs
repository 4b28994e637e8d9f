using System.Buffers.Binary;

namespace Gor.Capture;

/// <summary>Solaris' format (RFC 1761): everything in network byte order.</summary>
internal sealed class SnoopReader : PacketReader
{
    private const int FileHeaderLength = 16;
    private const int HeaderLength = 24;

    /// <exception cref="FormatException">The header is cut or names a link type without IP; the message says how.</exception>
    public SnoopReader(CaptureInput input) : base(input)
    {
        if (!input.TryRead(FileHeaderLength, out ReadOnlySpan<byte> header))
        {
            throw new FormatException($"is cut within its header: {input.Rest} of {FileHeaderLength} bytes are there");
        }

        // RFC 1761, section 4: 0 is IEEE 802.3, 4 is Ethernet; both are read as Ethernet.
        uint dataLink = BinaryPrimitives.ReadUInt32BigEndian(header[12..]);
        LinkType = dataLink is 0 or 4
            ? LinkType.Ethernet
            : throw new FormatException($"is a snoop capture of datalink type {dataLink}: only Ethernet (0 and 4) is read");
    }

    public static bool IsMagic(ReadOnlySpan<byte> start) => start.StartsWith("snoop\0\0\0"u8);

    public override bool Next()
    {
        if (!Input.TryPeek(HeaderLength, out ReadOnlySpan<byte> header))
        {
            return EndOfInput(HeaderLength);
        }

        uint original = BinaryPrimitives.ReadUInt32BigEndian(header);
        uint captured = BinaryPrimitives.ReadUInt32BigEndian(header[4..]);
        uint record = BinaryPrimitives.ReadUInt32BigEndian(header[8..]);
        if (record > CaptureInput.LongestRecord || record < HeaderLength || captured > record - HeaderLength)
        {
            return Damaged(Input.Offset, $"a packet of {captured} bytes in a record of {record}");
        }

        TimestampNs = BinaryPrimitives.ReadUInt32BigEndian(header[16..]) * 1_000_000_000L
            + BinaryPrimitives.ReadUInt32BigEndian(header[20..]) * 1000L;
        if (!Input.TryRead((int)record, out _))
        {
            return EndOfInput(record);
        }

        SetData(HeaderLength, captured, original, 0);
        return true;
    }
}
