using Gor.Decode;
using Gor.Flows;
using Gor.Tests.Kit;

namespace Gor.Tests.Flows;

/// <summary>Many connections in one table: none depends on another, and one that fails takes none along.</summary>
public class TableTests
{
    /// <summary>What each connection's consumer is told, in a table of its own and in one with all of them.</summary>
    [Theory]
    [InlineData(1)]
    [InlineData(2)]
    [InlineData(7)]
    public void Tells_the_same_however_connections_are_shared_out(int tables)
    {
        const int Talks = 60;
        var options = new FlowOptions { HoleAge = TimeSpan.FromMilliseconds(200), IdleAge = TimeSpan.FromSeconds(3), LateAge = TimeSpan.FromMilliseconds(500) };
        RandomTalk[] talks = Enumerable.Range(1, Talks)
            .Select(seed => new RandomTalk(seed, new TalkShape(60, 0.1, 10, 0.1, SparesHandshake: false, Resets: true)))
            .ToArray();

        // Connection and packet, all in one order of time.
        (int Talk, int Index)[] order = talks
            .SelectMany((talk, t) => talk.Captured.Select((_, i) => (Talk: t, Index: i)))
            .OrderBy(pair => (pair.Index * 100) + ((pair.Talk * 7919) % 1000))
            .ToArray();
        List<string>[] together = Listen(1);
        List<string>[] apart = Listen(tables);
        Assert.Equal(together, apart);
        Assert.All(together, told => Assert.NotEmpty(told));

        List<string>[] Listen(int count)
        {
            List<string>[] told = talks.Select(_ => new List<string>()).ToArray();
            ConnectionTable[] all = Enumerable.Range(0, count)
                .Select(_ => new ConnectionTable(options, new Counters(), start => new Diary(start, told[Of(start.Key)])))
                .ToArray();
            for (int i = 0; i < order.Length; i++)
            {
                (int talk, int index) = order[i];
                long now = Conversation.StartNs + (i * 3_000_000L);
                all[talk % count].OnSegment(talks[talk].Script.ToSegment(talks[talk].Captured[index] with { TimestampNs = now }, i + 1));
                if (i % 30 == 0)
                {
                    foreach (ConnectionTable table in all)
                    {
                        table.Tick(now, i + 1);
                    }
                }
            }

            foreach (ConnectionTable table in all)
            {
                table.Close(order.Length);
            }

            return told;
        }

        int Of(FlowKey key) => Array.FindIndex(talks, talk => talk.Script.ClientKey.Canonical == key.Canonical);
    }

    [Fact]
    public void Gives_up_a_connection_whose_consumer_fails_and_no_other()
    {
        var counters = new Counters();
        var failed = new List<string>();
        int disposed = 0;
        var told = new List<string>();
        var table = new ConnectionTable(new FlowOptions(), counters, start => start.Key == BoundTests.Key(1)
            ? new Failing(() => disposed++)
            : new Diary(start, told))
        {
            Failed = (key, exception) => failed.Add($"{key}: {exception.Message}"),
        };
        for (int i = 0; i < 3; i++)
        {
            table.OnSegment(Make(BoundTests.Key(i), 100));
            table.OnSegment(Make(BoundTests.Key(i), 103));
        }

        Assert.Equal([$"{BoundTests.Key(1)}: broken"], failed);
        Assert.Equal(1, disposed);
        Assert.Equal(4, told.Count);
        table.Close(9);
        Assert.Equal(1, counters[Counter.ConnectionsFailed]);
        Assert.Equal(3, counters[Counter.ConnectionsOpened]);
        Assert.Equal(3, counters[Counter.ConnectionsClosed]);
    }

    [Fact]
    public void Ends_connections_in_the_order_of_their_first_packets()
    {
        var told = new List<string>();
        var table = new ConnectionTable(new FlowOptions(), new Counters(), start => new Diary(start, told));
        int[] order = [5, 3, 9, 1, 7];
        foreach (int i in order)
        {
            table.OnSegment(Make(BoundTests.Key(i), 100, ordinal: i));
        }

        told.Clear();
        table.Tick(1_000_000_000_000, 10);
        Assert.Equal(new[] { 1, 3, 5, 7, 9 }, told.Where(line => line.StartsWith("close")).Select(line => int.Parse(line.Split(' ')[1])));
        Assert.All(told, line => Assert.EndsWith("at 10", line));
    }

    private static Segment Make(FlowKey key, uint sequence, long ordinal = 1) => new()
    {
        Key = key,
        Sequence = sequence,
        Acknowledgment = 2,
        Flags = TcpFlags.Ack,
        TimestampNs = 1_000_000,
        Ordinal = ordinal,
        CapturePoint = 0,
        Payload = "abc"u8,
    };

    /// <summary>Writes down every call with all that it was told.</summary>
    private sealed class Diary(ConnectionStart start, List<string> lines) : IFlowConsumer
    {
        private int _bytes;

        public bool WantsData => _bytes < 3000;

        public bool HasOpenExchange => _bytes % 3 == 0;

        public void OnData(FlowSide side, ReadOnlySpan<byte> data, in Arrival arrival)
        {
            _bytes += data.Length;
            lines.Add($"{start} {side} {Convert.ToHexString(data)} {arrival}");
        }

        public void OnGap(FlowSide side, long length, in Arrival arrival) => lines.Add($"{side} ~{length} {arrival}");

        public void OnEnd(FlowSide side, FlowEnd reason, in Arrival arrival) => lines.Add($"{side} {reason} {arrival} at {arrival.Ordinal}");

        public void OnClose(in Arrival arrival) => lines.Add($"close {start.Ordinal} at {arrival.Ordinal}");

        public void CountUnwanted(FlowSide side, int bytes)
        {
        }

        public void Dispose()
        {
        }
    }

    private sealed class Failing(Action disposed) : IFlowConsumer
    {
        public bool WantsData => true;

        public bool HasOpenExchange => false;

        public void OnData(FlowSide side, ReadOnlySpan<byte> data, in Arrival arrival) => throw new InvalidOperationException("broken");

        public void OnGap(FlowSide side, long length, in Arrival arrival) => throw new InvalidOperationException("broken");

        public void OnEnd(FlowSide side, FlowEnd reason, in Arrival arrival) => Assert.Fail("told of the end");

        public void OnClose(in Arrival arrival) => Assert.Fail("told of the end");

        public void CountUnwanted(FlowSide side, int bytes)
        {
        }

        public void Dispose() => disposed();
    }
}
