namespace Gor.Tests.Capture;

/// <summary>Makes classic capture files.</summary>
internal sealed class PcapBytes
{
    public const uint Microseconds = 0xa1b2c3d4;
    public const uint Nanoseconds = 0xa1b23c4d;
    public const uint LongPacketHeaders = 0xa1b2cd34;

    private readonly CaptureBytes _bytes;
    private readonly uint _magic;

    public PcapBytes(uint magic = Microseconds, bool isBigEndian = false, long linkType = 1, int minor = 4, int major = 2)
    {
        _magic = magic;
        _bytes = new CaptureBytes(isBigEndian).U32(magic).U16(major).U16(minor).U32(0).U32(0).U32(262144).U32(linkType);
    }

    public byte[] ToArray() => _bytes.ToArray();

    /// <param name="seconds">Of the timestamp.</param>
    /// <param name="fraction">In the unit of the file.</param>
    /// <param name="frame">The captured bytes.</param>
    /// <param name="originalLength">Where more were on the wire.</param>
    public PcapBytes Packet(long seconds, long fraction, byte[] frame, long originalLength = 0)
    {
        _bytes.U32(seconds).U32(fraction).U32(frame.Length).U32(Math.Max(frame.Length, originalLength));
        if (_magic == LongPacketHeaders)
        {
            _bytes.U32(7).U16(0x0800).Add(0, 0);
        }

        _bytes.Add(frame);
        return this;
    }
}
