using Gor.Capture;
using Gor.Decode;
using Serilog;

namespace Gor;

/// <summary>One source on a thread of its own: its packets are decoded there and its segments handed to the workers.</summary>
internal sealed class CaptureThread(IPacketSource source, DecodeOptions options, IReadOnlyList<BatchQueue> queues, Counters counters, bool isStrict, PacketFile? packets, TwinConnections twins, ILogger log)
{
    public IPacketSource Source => source;

    /// <summary>Captures until the source ends or <paramref name="stop"/> comes.</summary>
    /// <returns>False where the source failed, or had warnings and must not; that is logged.</returns>
    public Task<bool> RunAsync(CancellationToken stop) =>
        Task.Factory.StartNew(() => Run(stop), CancellationToken.None, TaskCreationOptions.LongRunning, TaskScheduler.Default);

    private bool Run(CancellationToken stop)
    {
        var decoder = new SegmentDecoder(options, counters, new SegmentRouter(queues, source.IsLive, counters) { Twins = twins });
        try
        {
            source.Run(packets is null ? decoder : new PacketTee(packets, decoder), stop);
            return !(isStrict && source.Warnings.Count > 0);
        }
        catch (CaptureException failure)
        {
            log.Error("{Source:l}: {Failure:l}", source.Name, failure.Message);
            return false;
        }
        catch (OperationCanceledException) when (stop.IsCancellationRequested)
        {
            return true;
        }
        finally
        {
            decoder.Complete();
            foreach (string warning in source.Warnings)
            {
                log.Warning("{Warning:l}", warning);
            }
        }
    }
}
