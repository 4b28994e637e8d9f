namespace Gor.Capture;

/// <summary>A file that still grows: at its end this waits for more, until the stop.</summary>
internal sealed class FollowedStream(FileStream file, CancellationToken stop) : Stream
{
    /// <summary>How often it is looked for more.</summary>
    private static readonly TimeSpan Pause = TimeSpan.FromMilliseconds(100);

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
        int read;
        while ((read = file.Read(buffer)) == 0)
        {
            stop.WaitHandle.WaitOne(Pause);
            stop.ThrowIfCancellationRequested();
        }

        return read;
    }

    public override int Read(byte[] buffer, int offset, int count) => Read(buffer.AsSpan(offset, count));

    public override void Flush()
    {
    }

    public override long Seek(long offset, SeekOrigin origin) => throw new NotSupportedException();

    public override void SetLength(long value) => throw new NotSupportedException();

    public override void Write(byte[] buffer, int offset, int count) => throw new NotSupportedException();

    protected override void Dispose(bool disposing)
    {
        if (disposing)
        {
            file.Dispose();
        }
    }
}
