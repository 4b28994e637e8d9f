using Gor.Decode;

namespace Gor;

/// <summary>
/// Hands the segments of one source to the workers: all of a connection to the same one. A file's clock goes to all of them, at
/// places that depend on the file only, so that what ends by time ends the same way on any number of workers.
/// </summary>
internal sealed class SegmentRouter(IReadOnlyList<BatchQueue> queues, bool isLive, Counters counters) : ISegmentConsumer
{
    private const long TickNs = 100_000_000;

    /// <summary>Segments between two ticks at most: workers learn from ticks how far the others can be.</summary>
    private const int TickSegments = 4096;

    private const int BatchesLeftToTape = 16;

    private readonly BatchQueue[] _queues = [.. queues];
    private long _lastTickNs = long.MinValue / 2;
    private int _segmentsSince;

    /// <summary>Of all sources of the run; null where names cannot differ, as those of taped calls are made.</summary>
    public TwinConnections? Twins { get; init; }

    /// <summary>True where the source can be held back although the queues cannot: then it keeps half of each queue free for the others.</summary>
    public bool WaitsForRoom { get; init; }

    public void OnSegment(in Segment segment)
    {
        if (!isLive)
        {
            AdvanceClock(segment.TimestampNs, segment.Ordinal);
        }

        int worker = _queues.Length == 1 ? 0 : (int)(segment.Key.SymmetricHash() % (uint)_queues.Length);
        if (WaitsForRoom)
        {
            _queues[worker].WaitUntilAtMost(BatchesLeftToTape);
        }

        bool isHanded = _queues[worker].TryAdd(Twins?.IsTwin(segment) == true ? segment with { IsTwin = true } : segment);
        counters.Add(isHanded ? Counter.SegmentsHanded : Counter.SegmentsDroppedQueueFull);
    }

    private void AdvanceClock(long timestampNs, long ordinal)
    {
        _segmentsSince++;
        if (timestampNs - _lastTickNs < TickNs && _segmentsSince < TickSegments)
        {
            return;
        }

        _lastTickNs = Math.Max(_lastTickNs, timestampNs);
        _segmentsSince = 0;
        foreach (BatchQueue queue in _queues)
        {
            // Behind the packet before.
            queue.AddTick(_lastTickNs, ordinal - 1);
        }
    }
}
