using Gor.Decode;
using Gor.Flows;
using Gor.Tests.Kit;

namespace Gor.Tests.Flows;

/// <summary>What the flows of a worker take of memory.</summary>
[Collection(nameof(Alone))]
public class MemoryTests(ITestOutputHelper output)
{
    private static readonly byte[] Kibibyte = new byte[1024];

    [Fact]
    public void Keeps_a_hundred_thousand_half_open_connections_small()
    {
        const int Many = 100_000;
        var counters = new Counters();
        var table = new ConnectionTable(new FlowOptions(), counters, _ => throw new InvalidOperationException("nothing to tell"));
        long before = GC.GetTotalMemory(forceFullCollection: true);
        for (int i = 0; i < Many; i++)
        {
            table.OnSegment(Make(BoundTests.Key(i), TcpFlags.Syn, 1, i));
            table.OnSegment(Make(BoundTests.Key(i).Reversed, TcpFlags.Syn | TcpFlags.Ack, 1, i));
        }

        long size = GC.GetTotalMemory(forceFullCollection: true) - before;
        output.WriteLine($"{size >> 20} MiB for {table.Count} connections, {size / Many} bytes each");
        Assert.Equal(Many, table.Count);
        Assert.True(size < 100 << 20, $"{size} bytes");
        table.Tick(121_000_000_000, Many);
        Assert.Equal(0, table.Count);
        Assert.Equal(Many, counters[Counter.ConnectionsClosed]);
    }

    [Fact]
    public void Keeps_ten_thousand_holes_of_a_mebibyte_within_the_bound()
    {
        const int Many = 10_000;
        const int Segments = 12;
        var counters = new Counters();
        long told = 0;
        long gaps = 0;
        var table = new ConnectionTable(new FlowOptions(), counters, _ => new Tally(counters, bytes => told += bytes, bytes => gaps += bytes));
        long before = GC.GetTotalMemory(forceFullCollection: true);
        for (int i = 0; i < Many; i++)
        {
            table.OnSegment(Make(BoundTests.Key(i), TcpFlags.Syn, 1, i));
        }

        long most = 0;
        for (int n = 0; n < Segments; n++)
        {
            for (int i = 0; i < Many; i++)
            {
                table.OnSegment(Make(BoundTests.Key(i), TcpFlags.Psh, 2 + (1 << 20) + (uint)(n * Kibibyte.Length), i, Kibibyte));
            }

            most = Math.Max(most, GC.GetTotalMemory(forceFullCollection: true) - before);
        }

        output.WriteLine($"at most {most >> 20} MiB");
        Assert.True(most < 150 << 20, $"{most} bytes");
        table.Close(1);
        Assert.Equal((long)Many * Segments * Kibibyte.Length, told);
        Assert.Equal((long)Many << 20, gaps);
        Assert.Equal(gaps, counters[Counter.BytesGap]);
        Assert.Equal(told, counters[Counter.BytesPayload]);
    }

    private static Segment Make(FlowKey key, TcpFlags flags, uint sequence, long ordinal, byte[]? payload = null) => new()
    {
        Key = key,
        Sequence = sequence,
        Acknowledgment = 2,
        Flags = flags,
        TimestampNs = 1_000_000,
        Ordinal = ordinal,
        CapturePoint = 0,
        Payload = payload ?? [],
    };

    private sealed class Tally(Counters counters, Action<long> data, Action<long> gap) : IFlowConsumer
    {
        public bool WantsData => true;

        public bool HasOpenExchange => false;

        public void OnData(FlowSide side, ReadOnlySpan<byte> bytes, in Arrival arrival)
        {
            counters.Add(Counter.BytesConsumed, bytes.Length);
            data(bytes.Length);
        }

        public void OnGap(FlowSide side, long length, in Arrival arrival) => gap(length);

        public void OnEnd(FlowSide side, FlowEnd reason, in Arrival arrival)
        {
        }

        public void OnClose(in Arrival arrival)
        {
        }

        public void CountUnwanted(FlowSide side, int bytes)
        {
        }

        public void Dispose()
        {
        }
    }
}
