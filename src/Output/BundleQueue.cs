using System.Threading.Channels;

namespace Gor.Output;

/// <summary>
/// Bundles on their way from the workers to one output, oldest first, in a bounded number of bytes. A bundle counts until it
/// is released, not only until it is taken: what is under way is in memory too.
/// </summary>
/// <param name="limit">Bytes. A bundle above it is let in while there is no other.</param>
/// <param name="waitsForRoom">True where the source can be held back: the writer then waits.</param>
internal sealed class BundleQueue(long limit, bool waitsForRoom)
{
    private readonly object _gate = new();
    private readonly Channel<Bundle> _bundles = Channel.CreateUnbounded<Bundle>();
    private long _held;
    private bool _waitsForRoom = waitsForRoom;

    public long Limit => limit;

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

    /// <summary>False: there is no room, and none to wait for.</summary>
    public bool TryAdd(Bundle bundle)
    {
        lock (_gate)
        {
            while (_waitsForRoom && !HasRoomFor(bundle))
            {
                Monitor.Wait(_gate);
            }

            if (!HasRoomFor(bundle))
            {
                return false;
            }

            _held += bundle.Size;
            return _bundles.Writer.TryWrite(bundle);
        }
    }

    /// <summary>Each bundle goes to one reader. Ends when the queue is complete and empty.</summary>
    public IAsyncEnumerable<Bundle> ReadAllAsync(CancellationToken stop) => _bundles.Reader.ReadAllAsync(stop);

    /// <summary>Gives back the room of a bundle that was taken.</summary>
    public void Release(Bundle bundle)
    {
        lock (_gate)
        {
            _held -= bundle.Size;
            Monitor.PulseAll(_gate);
        }
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
    public void Complete() => _bundles.Writer.TryComplete();

    private bool HasRoomFor(Bundle bundle) => _held == 0 || _held + bundle.Size <= limit;
}
