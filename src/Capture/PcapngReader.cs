using System.Buffers.Binary;

namespace Gor.Capture;

/// <summary>
/// The next generation format (draft-ietf-opsawg-pcapng): sections of either byte order, each with its interfaces,
/// which may differ in link type and clock. Blocks without packets are passed over.
/// </summary>
internal sealed class PcapngReader : PacketReader
{
    private const uint SectionHeader = 0x0a0d0d0a;
    private const uint InterfaceDescription = 1;
    private const uint ObsoletePacket = 2;
    private const uint SimplePacket = 3;
    private const uint EnhancedPacket = 6;

    /// <summary>Type and length, body, length again.</summary>
    private const int BlockHeaderLength = 8;
    private const int SmallestBlock = 12;

    /// <summary>More than any capture has; a damaged or hostile file may describe interfaces for ever.</summary>
    private const int MostInterfaces = 65536;

    private readonly List<PcapngInterface> _interfaces = [];
    private ByteOrder _order;
    private long _blockOffset;

    /// <exception cref="FormatException">The section header is cut or of another version; the message says how.</exception>
    public PcapngReader(CaptureInput input) : base(input)
    {
        if (!ReadBlock(out uint type) || type != SectionHeader)
        {
            throw new FormatException(Fault is null ? "is cut within its section header" : $"is no sound capture file: {Fault}");
        }
    }

    public static bool IsMagic(ReadOnlySpan<byte> start) => start is [0x0a, 0x0d, 0x0d, 0x0a, ..];

    public override bool Next()
    {
        while (ReadBlock(out uint type))
        {
            switch (type)
            {
                case InterfaceDescription:
                    if (!AddInterface())
                    {
                        return Damaged(_blockOffset, "an interface description too short or too many");
                    }

                    break;
                case EnhancedPacket:
                    return ReadTimedPacket(isObsolete: false) || DamagedPacket();
                case ObsoletePacket:
                    return ReadTimedPacket(isObsolete: true) || DamagedPacket();
                case SimplePacket:
                    return ReadSimplePacket() || DamagedPacket();
            }
        }

        return false;
    }

    private bool DamagedPacket() => Damaged(_blockOffset, "a packet that does not fit its block or names no known interface");

    private ReadOnlySpan<byte> Body => Input.Taken[BlockHeaderLength..^4];

    private bool ReadBlock(out uint type)
    {
        type = 0;
        _blockOffset = Input.Offset;
        if (!Input.TryPeek(SmallestBlock, out ReadOnlySpan<byte> start))
        {
            return EndOfInput(SmallestBlock);
        }

        type = BinaryPrimitives.ReadUInt32LittleEndian(start);
        if (type == SectionHeader)
        {
            return ReadSectionHeader(start);
        }

        type = _order.UInt32(start);
        return ReadBlock(_order.UInt32(start[4..]));
    }

    /// <summary>Its number reads the same in both byte orders; the magic behind its length tells them apart.</summary>
    private bool ReadSectionHeader(ReadOnlySpan<byte> start)
    {
        const uint byteOrderMagic = 0x1a2b3c4d;
        bool isBigEndian = BinaryPrimitives.ReadUInt32BigEndian(start[8..]) == byteOrderMagic;
        if (!isBigEndian && BinaryPrimitives.ReadUInt32LittleEndian(start[8..]) != byteOrderMagic)
        {
            return Damaged(_blockOffset, "a section header without byte order");
        }

        _order = new ByteOrder(isBigEndian);
        _interfaces.Clear();
        if (!ReadBlock(_order.UInt32(start[4..])))
        {
            return false;
        }

        int major = Body.Length >= 16 ? _order.UInt16(Body[4..]) : 0;
        return major == 1 || Damaged(_blockOffset, $"a section of version {major}, and only version 1 is known");
    }

    private bool ReadBlock(uint length)
    {
        if (length is < SmallestBlock or > CaptureInput.LongestRecord || length % 4 != 0)
        {
            return Damaged(_blockOffset, $"a block of {length} bytes");
        }

        if (!Input.TryRead((int)length, out ReadOnlySpan<byte> block))
        {
            return EndOfInput(length);
        }

        return _order.UInt32(block[^4..]) == length || Damaged(_blockOffset, "a block whose two lengths differ");
    }

    private bool AddInterface()
    {
        if (Body.Length < 8 || _interfaces.Count == MostInterfaces)
        {
            return false;
        }

        var added = new PcapngInterface((LinkType)_order.UInt16(Body), _order.UInt32(Body[4..]));
        for (ReadOnlySpan<byte> options = Body[8..]; options.Length >= 4;)
        {
            int code = _order.UInt16(options);
            int length = _order.UInt16(options[2..]);
            if (code == 0 || length > options.Length - 4)
            {
                break;
            }

            added = WithOption(added, code, options.Slice(4, length));
            options = options[Math.Min(options.Length, 4 + (length + 3) / 4 * 4)..];
        }

        _interfaces.Add(added);
        return true;
    }

    private PcapngInterface WithOption(PcapngInterface described, int code, ReadOnlySpan<byte> value)
    {
        const int resolution = 9;
        const int checkSequenceLength = 13;
        const int offset = 14;
        return (code, value.Length) switch
        {
            (resolution, 1) => described with { Resolution = value[0] },
            // The draft counts it in bits, its own example and most writers in bytes; no link has a check sequence of a byte or less.
            (checkSequenceLength, 1) => described with { CheckSequenceLength = value[0] > 8 ? value[0] / 8 : value[0] },
            (offset, 8) => described with { OffsetSeconds = _order.Int64(value) },
            _ => described,
        };
    }

    /// <summary>Enhanced and obsolete packet blocks differ only in how they spell the interface.</summary>
    private bool ReadTimedPacket(bool isObsolete)
    {
        const int fixedLength = 20;
        ReadOnlySpan<byte> body = Body;
        if (body.Length < fixedLength)
        {
            return false;
        }

        uint number = isObsolete ? _order.UInt16(body) : _order.UInt32(body);
        uint captured = _order.UInt32(body[12..]);
        if (number >= _interfaces.Count || captured > body.Length - fixedLength)
        {
            return false;
        }

        PcapngInterface source = _interfaces[(int)number];
        TimestampNs = source.ToNanoseconds((ulong)_order.UInt32(body[4..]) << 32 | _order.UInt32(body[8..]));
        SetPacket((int)number, fixedLength, captured, _order.UInt32(body[16..]));
        return true;
    }

    /// <summary>Has neither interface nor time: those are the first one's and the last packet's.</summary>
    private bool ReadSimplePacket()
    {
        if (_interfaces.Count == 0 || Body.Length < 4)
        {
            return false;
        }

        uint original = _order.UInt32(Body);
        uint snapLength = _interfaces[0].SnapLength is 0 ? uint.MaxValue : _interfaces[0].SnapLength;
        SetPacket(0, 4, Math.Min(Math.Min(original, snapLength), (uint)Body.Length - 4), original);
        return true;
    }

    private void SetPacket(int number, int offset, uint captured, uint original)
    {
        Interface = number;
        LinkType = _interfaces[number].LinkType;
        SetData(BlockHeaderLength + offset, captured, original, _interfaces[number].CheckSequenceLength);
    }
}
