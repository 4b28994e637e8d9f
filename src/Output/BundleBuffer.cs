using System.Buffers;

namespace Gor.Output;

/// <summary>The memory that a bundle is written into.</summary>
internal sealed class BundleBuffer : Stream
{
    private const int FirstSize = 16 << 10;

    /// <summary>One huge record shall not hold its room for ever.</summary>
    private const int LargestKept = 8 << 20;

    private byte[] _bytes = [];
    private int _used;

    public override bool CanRead => false;

    public override bool CanSeek => false;

    public override bool CanWrite => true;

    public override long Length => _used;

    public override long Position
    {
        get => _used;
        set => throw new NotSupportedException();
    }

    /// <summary>True where less than half of the memory is used.</summary>
    public bool IsMostlyEmpty => _used < _bytes.Length / 2;

    public override void Write(ReadOnlySpan<byte> bytes)
    {
        if (_bytes.Length - _used < bytes.Length)
        {
            byte[] larger = ArrayPool<byte>.Shared.Rent(Math.Max(FirstSize, Math.Max(_used * 2, _used + bytes.Length)));
            _bytes.AsSpan(0, _used).CopyTo(larger);
            GiveBack(_bytes);
            _bytes = larger;
        }

        bytes.CopyTo(_bytes.AsSpan(_used));
        _used += bytes.Length;
    }

    public override void Write(byte[] buffer, int offset, int count) => Write(buffer.AsSpan(offset, count));

    public override void WriteByte(byte value) => Write([value]);

    /// <summary>Ends the bundle as one that takes the memory along, which may be larger than what was written.</summary>
    public Bundle Detach(int records, bool isCompressed)
    {
        var bundle = new Bundle(_bytes.AsMemory(0, _used), records, isCompressed) { Size = _bytes.Length, IsRecyclable = _bytes.Length <= LargestKept };
        _bytes = [];
        _used = 0;
        return bundle;
    }

    /// <summary>Ends the bundle as one with memory of its own: for what may wait long.</summary>
    public Bundle Copy(int records, bool isCompressed)
    {
        byte[] content = GC.AllocateUninitializedArray<byte>(_used);
        _bytes.AsSpan(0, _used).CopyTo(content);
        if (_used > LargestKept)
        {
            GiveBack(_bytes);
            _bytes = [];
        }

        _used = 0;
        return new Bundle(content, records, isCompressed);
    }

    /// <summary>Memory of a bundle that nobody reads any more, for the next ones.</summary>
    public static void GiveBack(byte[] bytes)
    {
        if (bytes.Length > 0)
        {
            ArrayPool<byte>.Shared.Return(bytes);
        }
    }

    public override void Flush()
    {
    }

    public override int Read(byte[] buffer, int offset, int count) => throw new NotSupportedException();

    public override long Seek(long offset, SeekOrigin origin) => throw new NotSupportedException();

    public override void SetLength(long value) => throw new NotSupportedException();
}
