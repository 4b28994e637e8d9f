using Gor.Decode;

namespace Gor.Tests;

public class SegmentRouterTests
{
    private readonly Counters _counters = new();

    [Fact]
    public void Both_directions_of_a_connection_go_to_one_worker_and_connections_are_spread()
    {
        List<BatchQueue> queues = Queues(4);
        var router = new SegmentRouter(queues, isLive: true, _counters);
        for (ushort port = 1000; port < 1400; port++)
        {
            FlowKey key = KeyOf(port);
            router.OnSegment(At(key, 0, 1));
            router.OnSegment(At(key.Reversed, 0, 1));
        }

        int[] taken = [.. queues.Select(Drain)];
        Assert.Equal(800, taken.Sum());
        Assert.All(taken, count => Assert.True(count % 2 == 0 && count > 100, string.Join(' ', taken)));
        Assert.Equal(800, _counters[Counter.SegmentsHanded]);
    }

    [Fact]
    public void A_files_clock_ticks_for_every_worker_before_the_packet_that_moves_it()
    {
        List<BatchQueue> queues = Queues(2);
        var router = new SegmentRouter(queues, isLive: false, _counters);
        router.OnSegment(At(KeyOf(1), 1_000_000_000, 7));
        router.OnSegment(At(KeyOf(1), 1_050_000_000, 8));
        router.OnSegment(At(KeyOf(1), 900_000_000, 9));
        router.OnSegment(At(KeyOf(1), 1_100_000_000, 10));
        Assert.All(queues, queue =>
        {
            Assert.True(queue.TryTake(TimeSpan.Zero, out SegmentBatch? batch));
            (long, long)[] ticks = [.. Enumerable.Range(0, batch!.Count).Where(batch.IsTick).Select(batch.Tick)];
            Assert.Equal([(1_000_000_000, 6), (1_100_000_000, 9)], ticks);
            Assert.True(batch.IsTick(0));
        });
    }

    [Fact]
    public void A_segment_without_room_is_counted()
    {
        var router = new SegmentRouter([new BatchQueue(0, waitsForRoom: false)], isLive: true, _counters);
        router.OnSegment(At(KeyOf(1), 0, 1));
        Assert.Equal((0, 1), (_counters[Counter.SegmentsHanded], _counters[Counter.SegmentsDroppedQueueFull]));
    }

    private static List<BatchQueue> Queues(int count) =>
        [.. Enumerable.Range(0, count).Select(_ => new BatchQueue(4, waitsForRoom: false))];

    private static int Drain(BatchQueue queue) => queue.TryTake(TimeSpan.Zero, out SegmentBatch? batch) && batch is not null ? batch.Count : 0;

    private static FlowKey KeyOf(ushort port) =>
        new(new Endpoint(Address.FromIpv4(0x0A000001), port), new Endpoint(Address.FromIpv4(0x0A000002), 80), 0);

    private static Segment At(FlowKey key, long timestampNs, long ordinal) => new()
    {
        Key = key,
        Sequence = 0,
        Acknowledgment = 0,
        Flags = TcpFlags.Ack,
        TimestampNs = timestampNs,
        Ordinal = ordinal,
        CapturePoint = 0,
        Payload = [],
    };
}
