using Gor.Decode;
using Gor.Flows;
using Gor.Http;

namespace Gor.Tests.Http;

/// <summary>A session that is told of <see cref="HttpTraffic"/> by a listener that misses segments.</summary>
internal sealed class Simulation
{
    private readonly Random _random;
    private readonly HttpTraffic _traffic;
    private readonly HttpSession _session;

    /// <summary>Of the listener: what it was told of each flow.</summary>
    private readonly long[] _told = [-1, -1];

    public Simulation(int seed, ClientManner manner, double loss, int count)
    {
        _random = new Random(seed);
        _traffic = new HttpTraffic(_random, manner, count);
        bool sawSyn = !Misses(loss) || !Misses(loss);
        var key = new FlowKey(new Endpoint(Address.FromIpv4(1), 40000), new Endpoint(Address.FromIpv4(2), 80), 0);
        _session = new HttpSession(new ConnectionStart(key, sawSyn, FlowSide.Forward, 1), new DialogueRoom(new HttpOptions(), Counters, _traffic));
        if (sawSyn)
        {
            _told[0] = HttpTraffic.ClientStart;
            _told[1] = HttpTraffic.ServerStart;
        }

        Listen(loss);
    }

    public Counters Counters { get; } = new();

    public int Found => _traffic.Found;

    public int Truncated => _traffic.Truncated;

    public IReadOnlyList<string> Wrong => _traffic.Wrong;

    public long BytesFed { get; private set; }

    private bool Misses(double loss) => _random.NextDouble() < loss;

    /// <summary>Tells the session what is left of the segments, as the reassembly does: missing bytes before what proves them sent.</summary>
    private void Listen(double loss)
    {
        long ordinal = 1;
        bool[] ended = [false, false];
        foreach (TrafficSegment segment in _traffic.Segments)
        {
            ordinal++;
            if (Misses(loss))
            {
                continue;
            }

            int other = 1 - segment.Flow;
            Reach(other, segment.Acknowledged, ordinal);
            Reach(segment.Flow, segment.Position, ordinal);
            var arrival = new Arrival(ordinal * 1000, ordinal, segment.Position, segment.Acknowledged);
            if (segment.Fin)
            {
                ended[segment.Flow] = true;
                _session.OnEnd((FlowSide)segment.Flow, FlowEnd.Fin, arrival);
                continue;
            }

            BytesFed += segment.Data.Length;
            _session.OnData((FlowSide)segment.Flow, segment.Data, arrival);
            _told[segment.Flow] = segment.Position + segment.Data.Length;
        }

        var last = new Arrival(ordinal * 1000, ordinal, Arrival.Unknown, Arrival.Unknown);
        for (int flow = 0; flow < 2; flow++)
        {
            if (!ended[flow])
            {
                _session.OnEnd((FlowSide)flow, FlowEnd.CaptureEnd, last with { Position = _told[flow] });
            }
        }

        _session.OnClose(last);
        _session.Dispose();
    }

    private void Reach(int flow, long position, long ordinal)
    {
        if (_told[flow] >= 0 && _told[flow] < position)
        {
            _session.OnGap((FlowSide)flow, position - _told[flow], new Arrival(ordinal * 1000, ordinal, _told[flow], Arrival.Unknown));
        }

        _told[flow] = Math.Max(_told[flow], position);
    }
}
