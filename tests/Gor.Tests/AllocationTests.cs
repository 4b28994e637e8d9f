using Gor.Decode;
using Gor.Tests.Kit;

namespace Gor.Tests;

/// <summary>
/// Memory is taken for connections and for what a record needs, never for a packet: what is not allocated is not collected while
/// packets wait. The bounds are a little above what was seen; one that fails names a new allocation on the hot path.
/// </summary>
public sealed class AllocationTests
{
    private const int WarmUp = 300;
    private const int Calls = 1000;

    [Theory]
    [InlineData(false)]
    [InlineData(true)]
    public void A_segment_within_a_body_allocates_nothing(bool isSwapped)
    {
        var talk = new BusyConnection("include debug");
        talk.Begin(bodyLength: 1L << 32);
        talk.SendBody(2000, isSwapped);
        long before = GC.GetAllocatedBytesForCurrentThread();
        talk.SendBody(2000, isSwapped);
        Assert.Equal(0, GC.GetAllocatedBytesForCurrentThread() - before);
    }

    [Fact]
    public void A_segment_on_its_way_to_the_worker_allocates_nothing()
    {
        var queue = new BatchQueue(4, waitsForRoom: true);
        Pass(queue, 5000);

        // The runtime may compile a method anew meanwhile, on this thread and its account; not each time.
        Assert.Equal(0, Enumerable.Range(0, 5).Min(_ => AllocatedBy(() => Pass(queue, 5000))));
    }

    [Theory]
    [InlineData("include debug", 100, 4000)]
    [InlineData("include debug", 100_000, 4000)]
    [InlineData("include strict", 100, 2000)]
    [InlineData("include strict", 100_000, 2000)]
    [InlineData(null, 100_000, 700)]
    public void A_call_allocates_what_its_record_needs_whatever_the_size_of_its_body(string? rules, int bodyLength, int most)
    {
        var talk = new BusyConnection(rules);
        talk.Call(WarmUp, bodyLength);
        long before = GC.GetAllocatedBytesForCurrentThread();
        talk.Call(Calls, bodyLength);
        long each = (GC.GetAllocatedBytesForCurrentThread() - before) / Calls;
        Assert.Equal(WarmUp + Calls, talk.Counters[Counter.ExchangesRecorded]);
        Assert.InRange(each, 1, most);
    }

    /// <summary>Of a hundred thousand open ones, each byte is a hundred kilobytes, and farther from the processor.</summary>
    [Fact]
    public void A_connection_takes_little_beside_its_calls()
    {
        var talk = new BusyConnection(rules: null);
        talk.Call(WarmUp, bodyLength: 100);
        long call = AllocatedBy(() => talk.Call(Calls, bodyLength: 100)) / Calls;
        long each = AllocatedBy(() =>
        {
            for (int i = 0; i < Calls; i++)
            {
                talk.Open();
                talk.Call(1, bodyLength: 100);
            }
        }) / Calls;
        Assert.InRange(each - call, 1, 1400);
    }

    private static long AllocatedBy(Action action)
    {
        long before = GC.GetAllocatedBytesForCurrentThread();
        action();
        return GC.GetAllocatedBytesForCurrentThread() - before;
    }

    private static void Pass(BatchQueue queue, int segments)
    {
        for (int i = 0; i < segments; i++)
        {
            Assert.True(queue.TryAdd(new Segment
            {
                Key = default,
                Sequence = 0,
                Acknowledgment = 0,
                Flags = TcpFlags.Ack,
                TimestampNs = i,
                Ordinal = i,
                CapturePoint = 0,
                Payload = [],
            }));
            if (queue.Waiting > 1)
            {
                queue.TryTake(TimeSpan.Zero, out SegmentBatch? batch);
                queue.Return(batch!);
            }
        }
    }
}
