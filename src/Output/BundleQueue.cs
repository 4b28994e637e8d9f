using System.Diagnostics.CodeAnalysis;

namespace Gor.Output;

/// <summary>
/// Bundles on their way from the workers to one output, oldest first, in a bounded number of bytes. A bundle counts until it
/// is released, not only until it is taken: what is under way is in memory too.
/// </summary>
/// <param name="limit">Bytes. A bundle above it is let in while there is no other.</param>
/// <param name="waitsForRoom">True where the source can be held back: the writer then waits.</param>
internal sealed class BundleQueue(long limit, bool waitsForRoom, TimeProvider time)
{
    private readonly object _gate = new();
    private readonly LinkedList<(Bundle Bundle, long Since)> _bundles = [];
    private long _held;
    private bool _waitsForRoom = waitsForRoom;
    private volatile bool _holdsBack = waitsForRoom;
    private bool _isComplete;

    /// <summary>Announces each bundle, and the end.</summary>
    public Changes Changes { get; } = new();

    public long Limit => limit;

    /// <summary>Bundles that may wait to be taken.</summary>
    public int MostBundles { get; init; } = int.MaxValue;

    /// <summary>True while the source is held back, so that what waits here needs no other place.</summary>
    public bool HoldsBack => _holdsBack;

    /// <summary>Bytes that wait or are under way.</summary>
    public long Held
    {
        get
        {
            lock (_gate)
            {
                return _held;
            }
        }
    }

    /// <summary>True where more than what is under way waits here.</summary>
    public bool IsFilling => Held >= limit / 4;

    /// <summary>True where bundles come faster than they go.</summary>
    public bool IsBehind => Held >= limit / 2;

    /// <summary>True where the next bundles may find no room.</summary>
    public bool IsPressed => Held > limit / 4 * 3;

    /// <summary>Bundles that nobody has taken yet.</summary>
    public int Count
    {
        get
        {
            lock (_gate)
            {
                return _bundles.Count;
            }
        }
    }

    /// <summary>How long the oldest bundle has waited to be taken; zero where none waits.</summary>
    public TimeSpan OldestAge
    {
        get
        {
            lock (_gate)
            {
                return _bundles.First is { } first ? time.GetElapsedTime(first.Value.Since) : TimeSpan.Zero;
            }
        }
    }

    /// <summary>True once nothing more comes; something may still wait.</summary>
    public bool IsComplete
    {
        get
        {
            lock (_gate)
            {
                return _isComplete;
            }
        }
    }

    /// <summary>False: there is no room, and none to wait for.</summary>
    public bool TryAdd(Bundle bundle)
    {
        lock (_gate)
        {
            while (_waitsForRoom && !HasRoomFor(bundle))
            {
                Monitor.Wait(_gate);
            }

            if (_isComplete || !HasRoomFor(bundle))
            {
                return false;
            }

            _held += bundle.Size;
            _bundles.AddLast((bundle, time.GetTimestamp()));
        }

        Changes.Announce();
        return true;
    }

    /// <summary>Takes the oldest.</summary>
    public bool TryTake([NotNullWhen(true)] out Bundle? bundle)
    {
        lock (_gate)
        {
            bundle = _bundles.First?.Value.Bundle;
            if (bundle is not null)
            {
                _bundles.RemoveFirst();
                Monitor.PulseAll(_gate);
            }

            return bundle is not null;
        }
    }

    /// <summary>Lets a bundle in as the oldest that was here before, whether there is room or not.</summary>
    public void Readmit(Bundle bundle)
    {
        lock (_gate)
        {
            _held += bundle.Size;
            _bundles.AddFirst((bundle, time.GetTimestamp()));
        }

        Changes.Announce();
    }

    /// <summary>Each bundle goes to one reader. Ends when the queue is complete and empty.</summary>
    public async IAsyncEnumerable<Bundle> ReadAllAsync()
    {
        while (true)
        {
            Task change = Changes.Next;
            bool isLast = IsComplete;
            while (TryTake(out Bundle? bundle))
            {
                yield return bundle;
            }

            if (isLast)
            {
                yield break;
            }

            await change;
        }
    }

    /// <summary>Gives back the room of a bundle that was taken.</summary>
    public void Release(Bundle bundle)
    {
        lock (_gate)
        {
            _held -= bundle.Size;
            Monitor.PulseAll(_gate);
        }
    }

    /// <summary>
    /// The source has been told to stop, and what it has given shall be in a safe place soon: it need not wait in memory any more where
    /// there is a disk. Writers wait for the room that this makes.
    /// </summary>
    public void LetGo()
    {
        _holdsBack = false;
        Changes.Announce();
    }

    /// <summary>From now on nobody waits for room.</summary>
    public void StopWaiting()
    {
        lock (_gate)
        {
            _waitsForRoom = false;
            Monitor.PulseAll(_gate);
        }
    }

    /// <summary>Nothing is added afterwards.</summary>
    public void Complete()
    {
        lock (_gate)
        {
            _isComplete = true;
        }

        Changes.Announce();
    }

    private bool HasRoomFor(Bundle bundle) => _held == 0 || (_held + bundle.Size <= limit && _bundles.Count < MostBundles);
}
