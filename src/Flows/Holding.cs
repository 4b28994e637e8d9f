namespace Gor.Flows;

/// <summary>
/// What one flow holds, if anything: most never do, so the buffer is borrowed from the <see cref="Reassembly"/> for the time.
/// A mutable struct: lives in a field.
/// </summary>
internal struct Holding(Reassembly reassembly)
{
    private HoldBuffer? _buffer;

    public readonly bool IsEmpty => _buffer is null;

    /// <summary>Position of the first byte that is held, or long.MaxValue.</summary>
    public readonly long From => _buffer is null ? long.MaxValue : _buffer.Head.Arrival.Position;

    public readonly bool IsOverBound => _buffer is not null
        && (_buffer.Size > reassembly.Options.HoldBytesPerFlow || _buffer.Ranges > reassembly.Options.HoldRangesPerFlow);

    /// <summary>The segment with the lowest position. There must be one.</summary>
    public readonly ref readonly HeldSegment Head => ref _buffer!.Head;

    /// <summary>True where the byte is held. Then <paramref name="until"/> is the first that is not, else the next that is.</summary>
    public readonly bool Has(long position, out long until)
    {
        until = long.MaxValue;
        return _buffer is not null && _buffer.Has(position, out until);
    }

    /// <summary>How many bytes from <paramref name="from"/> to <paramref name="to"/> are not held.</summary>
    public readonly long CountAbsent(long from, long to)
    {
        long absent = 0;
        while (from < to)
        {
            bool isHeld = Has(from, out long until);
            absent += isHeld ? 0 : Math.Min(to, until) - from;
            from = until;
        }

        return absent;
    }

    /// <summary>What the segment acknowledges that begins the next range behind a byte that is not held; Arrival.Unknown where there is none.</summary>
    public readonly long AcknowledgedBehind(long position) => _buffer?.AcknowledgedBehind(position) ?? Arrival.Unknown;

    /// <summary>Copies bytes none of which is held.</summary>
    public void Add(ReadOnlySpan<byte> data, int missingLength, in Arrival arrival)
    {
        _buffer ??= reassembly.TakeBuffer();
        long before = _buffer.Size;
        _buffer.Add(data, missingLength, arrival);
        reassembly.HeldSize += _buffer.Size - before;
    }

    public void RemoveHead()
    {
        long before = _buffer!.Size;
        _buffer.RemoveHead();
        reassembly.HeldSize += _buffer.Size - before;
        if (_buffer.IsEmpty)
        {
            reassembly.GiveBack(_buffer);
            _buffer = null;
        }
    }

    /// <summary>Frees everything. Returns how many bytes it was.</summary>
    public int Clear()
    {
        int bytes = 0;
        while (!IsEmpty)
        {
            bytes += Head.Length;
            RemoveHead();
        }

        return bytes;
    }
}
