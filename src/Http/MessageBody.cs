using System.Buffers;

namespace Gor.Http;

/// <summary>
/// The content of one message with the transfer coding removed and the content coding still on (RFC 9110 section 6.4).
/// Keeps at most <see cref="KeepLimit"/> bytes in one pooled buffer and counts them all.
/// </summary>
internal sealed class MessageBody(int keepLimit) : IDisposable
{
    private byte[] _bytes = [];
    private BodyRoom? _room;
    private int _kept;

    /// <summary>Bytes kept at most; 0 where nobody can ever want this body.</summary>
    public int KeepLimit { get; private set; } = keepLimit;

    /// <summary>Captured content bytes, kept or not.</summary>
    public long Length { get; private set; }

    /// <summary>Content bytes that a gap, a reset, the end of the capture or a lack of memory took away; the count where it is known, else at least 1.</summary>
    public long MissingLength { get; private set; }

    /// <summary>True where the content's end, or a part of it, was not seen. What is kept ends before the first missing byte.</summary>
    public bool IsTruncated => MissingLength > 0;

    /// <summary>True where more came than was kept.</summary>
    public bool IsOverLimit => Length > _kept && !(IsTruncated && Length <= KeepLimit);

    /// <summary>The first bytes of the content, contiguous from its start, no gap inside.</summary>
    public ReadOnlySpan<byte> Kept => _bytes.AsSpan(0, _kept);

    /// <summary><see cref="Kept"/>, borrowed until bytes are appended or the body is disposed of.</summary>
    public ReadOnlyMemory<byte> KeptMemory => _bytes.AsMemory(0, _kept);

    public void Append(ReadOnlySpan<byte> data)
    {
        Length += data.Length;
        int room = KeepLimit - _kept;
        if (room <= 0 || IsTruncated)
        {
            return;
        }

        if (_room is { HasRoom: false })
        {
            _room.CountCut();
            MarkMissing(data.Length);
            return;
        }

        ReadOnlySpan<byte> keep = data[..Math.Min(room, data.Length)];
        if (_bytes.Length - _kept < keep.Length)
        {
            byte[] larger = ArrayPool<byte>.Shared.Rent(Math.Max(512, Math.Max(_kept * 2, _kept + keep.Length)));
            Kept.CopyTo(larger);
            Release();
            _bytes = larger;
            _room?.Take(larger.Length);
        }

        keep.CopyTo(_bytes.AsSpan(_kept));
        _kept += keep.Length;
    }

    /// <summary>Notes missing content; bytes appended later are counted but not kept.</summary>
    public void MarkMissing(long length) => MissingLength += Math.Max(1, length);

    /// <summary>Sets <see cref="KeepLimit"/>, and where the memory comes from, before the first byte.</summary>
    public void KeepAtMost(int limit, BodyRoom? from)
    {
        KeepLimit = limit;
        _room = from;
    }

    /// <summary>Gives the kept bytes back and keeps none from here on.</summary>
    public void StopKeeping()
    {
        Release();
        _kept = 0;
        KeepLimit = 0;
    }

    private void Release()
    {
        if (_bytes.Length > 0)
        {
            _room?.Take(-_bytes.Length);
            ArrayPool<byte>.Shared.Return(_bytes);
            _bytes = [];
        }
    }

    public void Dispose() => StopKeeping();
}
