using Gor.Flows;
using Gor.Output;

namespace Gor.Tests;

public sealed class MemoryPlanTests
{
    private const long Huge = 1L << 40;

    [Theory]
    [InlineData(256L << 20, Huge, 256L << 20)]
    [InlineData(256L << 20, 200L << 20, 150L << 20)]
    public void The_smaller_of_what_is_asked_and_what_there_is_holds(long asked, long available, long expected) =>
        Assert.Equal(expected, new MemoryPlan(asked, available, 2).Limit);

    [Theory]
    [InlineData(64, 1, 1)]
    [InlineData(64, 4, 2)]
    [InlineData(256, 2, 1)]
    [InlineData(256, 4, 3)]
    [InlineData(4096, 4, 1)]
    public void The_bounds_of_the_stages_stay_below_the_limit_together(int mebibytes, int workers, int outputs)
    {
        var plan = new MemoryPlan((long)mebibytes << 20, Huge, workers);
        FlowOptions flows = plan.Of(new FlowOptions());
        OutputOptions output = plan.Of(new OutputOptions { Resurface = [.. Enumerable.Repeat("http://localhost/", outputs)] });
        long batches = (long)plan.BatchesPerWorker * workers * Gor.Decode.SegmentBatch.SlabSize;
        long sum = batches + (flows.HoldBytesTotal * workers) + ((long)flows.MaxConnections * workers * MemoryPlan.ConnectionSize)
            + (output.MemoryLimit * outputs);
        Assert.InRange(sum, 0, plan.Limit);
        Assert.InRange(plan.BatchesPerWorker, 8, 256);
    }

    [Fact]
    public void Where_there_is_enough_the_options_hold()
    {
        var plan = new MemoryPlan(Huge, Huge * 4, 4);
        Assert.Equal(new FlowOptions(), plan.Of(new FlowOptions()));
        Assert.Equal(new OutputOptions(), plan.Of(new OutputOptions()));
        Assert.Equal(256, plan.BatchesPerWorker);
    }
}
