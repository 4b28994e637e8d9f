namespace Gor.Http;

/// <summary>
/// Hands coded bytes to a decoder in pieces. Decoders say nothing about what they made of a piece in which they failed, so
/// behind <paramref name="singlyFrom"/> each byte is a piece of its own: then all that stood before the fault has come out.
/// </summary>
internal sealed class CodedSource(ReadOnlyMemory<byte> coded, int singlyFrom) : Stream
{
    private const int PieceLength = 4096;

    private int _next;

    /// <summary>Offset of the piece handed out last.</summary>
    public int PieceStart { get; private set; }

    /// <summary>True where more was asked for than there is.</summary>
    public bool WasExhausted { get; private set; }

    /// <summary>What was not handed out yet.</summary>
    public ReadOnlySpan<byte> Rest => coded.Span[_next..];

    public ReadOnlySpan<byte> NextPiece(int most = PieceLength)
    {
        PieceStart = _next;
        int toSingles = singlyFrom - _next;
        int length = Math.Min(Rest.Length, toSingles > 0 ? Math.Min(Math.Min(most, PieceLength), toSingles) : 1);
        ReadOnlySpan<byte> piece = Rest[..length];
        _next += length;
        WasExhausted |= length == 0;
        return piece;
    }

    public override int Read(Span<byte> buffer)
    {
        ReadOnlySpan<byte> piece = NextPiece(buffer.Length);
        piece.CopyTo(buffer);
        return piece.Length;
    }

    public override int Read(byte[] buffer, int offset, int count) => Read(buffer.AsSpan(offset, count));

    public override bool CanRead => true;

    public override bool CanSeek => false;

    public override bool CanWrite => false;

    public override long Length => throw new NotSupportedException();

    public override long Position
    {
        get => throw new NotSupportedException();
        set => throw new NotSupportedException();
    }

    public override void Flush()
    {
    }

    public override long Seek(long offset, SeekOrigin origin) => throw new NotSupportedException();

    public override void SetLength(long value) => throw new NotSupportedException();

    public override void Write(byte[] buffer, int offset, int count) => throw new NotSupportedException();
}
