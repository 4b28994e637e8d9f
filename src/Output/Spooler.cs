namespace Gor.Output;

/// <summary>
/// Moves bundles from memory to the disk, oldest first, while the destination does not take them as fast as they come. While it is
/// well, nothing touches the disk; nor while the source can be held back instead.
/// </summary>
internal sealed class Spooler(BundleQueue queue, Spool spool, RetrySchedule schedule, OutputLog log, TimeProvider time)
{
    /// <summary>A destination that leaves a bundle lying for so long is not well, whatever it has answered.</summary>
    private static readonly TimeSpan LongestWait = TimeSpan.FromSeconds(2);

    private static readonly TimeSpan LookInterval = TimeSpan.FromMilliseconds(500);

    /// <summary>A disk that did not take a bundle need not be asked again at once.</summary>
    private static readonly TimeSpan Pause = TimeSpan.FromSeconds(1);

    /// <summary>True where the oldest bundle should not wait in memory any longer.</summary>
    private bool IsDue => !queue.HoldsBack && (schedule.IsFailing || queue.Held > queue.Limit / 2 || queue.OldestAge > LongestWait);

    /// <summary>Runs until <paramref name="stop"/>.</summary>
    public async Task RunAsync(CancellationToken stop)
    {
        try
        {
            while (true)
            {
                Task change = queue.Changes.Next;
                if (TryMoveAll())
                {
                    await Changes.WaitAsync(change, queue.Count > 0 ? LookInterval : Timeout.InfiniteTimeSpan, time, stop);
                }
                else
                {
                    await Task.Delay(Pause, time, stop);
                }
            }
        }
        catch (OperationCanceledException)
        {
        }
    }

    private bool TryMoveAll()
    {
        while (IsDue && queue.TryTake(out Bundle? bundle))
        {
            bool isKept = spool.TryAdd(bundle, queue.IsPressed, out string? error);
            if (!isKept)
            {
                queue.Readmit(bundle);
                log.SpoolFailing(spool.Folder, error!);
            }

            queue.Release(bundle);
            if (!isKept)
            {
                return false;
            }

            queue.Changes.Announce();
        }

        return true;
    }
}
