namespace Gor.Capture;

/// <summary>How much of the capture files has been read. Written by the thread that reads them, read by any.</summary>
/// <param name="total">Bytes of all of them, as they lie on disk; null where one is a pipe or still grows.</param>
internal sealed class ReadMeter(long? total)
{
    private long _read;

    public long? Total => total;

    /// <summary>Bytes, compressed ones as they are.</summary>
    public long Read => Volatile.Read(ref _read);

    public void Add(int bytes) => Volatile.Write(ref _read, _read + bytes);
}
