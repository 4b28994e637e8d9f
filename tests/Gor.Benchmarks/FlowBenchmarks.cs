using BenchmarkDotNet.Attributes;
using Gor.Decode;
using Gor.Flows;

namespace Gor.Benchmarks;

/// <summary>
/// What a segment costs between the decoder and the HTTP parser. Run:
/// <c>dotnet run -c Release --project tests/Gor.Benchmarks -- --filter '*Flow*'</c>
/// </summary>
[MemoryDiagnoser]
[ShortRunJob]
public class FlowBenchmarks
{
    private const int Segments = 12_000;

    private readonly byte[] _payload = new byte[1448];
    private ConnectionTable _table = null!;
    private FlowKey[] _keys = null!;
    private uint _sequence;
    private long _clockNs;

    /// <summary>Connections whose segments come in turn.</summary>
    [Params(1, 4000)]
    public int Connections { get; set; }

    [GlobalSetup]
    public void Open()
    {
        var counters = new Counters();
        _table = new ConnectionTable(new FlowOptions(), counters, _ => new Sink());
        _keys = Enumerable.Range(0, Connections)
            .Select(i => new FlowKey(
                new Endpoint(Address.FromIpv4(0x0B000000u + (uint)(i >> 12)), (ushort)(20000 + (i & 0xFFF))),
                new Endpoint(Address.FromIpv4(0x0A000002), 80),
                0))
            .ToArray();
        _sequence = 1;
        foreach (FlowKey key in _keys)
        {
            Send(key, TcpFlags.Syn, 0, 0, []);
            Send(key.Reversed, TcpFlags.Syn | TcpFlags.Ack, 0, 1, []);
        }
    }

    /// <summary>Two full segments of the client, then an acknowledgement of the server.</summary>
    [Benchmark(OperationsPerInvoke = Segments)]
    public void InOrder() => Run(first: 0, second: 1448);

    /// <summary>The second segment before the first.</summary>
    [Benchmark(OperationsPerInvoke = Segments)]
    public void Swapped() => Run(first: 1448, second: 0);

    private void Run(uint first, uint second)
    {
        for (int i = 0; i < Segments / 3;)
        {
            for (int k = 0; k < _keys.Length && i < Segments / 3; k++, i++)
            {
                uint at = _sequence + ((uint)(i / _keys.Length) * 2896);
                Send(_keys[k], TcpFlags.Ack, at + first, 1, _payload);
                Send(_keys[k], TcpFlags.Ack, at + second, 1, _payload);
                Send(_keys[k].Reversed, TcpFlags.Ack, 1, at + 2896, []);
            }
        }

        _sequence += (uint)(((Segments / 3) + _keys.Length - 1) / _keys.Length) * 2896;
        _clockNs += 100_000_000;
        _table.Tick(_clockNs, 1);
    }

    private void Send(FlowKey key, TcpFlags flags, uint sequence, uint acknowledgment, ReadOnlySpan<byte> payload) => _table.OnSegment(new Segment
    {
        Key = key,
        Sequence = sequence,
        Acknowledgment = acknowledgment,
        Flags = flags,
        TimestampNs = _clockNs,
        Ordinal = 1,
        CapturePoint = 0,
        Payload = payload,
    });

    private sealed class Sink : IFlowConsumer
    {
        public bool WantsData => true;

        public bool HasOpenExchange => true;

        public void OnData(FlowSide side, ReadOnlySpan<byte> data, in Arrival arrival)
        {
        }

        public void OnGap(FlowSide side, long length, in Arrival arrival)
        {
        }

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
