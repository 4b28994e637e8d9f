using Gor.Capture;
using Gor.Decode;
using Gor.Flows;
using Gor.Http;
using Gor.Tests.Http;
using Gor.Tests.Kit;

namespace Gor.Tests.Fidelity;

/// <summary>
/// A day of traffic whose truth is known: connections that begin at any time of it, most of them keep-alive, some pipelined, each
/// segment as a frame with its time.
/// </summary>
internal sealed class TrafficDay
{
    private const long DayNs = 86_400_000_000_000;
    private const int MostCalls = 20;

    private readonly Dictionary<FlowKey, HttpTraffic> _byClient = [];
    private readonly List<(long TimeNs, byte[] Frame)> _frames = [];

    public TrafficDay(int seed, int connections)
    {
        var random = new Random(seed);
        for (int i = 0; i < connections; i++)
        {
            ClientManner manner = random.Next(10) switch { 0 => ClientManner.Batches, 1 => ClientManner.Window, _ => ClientManner.KeepAlive };
            int calls = 1 + random.Next(MostCalls);
            Calls += calls;
            var key = new FlowKey(
                new Endpoint(Address.FromIpv4(0x0A000000u + (uint)i), (ushort)(1024 + random.Next(60000))), new Endpoint(Address.FromIpv4(0xC0000201), 80), 0);
            var traffic = new HttpTraffic(random, manner, calls);
            _byClient.Add(key, traffic);
            AddFrames(key, traffic, random);
        }

        _frames.Sort((one, other) => one.TimeNs.CompareTo(other.TimeNs));
    }

    public int Calls { get; }

    public int Packets => _frames.Count;

    /// <summary>Replays the day without the packets that are lost, and judges what comes out.</summary>
    public LossRow Replay(double loss, int seed)
    {
        var random = new Random(seed);
        var row = new LossRow { Calls = Calls };
        var counters = new Counters();
        var judge = new Judge(_byClient, row);
        var room = new DialogueRoom(new HttpOptions(), counters, judge);
        var connections = new ConnectionTable(new FlowOptions(), counters, start => new HttpSession(start, room));
        var decoder = new SegmentDecoder(new DecodeOptions(), counters, new Feed(connections));
        long ordinal = 0;
        long tickNs = 0;
        foreach ((long timeNs, byte[] frame) in _frames)
        {
            ordinal++;
            if (timeNs - tickNs >= 100_000_000)
            {
                tickNs = timeNs;
                connections.Tick(timeNs, ordinal - 1);
            }

            if (random.NextDouble() >= loss)
            {
                decoder.OnPacket(new Packet
                {
                    LinkType = LinkType.Ethernet,
                    TimestampNs = timeNs,
                    OriginalLength = frame.Length,
                    Ordinal = ordinal,
                    CapturePoint = 0,
                    Data = frame,
                });
            }
        }

        decoder.Complete();
        connections.Close(ordinal);
        row.Count(counters);
        return row;
    }

    private void AddFrames(FlowKey key, HttpTraffic traffic, Random random)
    {
        long timeNs = (long)(random.NextDouble() * DayNs);
        TrafficSegment[] handshake =
        [
            new(0, HttpTraffic.ClientStart - 1, [], 0, false), new(1, HttpTraffic.ServerStart - 1, [], HttpTraffic.ClientStart, false),
        ];
        foreach (TrafficSegment segment in handshake.Concat(traffic.Segments))
        {
            timeNs += random.Next(1, 100_000_000);
            bool isSyn = handshake.Contains(segment);
            TcpFlags flags = (isSyn ? TcpFlags.Syn : segment.Fin ? TcpFlags.Fin : TcpFlags.Psh)
                | (segment.Acknowledged == 0 ? TcpFlags.None : TcpFlags.Ack);
            _frames.Add((timeNs, ConversationFrame.Of(new Segment
            {
                Key = segment.Flow == 0 ? key : key.Reversed,
                Sequence = (uint)segment.Position,
                Acknowledgment = (uint)segment.Acknowledged,
                Flags = flags,
                TimestampNs = timeNs,
                Ordinal = 0,
                CapturePoint = 0,
                Payload = segment.Data,
            })));
        }
    }

    private sealed class Feed(ConnectionTable connections) : ISegmentConsumer
    {
        public void OnSegment(in Segment segment) => connections.OnSegment(segment);
    }

    private sealed class Judge(Dictionary<FlowKey, HttpTraffic> byClient, LossRow row) : IExchangeConsumer
    {
        public void OnExchange(Exchange exchange)
        {
            row.Found++;
            row.Truncated += exchange.Request.Body.IsTruncated || exchange.Response.Body.IsTruncated ? 1 : 0;
            HttpTraffic traffic = byClient[exchange.Key];
            int wrong = traffic.Wrong.Count;
            traffic.OnExchange(exchange);
            row.Wrong.AddRange(traffic.Wrong.Skip(wrong).Select(pair => $"{exchange.Key}: {pair}"));
        }
    }
}
