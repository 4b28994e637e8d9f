namespace Gor.Capture;

/// <summary>
/// The bytes of one capture file, read in large pieces. A span it hands out dies with the next read.
/// </summary>
internal sealed class CaptureInput(Stream stream) : IDisposable
{
    /// <summary>No record of a sound file is longer; more means that the length itself is damaged.</summary>
    public const int LongestRecord = 64 << 20;

    private const int InitialSize = 1 << 20;

    private byte[] _buffer = new byte[InitialSize];
    private int _start;
    private int _end;
    private int _taken;

    /// <summary>Position of the next byte in the (decompressed) file.</summary>
    public long Offset { get; private set; }

    /// <summary>Why the file ended before its end: what the decompressor or the disk said; null where it simply ended.</summary>
    public string? Fault { get; private set; }

    /// <summary>Bytes that are left where a read found too few.</summary>
    public int Rest => _end - _start;

    /// <summary>What the last <see cref="TryRead"/> took.</summary>
    public ReadOnlySpan<byte> Taken => _buffer.AsSpan(_start - _taken, _taken);

    /// <summary>Takes the next <paramref name="count"/> bytes; false, taking nothing, where the file has fewer.</summary>
    public bool TryRead(int count, out ReadOnlySpan<byte> bytes)
    {
        if (!TryPeek(count, out bytes))
        {
            return false;
        }

        _start += count;
        _taken = count;
        Offset += count;
        return true;
    }

    /// <summary>As <see cref="TryRead"/>, without moving on.</summary>
    public bool TryPeek(int count, out ReadOnlySpan<byte> bytes)
    {
        if (_end - _start < count && !Fill(count))
        {
            bytes = default;
            return false;
        }

        bytes = _buffer.AsSpan(_start, count);
        return true;
    }

    /// <summary>Passes over bytes without keeping them; false where the file has fewer.</summary>
    public bool TrySkip(long count)
    {
        while (count > 0)
        {
            int step = (int)Math.Min(count, InitialSize);
            if (!TryRead(step, out _))
            {
                return false;
            }

            count -= step;
        }

        return true;
    }

    public void Dispose() => stream.Dispose();

    /// <summary>Makes room by what has really arrived, not by what a length field promises: a damaged length costs no memory.</summary>
    private bool Fill(int count)
    {
        _taken = 0;
        _buffer.AsSpan(_start, _end - _start).CopyTo(_buffer);
        _end -= _start;
        _start = 0;
        while (_end < count)
        {
            if (_end == _buffer.Length)
            {
                Array.Resize(ref _buffer, _buffer.Length * 2);
            }

            int read = Read(_buffer.AsSpan(_end));
            if (read == 0)
            {
                return false;
            }

            _end += read;
        }

        return true;
    }

    /// <summary>What comes behind damage in compressed data is unknown, but what came before is good: damage is an end with a reason.</summary>
    private int Read(Span<byte> buffer)
    {
        if (Fault is not null)
        {
            return 0;
        }

        try
        {
            return stream.Read(buffer);
        }
        catch (Exception problem) when (problem is not OperationCanceledException)
        {
            Fault = problem.Message;
            return 0;
        }
    }
}
