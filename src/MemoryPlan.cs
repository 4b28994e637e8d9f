using Gor.Decode;
using Gor.Flows;
using Gor.Output;

namespace Gor;

/// <summary>How the memory limit is shared out among the stages that have bounds of their own.</summary>
internal sealed class MemoryPlan
{
    private const int FewestBatches = 8;
    private const int MostBatches = 256;

    /// <summary>What a quiet connection takes: 1.3 KB of objects, its places in the tables, and what the collector leaves free between.</summary>
    public const int ConnectionSize = 2048;

    private readonly long _limit;
    private readonly int _workers;

    /// <param name="asked">What the operator allows.</param>
    /// <param name="available">What the machine, or the container, has.</param>
    public MemoryPlan(long asked, long available, int workers)
    {
        _limit = Math.Min(asked, available / 4 * 3);
        _workers = workers;
    }

    /// <summary>Bytes.</summary>
    public long Limit => _limit;

    /// <summary>A twelfth for segments on their way to the workers: 70 ms of what a busy pair of cores can bring.</summary>
    public int BatchesPerWorker => (int)Math.Clamp(_limit / 12 / _workers / SegmentBatch.SlabSize, FewestBatches, MostBatches);

    /// <summary>An eighth for segments out of order, a quarter for connections.</summary>
    public FlowOptions Of(FlowOptions flows) => flows with
    {
        HoldBytesTotal = Math.Min(flows.HoldBytesTotal, _limit / 8 / _workers),
        MaxConnections = (int)Math.Min(flows.MaxConnections, _limit / 4 / _workers / ConnectionSize),
    };

    /// <summary>A quarter for records that wait.</summary>
    /// <param name="others">Outputs that take calls in another form.</param>
    public OutputOptions Of(OutputOptions output, int others = 0) => output with
    {
        MemoryLimit = Math.Min(output.MemoryLimit, _limit / 4 / Math.Max(1, output.Resurface.Count + others)),
    };

    /// <summary>What the machine has or, in a container, what that may take: .NET reads the control groups, version 2 and 1.</summary>
    public static long Available() => GC.GetGCMemoryInfo().TotalAvailableMemoryBytes;
}
