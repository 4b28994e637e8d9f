namespace Gor.Decode;

/// <summary>
/// A slab of payload bytes with the headers of the segments they belong to: what crosses from a capture thread to a worker.
/// Has exactly one owner at a time (producer, queue, worker, free list), so it needs no lock.
/// </summary>
internal sealed class SegmentBatch
{
    /// <summary>Payload bytes that fit; a larger segment is taken by an empty batch only, which grows for it.</summary>
    public const int SlabSize = 128 << 10;

    private const int MaxSegments = 1024;

    private byte[] _slab = new byte[SlabSize];
    private int _used;
    private Header[] _headers = new Header[256];

    private readonly record struct Header(
        FlowKey Key,
        uint Sequence,
        uint Acknowledgment,
        TcpFlags Flags,
        long TimestampNs,
        long Ordinal,
        int CapturePoint,
        int PayloadStart,
        int PayloadLength,
        int MissingLength,
        bool IsTwin);

    public int Count { get; private set; }

    public Segment this[int index]
    {
        get
        {
            ref readonly Header header = ref _headers[index];
            return new Segment
            {
                Key = header.Key,
                Sequence = header.Sequence,
                Acknowledgment = header.Acknowledgment,
                Flags = header.Flags,
                TimestampNs = header.TimestampNs,
                Ordinal = header.Ordinal,
                CapturePoint = header.CapturePoint,
                Payload = _slab.AsSpan(header.PayloadStart, header.PayloadLength),
                MissingLength = header.MissingLength,
                IsTwin = header.IsTwin,
            };
        }
    }

    /// <summary>True where the entry is a tick of the capture's clock, not a segment: its time and ordinal count, nothing else.</summary>
    public bool IsTick(int index) => _headers[index].PayloadStart < 0;

    /// <summary>The tick's time (ns since the Unix epoch) and packet number.</summary>
    public (long TimestampNs, long Ordinal) Tick(int index) => (_headers[index].TimestampNs, _headers[index].Ordinal);

    /// <summary>Copies the segment in; false where it finds no room.</summary>
    public bool TryAdd(in Segment segment)
    {
        if (Count == MaxSegments || (_slab.Length - _used < segment.Payload.Length && Count > 0))
        {
            return false;
        }

        if (_slab.Length < segment.Payload.Length)
        {
            _slab = new byte[segment.Payload.Length];
        }

        segment.Payload.CopyTo(_slab.AsSpan(_used));
        Next() = new Header(
            segment.Key,
            segment.Sequence,
            segment.Acknowledgment,
            segment.Flags,
            segment.TimestampNs,
            segment.Ordinal,
            segment.CapturePoint,
            _used,
            segment.Payload.Length,
            segment.MissingLength,
            segment.IsTwin);
        _used += segment.Payload.Length;
        return true;
    }

    /// <summary>Adds a tick of the capture's clock; false where it finds no room.</summary>
    public bool TryAddTick(long timestampNs, long ordinal)
    {
        if (Count == MaxSegments)
        {
            return false;
        }

        Next() = new Header(default, 0, 0, TcpFlags.None, timestampNs, ordinal, 0, -1, 0, 0, false);
        return true;
    }

    public void Clear()
    {
        Count = 0;
        _used = 0;
    }

    private ref Header Next()
    {
        if (Count == _headers.Length)
        {
            Array.Resize(ref _headers, Math.Min(MaxSegments, Count * 2));
        }

        return ref _headers[Count++];
    }
}
