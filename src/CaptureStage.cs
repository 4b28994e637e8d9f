using Gor.Capture;
using Gor.Decode;
using Serilog;

namespace Gor;

/// <summary>All sources of one run: those that are there at the start, and those that appear while it goes on.</summary>
internal sealed class CaptureStage(
    PacketSources sources, CaptureOptions capture, DecodeOptions options, Ledger ledger, DropWatch drops, PacketFile? packets, ILogger log, TimeProvider time)
{
    private static readonly TimeSpan DropInterval = TimeSpan.FromSeconds(2);

    private readonly List<Task<bool>> _threads = [];
    private readonly TwinConnections _twins = new();
    private IReadOnlyList<BatchQueue> _queues = [];
    private volatile bool _hasFailed;

    /// <summary>Captures until every source has ended, or <paramref name="stop"/> comes.</summary>
    /// <param name="queues">One for each worker.</param>
    /// <returns>False where nothing could be captured to its end; that is logged.</returns>
    public async Task<bool> RunAsync(IReadOnlyList<BatchQueue> queues, CancellationToken stop)
    {
        _queues = queues;
        using var end = CancellationTokenSource.CreateLinkedTokenSource(stop);
        await using ITimer reading = time.CreateTimer(_ => drops.Read(), null, DropInterval, DropInterval);
        foreach (IPacketSource source in sources.AtStart)
        {
            Start(source, end);
        }

        bool isWatchWhole = sources.Devices is null || await WatchAsync(sources.Devices, end);

        // From here on no source is added.
        bool[] captured = await Task.WhenAll(_threads);
        bool isWhole = !_hasFailed && (captured.All(isWhole => isWhole) || !capture.IsStrict);
        return isWhole && (sources.Devices is null ? captured.Any(isWhole => isWhole) : isWatchWhole);
    }

    private Task<bool> WatchAsync(DeviceWatch devices, CancellationTokenSource end) => Task.Factory.StartNew(
        () =>
        {
            try
            {
                devices.Run(source => Start(source, end), end.Token);
                return true;
            }
            catch (CaptureException failure)
            {
                log.Error("{Failure:l}", failure.Message);
                end.Cancel();
                return false;
            }
        },
        CancellationToken.None, TaskCreationOptions.LongRunning, TaskScheduler.Default);

    private void Start(IPacketSource source, CancellationTokenSource end)
    {
        drops.Add(source);
        Counters counters = ledger.NewBlock();
        _threads.RemoveAll(thread => thread.IsCompletedSuccessfully && sources.Devices is not null);
        _threads.Add(CaptureAsync(new CaptureThread(source, options, _queues, counters, capture.IsStrict, packets, _twins, log), counters, end));
    }

    /// <summary>What one device left is closed at once: in a long run many come and go. A fault of ours ends the run.</summary>
    private async Task<bool> CaptureAsync(CaptureThread thread, Counters counters, CancellationTokenSource end)
    {
        try
        {
            return await thread.RunAsync(end.Token);
        }
        catch (Exception fault)
        {
            // Its message could quote what was captured.
            log.Error("{Source:l}: a fault of gor's own ends the run; please report it: {Fault:l}\n{Trace:l}",
                thread.Source.Name, fault.GetType().Name, fault.StackTrace);
            _hasFailed = true;
            await end.CancelAsync();
            return false;
        }
        finally
        {
            drops.Remove(thread.Source);
            thread.Source.Dispose();
            ledger.Retire(counters);
        }
    }
}
