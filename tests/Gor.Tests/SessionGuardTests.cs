using Gor.Flows;
using Gor.Tests.Kit;

namespace Gor.Tests;

public class SessionGuardTests
{
    private static readonly Arrival Now = new(1, 1, 1, Arrival.Unknown);

    [Theory]
    [InlineData("data")]
    [InlineData("gap")]
    [InlineData("end")]
    [InlineData("close")]
    public void A_fault_ends_the_reading_of_one_connection_and_is_logged_without_content(string call)
    {
        var counters = new Counters();
        var log = new Logged();
        var guard = new SessionGuard(new Faulty(), counters, log.Log);
        Assert.True(guard.WantsData);
        switch (call)
        {
            case "data":
                guard.OnData(FlowSide.Forward, "hidden"u8, Now);
                break;
            case "gap":
                guard.OnGap(FlowSide.Forward, 3, Now);
                break;
            case "end":
                guard.OnEnd(FlowSide.Forward, FlowEnd.Fin, Now);
                break;
            default:
                guard.OnClose(Now);
                break;
        }

        Assert.Equal(1, counters[Counter.ConnectionsFailed]);
        Assert.False(guard.WantsData);
        Assert.False(guard.HasOpenExchange);
        guard.OnData(FlowSide.Forward, "more"u8, Now);
        guard.CountUnwanted(FlowSide.Forward, 5);
        guard.OnGap(FlowSide.Forward, 3, Now);
        guard.OnEnd(FlowSide.Forward, FlowEnd.Fin, Now);
        guard.OnClose(Now);
        Assert.Equal(9, counters[Counter.BytesFailed]);
        Assert.Equal(1, counters[Counter.ConnectionsFailed]);
        Assert.DoesNotContain("hidden", Assert.Single(log.Lines));
    }

    private sealed class Faulty : IFlowConsumer
    {
        public bool WantsData => true;

        public bool HasOpenExchange => true;

        public void OnData(FlowSide side, ReadOnlySpan<byte> data, in Arrival arrival) => throw new InvalidOperationException("hidden");

        public void OnGap(FlowSide side, long length, in Arrival arrival) => throw new InvalidOperationException("hidden");

        public void OnEnd(FlowSide side, FlowEnd reason, in Arrival arrival) => throw new InvalidOperationException("hidden");

        public void OnClose(in Arrival arrival) => throw new InvalidOperationException("hidden");

        public void CountUnwanted(FlowSide side, int bytes) => throw new InvalidOperationException("hidden");

        public void Dispose()
        {
        }
    }
}
