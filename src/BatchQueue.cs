using Gor.Decode;

namespace Gor;

/// <summary>
/// The way from the capture threads to one worker, and the only place where their threads meet: one batch that is being filled, full
/// ones, free ones. Bounded by the number of batches, which bounds the bytes.
/// </summary>
/// <param name="limit">Batches that exist at most.</param>
/// <param name="waitsForRoom">True where the source can be held back (a file): adding waits. A device's segment finds no room.</param>
internal sealed class BatchQueue(int limit, bool waitsForRoom)
{
    /// <summary>
    /// How long a worker lets segments of a device gather: waking it for each of them costs more than all the rest.
    /// </summary>
    private static readonly TimeSpan Gathering = TimeSpan.FromMilliseconds(10);

    private readonly object _gate = new();
    private readonly Queue<SegmentBatch> _full = new();
    private readonly Stack<SegmentBatch> _free = new();
    private SegmentBatch? _filling;
    private int _made;
    private bool _isHungry;
    private bool _isComplete;
    private bool _isAbandoned;

    /// <summary>Batches that exist.</summary>
    public int Made => Volatile.Read(ref _made);

    /// <summary>Batches that wait for the worker.</summary>
    public int Waiting
    {
        get
        {
            lock (_gate)
            {
                return _full.Count;
            }
        }
    }

    /// <summary>Copies the segment in; false: there is no room, and none to wait for.</summary>
    public bool TryAdd(in Segment segment)
    {
        lock (_gate)
        {
            while (Filling() is { } batch)
            {
                if (batch.TryAdd(segment))
                {
                    Feed();
                    return true;
                }

                HandOver();
            }

            return false;
        }
    }

    /// <summary>Adds a tick of a file's clock.</summary>
    public void AddTick(long timestampNs, long ordinal)
    {
        lock (_gate)
        {
            while (Filling() is { } batch)
            {
                if (batch.TryAddTick(timestampNs, ordinal))
                {
                    Feed();
                    return;
                }

                HandOver();
            }
        }
    }

    /// <summary>Takes the next batch, or null where none came in time. False once no more will come.</summary>
    public bool TryTake(TimeSpan patience, out SegmentBatch? batch)
    {
        lock (_gate)
        {
            if (!HasAny && !_isComplete)
            {
                _isHungry = true;
                Monitor.Wait(_gate, patience);
                _isHungry = false;
            }

            if (!waitsForRoom && _full.Count == 0 && HasAny && !_isComplete)
            {
                Monitor.Wait(_gate, Gathering);
            }

            batch = TakeNext();
            return batch is not null || !_isComplete;
        }
    }

    /// <summary>Gives a batch back that was taken.</summary>
    public void Return(SegmentBatch batch)
    {
        batch.Clear();
        lock (_gate)
        {
            _free.Push(batch);
            if (waitsForRoom)
            {
                Monitor.PulseAll(_gate);
            }
        }
    }

    /// <summary>Nothing is added afterwards.</summary>
    public void Complete()
    {
        lock (_gate)
        {
            _isComplete = true;
            Monitor.PulseAll(_gate);
        }
    }

    /// <summary>Nobody takes any more: adding finds no room from here on.</summary>
    public void Abandon()
    {
        lock (_gate)
        {
            _isAbandoned = true;
            Monitor.PulseAll(_gate);
        }
    }

    private bool HasAny => _full.Count > 0 || _filling is { Count: > 0 };

    /// <summary>The batch that takes what is added next; waits for one, or is null.</summary>
    private SegmentBatch? Filling()
    {
        while (_filling is null && !_isAbandoned)
        {
            if (_free.TryPop(out SegmentBatch? free))
            {
                _filling = free;
            }
            else if (_made < limit)
            {
                _made++;
                _filling = new SegmentBatch();
            }
            else if (waitsForRoom)
            {
                Monitor.Wait(_gate);
            }
            else
            {
                return null;
            }
        }

        return _isAbandoned ? null : _filling;
    }

    private void HandOver()
    {
        _full.Enqueue(_filling!);
        _filling = null;
        Monitor.PulseAll(_gate);
    }

    private void Feed()
    {
        if (_isHungry)
        {
            _isHungry = false;
            Monitor.PulseAll(_gate);
        }
    }

    private SegmentBatch? TakeNext()
    {
        if (_full.TryDequeue(out SegmentBatch? batch))
        {
            return batch;
        }

        batch = _filling is { Count: > 0 } ? _filling : null;
        _filling = batch is null ? _filling : null;
        return batch;
    }
}
