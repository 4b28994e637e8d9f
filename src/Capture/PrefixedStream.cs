namespace Gor.Capture;

/// <summary>A stream with the bytes that were read from its start put back: standard input cannot be rewound.</summary>
internal sealed class PrefixedStream(ReadOnlyMemory<byte> prefix, Stream rest) : ForwardStream(rest)
{
    private ReadOnlyMemory<byte> _prefix = prefix;
    private long _position;

    /// <summary>Of what was read: the reader of xz pads by it.</summary>
    public override long Position
    {
        get => _position;
        set => throw new NotSupportedException();
    }

    public override int Read(Span<byte> buffer)
    {
        int count = _prefix.IsEmpty ? Inner.Read(buffer) : TakePrefix(buffer);
        _position += count;
        return count;
    }

    private int TakePrefix(Span<byte> buffer)
    {
        int count = Math.Min(buffer.Length, _prefix.Length);
        _prefix.Span[..count].CopyTo(buffer);
        _prefix = _prefix[count..];
        return count;
    }
}
