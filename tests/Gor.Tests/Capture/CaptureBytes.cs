using System.Buffers.Binary;

namespace Gor.Tests.Capture;

/// <summary>Writes integers of either byte order, for capture files made by tests.</summary>
internal sealed class CaptureBytes(bool isBigEndian = false)
{
    private readonly List<byte> _bytes = [];

    public byte[] ToArray() => [.. _bytes];

    public CaptureBytes Add(params ReadOnlySpan<byte> bytes)
    {
        _bytes.AddRange(bytes);
        return this;
    }

    public CaptureBytes U16(int value) => Number((ulong)value, 2);

    public CaptureBytes U32(long value) => Number((ulong)value, 4);

    public CaptureBytes I64(long value) => Number((ulong)value, 8);

    /// <summary>Zeros up to a multiple of four bytes.</summary>
    public CaptureBytes Pad() => Add(new byte[-_bytes.Count & 3]);

    private CaptureBytes Number(ulong value, int length)
    {
        Span<byte> bytes = stackalloc byte[8];
        if (isBigEndian)
        {
            BinaryPrimitives.WriteUInt64BigEndian(bytes, value);
            return Add(bytes[^length..]);
        }

        BinaryPrimitives.WriteUInt64LittleEndian(bytes, value);
        return Add(bytes[..length]);
    }
}
