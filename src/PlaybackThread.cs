using Gor.Playback;
using Serilog;

namespace Gor;

/// <summary>One source of taped calls on a thread of its own.</summary>
/// <param name="isLive">True where the queues lose what finds no room: then the tape waits for the captured.</param>
internal sealed class PlaybackThread(ITapeSource source, IReadOnlyList<BatchQueue> queues, bool isLive, Counters counters, ILogger log)
{
    /// <returns>False where the source failed; that is logged.</returns>
    public Task<bool> RunAsync(CancellationToken stop) =>
        Task.Factory.StartNew(() => Run(stop), CancellationToken.None, TaskCreationOptions.LongRunning, TaskScheduler.Default);

    private bool Run(CancellationToken stop)
    {
        try
        {
            var router = new SegmentRouter(queues, isLive, counters) { WaitsForRoom = isLive };
            source.Run(new CallSegments(router, counters), stop);
            return true;
        }
        catch (PlaybackException failure)
        {
            log.Error("{Failure:l}", failure.Message);
            return false;
        }
        catch (OperationCanceledException) when (stop.IsCancellationRequested)
        {
            return true;
        }
    }
}
