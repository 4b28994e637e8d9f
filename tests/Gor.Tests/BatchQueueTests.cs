using Gor.Decode;
using Gor.Tests.Kit;

namespace Gor.Tests;

public class BatchQueueTests
{
    private static readonly TimeSpan Soon = TimeSpan.FromMilliseconds(1);
    private static readonly TimeSpan Long = TimeSpan.FromSeconds(30);

    [Theory]
    [InlineData(true)]
    [InlineData(false)]
    public void Hands_over_segments_and_ticks_in_order(bool waits)
    {
        var queue = new BatchQueue(2, waits);
        Assert.True(Add(queue, 1));
        queue.AddTick(5, 1);
        Assert.True(Add(queue, 2));
        Assert.True(queue.TryTake(Soon, out SegmentBatch? batch));
        Assert.Equal(3, batch!.Count);
        Assert.Equal([(byte)1, (byte)1], batch[0].Payload.ToArray());
        Assert.Equal((5, 1), batch.Tick(1));
        Assert.Equal(2, batch[2].Ordinal);
        queue.Return(batch);
        Assert.True(queue.TryTake(Soon, out SegmentBatch? nothing));
        Assert.Null(nothing);
    }

    [Fact]
    public void Ends_when_it_is_complete_and_empty()
    {
        var queue = new BatchQueue(2, waitsForRoom: true);
        Add(queue, 1);
        queue.Complete();
        Assert.True(queue.TryTake(Long, out SegmentBatch? batch));
        Assert.NotNull(batch);
        Assert.False(queue.TryTake(Long, out batch));
        Assert.Null(batch);
    }

    [Fact]
    public void Refuses_a_devices_segment_where_there_is_no_room_and_takes_the_next_one_when_there_is()
    {
        var queue = new BatchQueue(2, waitsForRoom: false);
        int taken = 0;
        while (Add(queue, taken, SegmentBatch.SlabSize / 2))
        {
            taken++;
        }

        Assert.Equal(4, taken);
        Assert.True(queue.TryTake(Soon, out SegmentBatch? batch));
        Assert.False(Add(queue, 9, SegmentBatch.SlabSize / 2));
        queue.Return(batch!);
        Assert.True(Add(queue, 9, SegmentBatch.SlabSize / 2));
    }

    [Fact]
    public void A_worker_that_is_overrun_loses_one_stretch_and_not_a_segment_here_and_there()
    {
        var queue = new BatchQueue(8, waitsForRoom: false);
        int taken = 0;
        while (Add(queue, taken, SegmentBatch.SlabSize))
        {
            taken++;
        }

        Assert.Equal(8, taken);
        for (int done = 1; done < 4; done++)
        {
            TakeAndReturn(queue);
            Assert.False(Add(queue, 9));
        }

        TakeAndReturn(queue);
        Assert.True(Add(queue, 9));
    }

    [Fact]
    public async Task A_devices_segment_waits_a_little_where_there_is_no_room()
    {
        var queue = new BatchQueue(1, waitsForRoom: false) { Patience = Long };
        Add(queue, 1, SegmentBatch.SlabSize);
        Assert.True(queue.TryTake(Long, out SegmentBatch? batch));
        Task<bool> adding = Task.Run(() => Add(queue, 2));
        await Eventually.TrueAsync(() => queue.Producers == 1);
        queue.Return(batch!);
        Assert.True(await adding);
    }

    [Fact]
    public void Gives_back_what_a_burst_took_when_it_was_not_needed_for_a_while()
    {
        BatchQueue queue = AfterBurst(TimeSpan.Zero);
        for (int i = 0; i < 3; i++)
        {
            Add(queue, 1);
            TakeAndReturn(queue);
        }

        // Eight that are free, and the one that is filled next.
        Assert.Equal(9, queue.Made);
    }

    [Fact]
    public void Keeps_what_a_burst_took_for_the_next_one()
    {
        BatchQueue queue = AfterBurst(TimeSpan.FromHours(1));
        for (int i = 0; i < 50; i++)
        {
            Add(queue, 1);
            TakeAndReturn(queue);
        }

        Assert.Equal(30, queue.Made);
    }

    [Theory]
    [InlineData(true)]
    [InlineData(false)]
    public async Task A_worker_lets_segments_gather_until_a_batch_is_full_or_no_more_come(bool waits)
    {
        var queue = new BatchQueue(3, waits) { Gathering = Long };
        Add(queue, 1, SegmentBatch.SlabSize / 2);
        Task<int> taking = Task.Run(() => TakeCount(queue));
        Add(queue, 2, SegmentBatch.SlabSize / 2);
        Add(queue, 3);
        Assert.Equal(2, await taking);
        taking = Task.Run(() => TakeCount(queue));
        Add(queue, 4);
        queue.Complete();
        Assert.Equal(2, await taking);
    }

    private static int TakeCount(BatchQueue queue)
    {
        Assert.True(queue.TryTake(Long, out SegmentBatch? batch));
        return batch!.Count;
    }

    private static BatchQueue AfterBurst(TimeSpan spareTime)
    {
        var queue = new BatchQueue(30, waitsForRoom: false) { SpareTime = spareTime };
        for (int i = 0; i < 30; i++)
        {
            Add(queue, i, SegmentBatch.SlabSize);
        }

        Assert.Equal(30, queue.Made);
        while (queue.Waiting > 0)
        {
            TakeAndReturn(queue);
        }

        return queue;
    }

    [Theory]
    [InlineData(false)]
    [InlineData(true)]
    public void Is_behind_from_a_quarter_until_nearly_nothing_waits_but_never_for_a_file(bool waits)
    {
        var queue = new BatchQueue(8, waits);
        var seen = new List<bool>();
        for (int i = 0; i < 5; i++)
        {
            Add(queue, i, SegmentBatch.SlabSize);
        }

        for (int i = 0; i < 5; i++)
        {
            TakeAndReturn(queue);
            seen.Add(queue.IsBehind);
        }

        // Four wait behind the one that is filled, then three, two, one.
        Assert.Equal(waits ? [false, false, false, false, false] : [true, true, true, false, false], seen);
    }

    [Fact]
    public async Task Holds_a_file_back_until_there_is_room()
    {
        var queue = new BatchQueue(1, waitsForRoom: true);
        int added = 0;
        Task adding = Task.Run(() =>
        {
            for (int i = 0; i < 5; i++)
            {
                Assert.True(Add(queue, i, SegmentBatch.SlabSize));
                Interlocked.Increment(ref added);
            }

            queue.Complete();
        });
        await Eventually.TrueAsync(() => queue.Waiting == 1);
        Assert.Equal(1, Volatile.Read(ref added));

        int taken = 0;
        while (queue.TryTake(Long, out SegmentBatch? batch))
        {
            taken += batch!.Count;
            queue.Return(batch);
        }

        await adding;
        Assert.Equal(5, taken);
    }

    [Fact]
    public async Task Holds_back_who_leaves_room_to_others()
    {
        var queue = new BatchQueue(8, waitsForRoom: false);
        for (int i = 0; i < 4; i++)
        {
            Add(queue, i, SegmentBatch.SlabSize);
        }

        queue.WaitUntilAtMost(3);
        Task waiting = Task.Run(() => queue.WaitUntilAtMost(1));
        await Eventually.TrueAsync(() => queue.Producers == 1);
        TakeAndReturn(queue);
        Assert.False(waiting.IsCompleted);
        TakeAndReturn(queue);
        await waiting.WaitAsync(Long);
        Assert.Equal(0, queue.Producers);
    }

    [Theory]
    [InlineData(true)]
    [InlineData(false)]
    public async Task Holds_nobody_back_for_a_worker_that_is_gone(bool waits)
    {
        var queue = new BatchQueue(8, waits);
        Add(queue, 1, SegmentBatch.SlabSize);
        Add(queue, 2, SegmentBatch.SlabSize);
        Task waiting = Task.Run(() => queue.WaitUntilAtMost(0));
        await Eventually.TrueAsync(() => queue.Producers == 1);
        queue.Abandon();
        await waiting.WaitAsync(Long);
    }

    [Fact]
    public async Task Wakes_a_worker_that_waits()
    {
        var queue = new BatchQueue(2, waitsForRoom: false);
        Task<int> taking = Task.Run(() => queue.TryTake(Long, out SegmentBatch? batch) && batch is not null ? batch.Count : 0);
        Add(queue, 1);
        Assert.True(await taking > 0);
    }

    [Fact]
    public async Task Nobody_waits_for_a_worker_that_is_gone()
    {
        var queue = new BatchQueue(1, waitsForRoom: true);
        Add(queue, 1, SegmentBatch.SlabSize);
        Task<bool> adding = Task.Run(() => Add(queue, 2, SegmentBatch.SlabSize));
        await Eventually.TrueAsync(() => queue.Waiting == 1);
        queue.Abandon();
        Assert.False(await adding);
        Assert.Equal(0, queue.Waiting);
    }

    private static void TakeAndReturn(BatchQueue queue)
    {
        Assert.True(queue.TryTake(Long, out SegmentBatch? batch));
        queue.Return(batch!);
    }

    private static bool Add(BatchQueue queue, long ordinal, int length = 2)
    {
        byte[] payload = new byte[length];
        payload.AsSpan().Fill((byte)ordinal);
        return queue.TryAdd(new Segment
        {
            Key = default,
            Sequence = 0,
            Acknowledgment = 0,
            Flags = TcpFlags.Ack,
            TimestampNs = ordinal,
            Ordinal = ordinal,
            CapturePoint = 0,
            Payload = payload,
        });
    }
}
