using Gor.Decode;
using Gor.Flows;
using Gor.Http;
using Gor.Tests.Http;

namespace Gor.Tests.Flows;

/// <summary>HTTP over the flows: what a capture's disorder does to exchanges whose truth is known.</summary>
public class SessionTests(ITestOutputHelper output)
{
    private const int Conversations = 300;
    private const int Calls = 12;

    private static readonly FlowKey ClientKey =
        new(new Endpoint(Address.FromIpv4(1), 40000), new Endpoint(Address.FromIpv4(2), 80), 0);

    /// <summary>One captured packet.</summary>
    private sealed record Seen(int Flow, TcpFlags Flags, long Position, byte[] Data, long Acknowledged);

    [Theory]
    [InlineData(ClientManner.KeepAlive)]
    [InlineData(ClientManner.Batches)]
    [InlineData(ClientManner.Window)]
    public void Finds_every_call_whatever_the_order_and_the_cuts(ClientManner manner)
    {
        for (int seed = 1; seed <= Conversations; seed++)
        {
            var random = new Random(seed);
            var traffic = new HttpTraffic(random, manner, Calls);
            List<Seen> seen = Disorder(Cut(Handshake().Concat(traffic.Segments.Select(Of)), random), random, disorder: 1 + (seed % 40), duplication: 0.1);
            Counters counters = Listen(traffic, seen);
            Assert.True(traffic.Wrong.Count == 0, $"seed {seed}: {string.Join(", ", traffic.Wrong)}");
            Assert.True(traffic.Found == Calls && traffic.Truncated == 0, $"seed {seed}: {traffic.Found} found, {traffic.Truncated} truncated");
            AssertBalanced(counters);
        }
    }

    /// <param name="least">Calls found, in percent of all.</param>
    [Theory]
    [InlineData(ClientManner.KeepAlive, 0.001, 99)]
    [InlineData(ClientManner.KeepAlive, 0.01, 95)]
    [InlineData(ClientManner.KeepAlive, 0.05, 80)]
    [InlineData(ClientManner.KeepAlive, 0.2, 40)]
    [InlineData(ClientManner.Batches, 0.01, 75)]
    [InlineData(ClientManner.Batches, 0.2, 5)]
    [InlineData(ClientManner.Window, 0.01, 75)]
    [InlineData(ClientManner.Window, 0.2, 5)]
    public void Pairs_no_strangers_whatever_is_lost(ClientManner manner, double loss, int least)
    {
        int found = 0;
        int truncated = 0;
        for (int seed = 1; seed <= Conversations; seed++)
        {
            var random = new Random(seed);
            var traffic = new HttpTraffic(random, manner, Calls);
            IEnumerable<Seen> sent = Repeat(traffic.Segments.Select(Of).ToList(), random, repetition: loss);
            List<Seen> seen = Disorder(Handshake().Concat(sent), random, disorder: seed % 5, duplication: 0.05)
                .Where(_ => random.NextDouble() >= loss).ToList();
            Counters counters = Listen(traffic, seen);
            Assert.True(traffic.Wrong.Count == 0, $"seed {seed}: {string.Join(", ", traffic.Wrong)}");
            AssertBalanced(counters);
            found += traffic.Found;
            truncated += traffic.Truncated;
        }

        output.WriteLine($"{manner}, {loss:p1} lost: {found} of {Conversations * Calls} calls, {truncated} of them truncated");
        Assert.True(found * 100 >= least * Conversations * Calls, $"{found} found");
    }

    private static IEnumerable<Seen> Handshake() =>
    [
        new(0, TcpFlags.Syn, HttpTraffic.ClientStart - 1, [], 0),
        new(1, TcpFlags.Syn | TcpFlags.Ack, HttpTraffic.ServerStart - 1, [], HttpTraffic.ClientStart),
        new(0, TcpFlags.Ack, HttpTraffic.ClientStart, [], HttpTraffic.ServerStart),
    ];

    private static Seen Of(TrafficSegment segment) => new(
        segment.Flow, segment.Fin ? TcpFlags.Fin | TcpFlags.Ack : TcpFlags.Ack, segment.Position, segment.Data, segment.Acknowledged);

    /// <summary>Some segments arrive as several, some come again cut otherwise.</summary>
    private static IEnumerable<Seen> Cut(IEnumerable<Seen> segments, Random random)
    {
        foreach (Seen segment in segments)
        {
            int length = segment.Data.Length;
            int cut = random.Next(3) == 0 && length > 0 ? random.Next(length) : 0;
            if (cut > 0)
            {
                yield return segment with { Data = segment.Data[..cut] };
                int again = random.Next(cut + 1);
                yield return segment with { Position = segment.Position + again, Data = segment.Data[again..] };
            }
            else
            {
                yield return segment;
            }
        }
    }

    /// <summary>
    /// Some segments are sent again, with all acknowledged that their sender has by then; not once it has received that they came.
    /// </summary>
    private static IEnumerable<Seen> Repeat(List<Seen> segments, Random random, double repetition)
    {
        var again = new List<(int At, Seen Segment)>();
        for (int i = 0; i < segments.Count; i++)
        {
            yield return segments[i];
            if (random.NextDouble() < repetition && segments[i].Data.Length > 0)
            {
                again.Add((i + random.Next(12), segments[i]));
            }

            foreach ((_, Seen segment) in again.Where(planned => planned.At == i))
            {
                long received = segments.Take(i + 1).Where(other => other.Flow == segment.Flow).Max(other => other.Acknowledged);
                bool isKnown = segments.Any(other =>
                    other.Flow != segment.Flow && other.Position < received && other.Acknowledged >= segment.Position + segment.Data.Length);
                if (!isKnown)
                {
                    yield return segment with { Acknowledged = received };
                }
            }
        }
    }

    private static List<Seen> Disorder(IEnumerable<Seen> segments, Random random, int disorder, double duplication) => segments
        .SelectMany(segment => random.NextDouble() < duplication ? new[] { segment, segment } : [segment])
        .Select((segment, index) => (Place: index < 3 ? index : index + (random.Next(3) == 0 ? random.NextDouble() * disorder : 0), segment))
        .OrderBy(pair => pair.Place)
        .Select(pair => pair.segment)
        .ToList();

    /// <summary>A packet a millisecond, a tick every tenth second.</summary>
    private static Counters Listen(HttpTraffic traffic, List<Seen> seen)
    {
        const long PacketNs = 1_000_000;
        var counters = new Counters();
        var room = new DialogueRoom(new HttpOptions(), counters, traffic);
        var table = new ConnectionTable(
            new FlowOptions { Ports = [80] }, counters, start => new HttpSession(start, room));
        for (int i = 0; i < seen.Count; i++)
        {
            if (i % 100 == 0)
            {
                table.Tick(i * PacketNs, i);
            }

            table.OnSegment(new Segment
            {
                Key = seen[i].Flow == 0 ? ClientKey : ClientKey.Reversed,
                Sequence = (uint)seen[i].Position - 5000,
                Acknowledgment = (uint)seen[i].Acknowledged - 5000,
                Flags = seen[i].Flags,
                TimestampNs = i * PacketNs,
                Ordinal = i + 1,
                CapturePoint = 0,
                Payload = seen[i].Data,
            });
        }

        table.Close(seen.Count);
        Assert.Equal(0, room.Taken);
        return counters;
    }

    private static void AssertBalanced(Counters counters)
    {
        var ledger = new Ledger([counters], []);
        Assert.All(
            Ledger.Equations.Where(equation => equation.Name is "payload bytes" or "requests" or "responses"),
            equation => Assert.True(equation.Difference(ledger) == 0, ledger.ToString()));
        Assert.Equal(counters[Counter.ConnectionsOpened], counters[Counter.ConnectionsClosed]);
    }
}
