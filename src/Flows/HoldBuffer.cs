namespace Gor.Flows;

/// <summary>
/// What one flow holds: disjoint ranges in order of position, each a chain of segments that touch. Ranges are kept apart from
/// bytes, so what is there is found by a binary search, and a segment that continues a range costs no more than its copy.
/// </summary>
internal sealed class HoldBuffer(HeldBlocks blocks)
{
    /// <summary>Counted for a held segment beside its bytes, so that tiny segments cannot take more memory than the bounds say.</summary>
    private const int Overhead = 128;

    private Range[] _ranges = new Range[4];
    private HeldSegment[] _segments = new HeldSegment[4];
    private int _used;
    private int _free = -1;

    private record struct Range(long Start, long End, int First, int Last);

    public bool IsEmpty => Ranges == 0;

    public int Ranges { get; private set; }

    /// <summary>Memory held.</summary>
    public long Size { get; private set; }

    /// <summary>The segment with the lowest position. There must be one.</summary>
    public ref readonly HeldSegment Head => ref _segments[_ranges[0].First];

    /// <summary>True where the byte is held. Then <paramref name="until"/> is the first that is not, else the next that is.</summary>
    public bool Has(long position, out long until)
    {
        int after = IndexAfter(position);
        if (after > 0 && position < _ranges[after - 1].End)
        {
            until = _ranges[after - 1].End;
            return true;
        }

        until = after < Ranges ? _ranges[after].Start : long.MaxValue;
        return false;
    }

    /// <summary>What the segment acknowledges that begins the next range behind a byte that is not held; Arrival.Unknown where there is none.</summary>
    public long AcknowledgedBehind(long position)
    {
        int after = IndexAfter(position);
        return after < Ranges ? _segments[_ranges[after].First].Arrival.Acknowledged : Arrival.Unknown;
    }

    /// <summary>Copies bytes none of which is held.</summary>
    public void Add(ReadOnlySpan<byte> data, int missingLength, in Arrival arrival)
    {
        int index = Allocate();
        ref HeldSegment segment = ref _segments[index];
        segment.Arrival = arrival;
        segment.Bytes = blocks.Rent(data.Length);
        segment.Length = data.Length;
        segment.MissingLength = missingLength;
        segment.Next = -1;
        data.CopyTo(segment.Bytes);
        Size += segment.Bytes.Length + Overhead;
        Link(index, arrival.Position, segment.End);
    }

    public void RemoveHead()
    {
        ref Range range = ref _ranges[0];
        int index = range.First;
        ref HeldSegment head = ref _segments[index];
        Size -= head.Bytes.Length + Overhead;
        blocks.Return(head.Bytes);
        head.Bytes = [];
        range.Start = head.End;
        range.First = head.Next;
        if (range.First < 0)
        {
            RemoveRange(0);
        }

        head.Next = _free;
        _free = index;
        if (IsEmpty)
        {
            Shrink();
        }
    }

    private void Link(int index, long start, long end)
    {
        int after = IndexAfter(start);
        bool continues = after > 0 && _ranges[after - 1].End == start;
        bool precedes = after < Ranges && _ranges[after].Start == end;
        if (continues)
        {
            ref Range before = ref _ranges[after - 1];
            _segments[before.Last].Next = index;
            before.Last = index;
            before.End = end;
            if (precedes)
            {
                _segments[index].Next = _ranges[after].First;
                before.Last = _ranges[after].Last;
                before.End = _ranges[after].End;
                RemoveRange(after);
            }
        }
        else if (precedes)
        {
            ref Range behind = ref _ranges[after];
            _segments[index].Next = behind.First;
            behind.First = index;
            behind.Start = start;
        }
        else
        {
            InsertRange(after, new Range(start, end, index, index));
        }
    }

    /// <summary>Index of the first range that begins behind <paramref name="position"/>.</summary>
    private int IndexAfter(long position)
    {
        int low = 0;
        int high = Ranges;
        while (low < high)
        {
            int middle = (low + high) >> 1;
            if (_ranges[middle].Start <= position)
            {
                low = middle + 1;
            }
            else
            {
                high = middle;
            }
        }

        return low;
    }

    private void InsertRange(int at, Range range)
    {
        if (Ranges == _ranges.Length)
        {
            Array.Resize(ref _ranges, Ranges * 2);
        }

        Array.Copy(_ranges, at, _ranges, at + 1, Ranges - at);
        _ranges[at] = range;
        Ranges++;
    }

    private void RemoveRange(int at)
    {
        Ranges--;
        Array.Copy(_ranges, at + 1, _ranges, at, Ranges - at);
    }

    private int Allocate()
    {
        if (_free >= 0)
        {
            int index = _free;
            _free = _segments[index].Next;
            return index;
        }

        if (_used == _segments.Length)
        {
            Array.Resize(ref _segments, _used * 2);
        }

        return _used++;
    }

    /// <summary>Nothing is held: what a burst needed is not kept for the next.</summary>
    private void Shrink()
    {
        const int Kept = 64;
        _used = 0;
        _free = -1;
        if (_segments.Length > Kept)
        {
            _segments = new HeldSegment[4];
            _ranges = new Range[4];
        }
    }
}
