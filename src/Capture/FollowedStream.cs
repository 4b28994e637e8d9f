namespace Gor.Capture;

/// <summary>A file that still grows: at its end this waits for more, until the stop.</summary>
internal sealed class FollowedStream(Stream file, CancellationToken stop) : ForwardStream(file)
{
    /// <summary>How often it is looked for more.</summary>
    private static readonly TimeSpan Pause = TimeSpan.FromMilliseconds(100);

    /// <exception cref="OperationCanceledException">Stopped.</exception>
    public override int Read(Span<byte> buffer)
    {
        int read;
        while ((read = Inner.Read(buffer)) == 0)
        {
            stop.WaitHandle.WaitOne(Pause);
            stop.ThrowIfCancellationRequested();
        }

        return read;
    }
}
