namespace Gor.Tests.Capture;

/// <summary>Makes pcapng files, block by block.</summary>
internal sealed class PcapngBytes
{
    private readonly List<byte> _bytes = [];
    private bool _isBigEndian;

    public byte[] ToArray() => [.. _bytes];

    public PcapngBytes Section(bool isBigEndian = false, int major = 1)
    {
        _isBigEndian = isBigEndian;
        return Block(0x0a0d0d0a, body => body.U32(0x1a2b3c4d).U16(major).U16(0).I64(-1));
    }

    public PcapngBytes Interface(int linkType, byte? resolution = null, long? offset = null, byte? checkSequence = null, long snapLength = 0) =>
        Block(1, body =>
        {
            body.U16(linkType).U16(0).U32(snapLength);
            body.U16(2).U16(5).Add("eth0\0"u8).Pad();
            if (resolution is { } ticks)
            {
                body.U16(9).U16(1).Add(ticks).Pad();
            }

            if (checkSequence is { } length)
            {
                body.U16(13).U16(1).Add(length).Pad();
            }

            if (offset is { } seconds)
            {
                body.U16(14).U16(8).I64(seconds);
            }

            body.U16(0).U16(0);
        });

    public PcapngBytes Enhanced(int number, ulong ticks, byte[] frame, long originalLength = 0) =>
        Block(6, body => body.U32(number).U32((long)(ticks >> 32)).U32((long)(ticks & uint.MaxValue)).U32(frame.Length)
            .U32(Math.Max(frame.Length, originalLength)).Add(frame).Pad());

    public PcapngBytes Obsolete(int number, ulong ticks, byte[] frame) =>
        Block(2, body => body.U16(number).U16(3).U32((long)(ticks >> 32)).U32((long)(ticks & uint.MaxValue)).U32(frame.Length)
            .U32(frame.Length).Add(frame).Pad());

    public PcapngBytes Simple(byte[] frame, long originalLength = 0) =>
        Block(3, body => body.U32(Math.Max(frame.Length, originalLength)).Add(frame).Pad());

    public PcapngBytes Block(long type, Action<CaptureBytes> write)
    {
        var body = new CaptureBytes(_isBigEndian);
        write(body);
        byte[] bytes = body.ToArray();
        int length = bytes.Length + 12;
        _bytes.AddRange(new CaptureBytes(_isBigEndian).U32(type).U32(length).Add(bytes).U32(length).ToArray());
        return this;
    }
}
