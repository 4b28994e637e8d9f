namespace Gor.Output;

/// <summary>The queues of a pipeline's outputs, which all hear when its source stops and when the time to wait is over.</summary>
/// <param name="holdBack">The source can be held back (a file): writers wait for room.</param>
internal sealed class BundleQueues(bool holdBack, TimeProvider time)
{
    /// <summary>Where the source waits, more in memory is not more kept.</summary>
    private const long MostHeldBack = 16 << 20;

    private readonly List<BundleQueue> _queues = [];

    /// <summary>One more. Only before anything is captured.</summary>
    /// <param name="limit">Bytes that may wait in it.</param>
    /// <param name="mostBundles">Bundles that may.</param>
    public BundleQueue Open(long limit, int mostBundles = int.MaxValue)
    {
        var queue = new BundleQueue(holdBack ? Math.Min(limit, MostHeldBack) : limit, holdBack, time) { MostBundles = mostBundles };
        _queues.Add(queue);
        return queue;
    }

    /// <summary>See <see cref="BundleQueue.LetGo"/>.</summary>
    public void LetGo() => _queues.ForEach(queue => queue.LetGo());

    /// <summary>See <see cref="BundleQueue.StopWaiting"/>.</summary>
    public void StopWaiting() => _queues.ForEach(queue => queue.StopWaiting());
}
