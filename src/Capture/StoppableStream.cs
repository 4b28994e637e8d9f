namespace Gor.Capture;

/// <summary>
/// A pipe whose reader can be stopped while the writer is silent. The read that is given up goes on in the background and is lost;
/// it ends with the process.
/// </summary>
internal sealed class StoppableStream(Stream pipe, CancellationToken stop) : ForwardStream(pipe)
{
    private byte[] _buffer = [];

    /// <exception cref="OperationCanceledException">Stopped.</exception>
    public override int Read(Span<byte> buffer)
    {
        if (_buffer.Length < buffer.Length)
        {
            _buffer = new byte[buffer.Length];
        }

        byte[] target = _buffer;
        int length = buffer.Length;
        int read = Task.Run(() => Inner.Read(target, 0, length), CancellationToken.None).WaitAsync(stop).GetAwaiter().GetResult();
        target.AsSpan(0, read).CopyTo(buffer);
        return read;
    }
}
