namespace Gor.Capture;

/// <summary>
/// A pipe whose reader can be stopped while the writer is silent. The read that is given up goes on in the background and is lost;
/// it ends with the process.
/// </summary>
internal sealed class StoppableStream(Stream pipe, CancellationToken stop) : Stream
{
    private byte[] _buffer = [];

    public override bool CanRead => true;

    public override bool CanSeek => false;

    public override bool CanWrite => false;

    public override long Length => throw new NotSupportedException();

    public override long Position
    {
        get => throw new NotSupportedException();
        set => throw new NotSupportedException();
    }

    /// <exception cref="OperationCanceledException">Stopped.</exception>
    public override int Read(Span<byte> buffer)
    {
        if (_buffer.Length < buffer.Length)
        {
            _buffer = new byte[buffer.Length];
        }

        byte[] target = _buffer;
        int length = buffer.Length;
        int read = Task.Run(() => pipe.Read(target, 0, length), CancellationToken.None).WaitAsync(stop).GetAwaiter().GetResult();
        target.AsSpan(0, read).CopyTo(buffer);
        return read;
    }

    public override int Read(byte[] buffer, int offset, int count) => Read(buffer.AsSpan(offset, count));

    public override void Flush()
    {
    }

    public override long Seek(long offset, SeekOrigin origin) => throw new NotSupportedException();

    public override void SetLength(long value) => throw new NotSupportedException();

    public override void Write(byte[] buffer, int offset, int count) => throw new NotSupportedException();
}
