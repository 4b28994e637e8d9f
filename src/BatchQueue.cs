using System.Diagnostics;
using Gor.Decode;

namespace Gor;

/// <summary>
/// The way from the capture threads to one worker, and the only place where their threads meet: one batch that is being filled, full
/// ones, free ones. Bounded by the number of batches, which bounds the bytes.
/// </summary>
/// <param name="limit">Batches that exist at most.</param>
/// <param name="waitsForRoom">
/// True where the source can be held back (a file): adding waits. A device's segments wait a little, as the kernel has a buffer too;
/// then the worker is overrun, and none is let in until half of what waits is done: one stretch of time is lost, and whole exchanges
/// in it, rather than a segment of each.
/// </param>
internal sealed class BatchQueue(int limit, bool waitsForRoom)
{
    /// <summary>What a burst took beyond this many batches is given back when nothing has needed it for a while.</summary>
    private const int KeptBatches = 8;

    private readonly object _gate = new();
    private readonly Queue<SegmentBatch> _full = new();
    private readonly Stack<SegmentBatch> _free = new();
    private SegmentBatch? _filling;
    private int _made;
    private int _producers;
    private bool _isHungry;
    private bool _isComplete;
    private bool _isAbandoned;
    private bool _isBehind;
    private TimeSpan _waited;
    private int _spare;
    private long _lookedAt = Stopwatch.GetTimestamp();

    /// <summary>
    /// How long a worker lets segments gather where no batch is full. Waking it for each of them costs more than all the rest; so does a worker
    /// that is faster than the file is read and takes each as it comes.
    /// </summary>
    public TimeSpan Gathering { get; init; } = TimeSpan.FromMilliseconds(10);

    /// <summary>What a device's segments wait altogether while the worker is behind: the kernel's buffer holds them longer.</summary>
    public TimeSpan Patience { get; init; } = TimeSpan.FromMilliseconds(150);

    /// <summary>How long a batch must have been free to be given back: memory that comes and goes costs more than memory that stays.</summary>
    public TimeSpan SpareTime { get; init; } = TimeSpan.FromSeconds(2);

    /// <summary>Batches that exist.</summary>
    public int Made => Volatile.Read(ref _made);

    /// <summary>Threads that wait for room.</summary>
    public int Producers => Volatile.Read(ref _producers);

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

    /// <summary>True where nothing waits for the worker, and it has given back all that it took.</summary>
    public bool IsIdle
    {
        get
        {
            lock (_gate)
            {
                return !HasAny && _free.Count + (_filling is null ? 0 : 1) == _made;
            }
        }
    }

    /// <summary>
    /// True while a device's segments come faster than the worker takes them: from when a quarter of the room is used until nearly
    /// none is. A file's always do.
    /// </summary>
    public bool IsBehind => Volatile.Read(ref _isBehind);

    /// <summary>Waits until no more than so many batches wait for the worker, or there is none any more: for a source that leaves room to others.</summary>
    public void WaitUntilAtMost(int waiting)
    {
        lock (_gate)
        {
            while (_full.Count > waiting)
            {
                _producers++;
                Monitor.Wait(_gate);
                _producers--;
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
            GiveBackSpare();
            if (!HasAny && !_isComplete)
            {
                _isHungry = true;
                Monitor.Wait(_gate, patience);
                _isHungry = false;
            }

            if (_full.Count == 0 && HasAny && !_isComplete)
            {
                Monitor.Wait(_gate, Gathering);
            }

            _isBehind = !waitsForRoom && _full.Count > (_isBehind ? 1 : limit / 4);
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
            if (_full.Count <= limit / 2)
            {
                _waited = TimeSpan.Zero;
            }

            if (_producers > 0)
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
            _full.Clear();
            Monitor.PulseAll(_gate);
        }
    }

    /// <summary>True from when waiting was in vain until the worker has caught up.</summary>
    private bool IsOverrun => _waited >= Patience;

    private bool HasAny => _full.Count > 0 || _filling is { Count: > 0 };

    /// <summary>The batch that takes what is added next; waits for one, or is null.</summary>
    private SegmentBatch? Filling()
    {
        while (_filling is null && !_isAbandoned && !IsOverrun)
        {
            if (_free.TryPop(out SegmentBatch? free))
            {
                _filling = free;
                _spare = Math.Min(_spare, _free.Count);
            }
            else if (_made < limit)
            {
                _made++;
                _filling = new SegmentBatch();
            }
            else
            {
                WaitForRoom();
            }
        }

        return _isAbandoned || IsOverrun ? null : _filling;
    }

    /// <summary>Those that were free all the time since the last look.</summary>
    private void GiveBackSpare()
    {
        if (Stopwatch.GetElapsedTime(_lookedAt) < SpareTime)
        {
            return;
        }

        for (; _spare > 0 && _free.Count > KeptBatches; _spare--)
        {
            _free.Pop();
            _made--;
        }

        _spare = _free.Count;
        _lookedAt = Stopwatch.GetTimestamp();
    }

    private void WaitForRoom()
    {
        long began = Stopwatch.GetTimestamp();
        _producers++;
        Monitor.Wait(_gate, waitsForRoom ? Timeout.InfiniteTimeSpan : Patience - _waited);
        _producers--;
        _waited += waitsForRoom ? TimeSpan.Zero : Stopwatch.GetElapsedTime(began);
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
