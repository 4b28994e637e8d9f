using System.Text;
using Gor.Decode;
using Gor.Flows;

namespace Gor.Tests.Flows;

/// <summary>
/// Puts segments of a client and a server by hand into a table and writes down what its consumers are told:
/// <c>c[GET]</c> data of the client, <c>s~5</c> a gap of 5 bytes in the server's flow, <c>c.Fin</c> an end, <c>close</c>.
/// The client's first byte is at 1001, the server's at 5001.
/// </summary>
internal sealed class Wire
{
    public const uint ClientStart = 1001;
    public const uint ServerStart = 5001;

    public static readonly FlowKey ClientKey =
        new(new Endpoint(Address.FromIpv4(0x0A000001), 40000), new Endpoint(Address.FromIpv4(0x0A000002), 80), 0);

    private readonly List<string> _told = [];
    private long _ordinal;

    public Wire(FlowOptions? options = null)
    {
        Table = new ConnectionTable(options ?? new FlowOptions(), Counters, Open);
    }

    public Counters Counters { get; } = new();

    public ConnectionTable Table { get; }

    public List<ConnectionStart> Starts { get; } = [];

    public List<Recorder> Recorders { get; } = [];

    public List<(FlowSide Side, Arrival Arrival)> Arrivals { get; } = [];

    /// <summary>Capture time of the next segments, in milliseconds.</summary>
    public long Now { get; set; } = 1_000_000;

    /// <summary>Given to the consumers.</summary>
    public Func<string, bool> Wants { get; init; } = _ => true;

    public bool HasOpenExchange { get; set; }

    /// <summary>What was told since the last time, in one line.</summary>
    public string Told()
    {
        string told = string.Join(' ', _told);
        _told.Clear();
        return told;
    }

    public void Handshake()
    {
        Client(TcpFlags.Syn, -1, ack: null);
        Server(TcpFlags.Syn | TcpFlags.Ack, -1, ack: 0);
        Client(TcpFlags.Ack, 0, ack: 0);
    }

    /// <param name="at">Offset of the first byte in the client's flow.</param>
    /// <param name="data">Payload.</param>
    /// <param name="ack">Offset in the server's flow; null without ACK.</param>
    /// <param name="missing">Bytes cut off.</param>
    public void Client(int at, string data, int? ack = 0, int missing = 0) => Send(true, TcpFlags.Psh, at, data, ack, missing);

    public void Server(int at, string data, int? ack = 0, int missing = 0) => Send(false, TcpFlags.Psh, at, data, ack, missing);

    public void Client(TcpFlags flags, int at, int? ack, string data = "") => Send(true, flags, at, data, ack, 0);

    public void Server(TcpFlags flags, int at, int? ack, string data = "") => Send(false, flags, at, data, ack, 0);

    public void Send(bool isClient, TcpFlags flags, int at, string data, int? ack, int missing) => Send(
        isClient ? ClientKey : ClientKey.Reversed,
        flags | (ack is null ? TcpFlags.None : TcpFlags.Ack),
        (isClient ? ClientStart : ServerStart) + (uint)at,
        ack is null ? 0 : (isClient ? ServerStart : ClientStart) + (uint)ack.Value,
        data,
        missing);

    public void Send(FlowKey key, TcpFlags flags, uint sequence, uint acknowledgment, string data = "", int missing = 0) => Table.OnSegment(new Segment
    {
        Key = key,
        Sequence = sequence,
        Acknowledgment = acknowledgment,
        Flags = flags,
        TimestampNs = Now * 1_000_000,
        Ordinal = ++_ordinal,
        CapturePoint = 0,
        Payload = Encoding.Latin1.GetBytes(data),
        MissingLength = missing,
    });

    /// <summary>Lets the time pass; ticks every 100 ms.</summary>
    public void Wait(double seconds)
    {
        for (long end = Now + (long)(seconds * 1000); Now < end;)
        {
            Now = Math.Min(end, Now + 100);
            Table.Tick(Now * 1_000_000, _ordinal);
        }
    }

    public string Close()
    {
        Table.Close(_ordinal);
        return Told();
    }

    public long this[Counter counter] => Counters[counter];

    /// <summary>Every payload byte has ended somewhere, and every connection.</summary>
    public void AssertBalanced()
    {
        Table.Close(_ordinal);
        Equation bytes = Ledger.Equations.Single(equation => equation.Name == "payload bytes");
        var ledger = new Ledger([Counters], []);
        Assert.True(bytes.Difference(ledger) == 0, ledger.ToString());
        Assert.Equal(Counters[Counter.ConnectionsOpened], Counters[Counter.ConnectionsClosed]);
        Assert.All(Recorders, recorder => Assert.True(recorder.IsDisposed));
    }

    private IFlowConsumer Open(ConnectionStart start)
    {
        Starts.Add(start);
        var recorder = new Recorder(this, start, Starts.Count == 1 ? "" : Starts.Count.ToString());
        Recorders.Add(recorder);
        return recorder;
    }

    internal sealed class Recorder(Wire wire, ConnectionStart start, string name) : IFlowConsumer
    {
        private readonly long[] _next = [Arrival.Unknown, Arrival.Unknown];
        private readonly bool[] _ended = [false, false];
        private long _timestampNs;
        private bool _isClosed;

        public bool IsDisposed { get; private set; }

        public bool WantsData { get; private set; } = true;

        public bool HasOpenExchange => wire.HasOpenExchange;

        public void OnData(FlowSide side, ReadOnlySpan<byte> data, in Arrival arrival)
        {
            string text = Encoding.Latin1.GetString(data);
            wire.Counters.Add(Counter.BytesConsumed, data.Length);
            wire._told.Add($"{Name(side)}[{text}]");
            wire.Arrivals.Add((side, arrival));
            Assert.NotEqual(0, data.Length);
            Continue(side, data.Length, arrival);
            WantsData &= wire.Wants(text);
        }

        public void OnGap(FlowSide side, long length, in Arrival arrival)
        {
            wire._told.Add($"{Name(side)}~{length}");
            Assert.True(length > 0);
            Continue(side, length, arrival);
        }

        public void OnEnd(FlowSide side, FlowEnd reason, in Arrival arrival)
        {
            wire._told.Add($"{Name(side)}.{reason}");
            Continue(side, 0, arrival);
            Assert.False(_ended[(int)side]);
            _ended[(int)side] = true;
        }

        public void OnClose(in Arrival arrival)
        {
            wire._told.Add(name + "close");
            Assert.Equal([true, true], _ended);
            Assert.False(_isClosed);
            _isClosed = true;
        }

        public void CountUnwanted(FlowSide side, int bytes)
        {
            Assert.False(WantsData);
            wire.Counters.Add(Counter.BytesNotHttpOther, bytes);
        }

        public void Dispose() => IsDisposed = true;

        private string Name(FlowSide side) => name + ((side == FlowSide.Forward ? start.Key : start.Key.Reversed) == ClientKey ? "c" : "s");

        private void Continue(FlowSide side, long length, in Arrival arrival)
        {
            ref long next = ref _next[(int)side];
            Assert.False(_ended[(int)side] || _isClosed);
            Assert.True(arrival.TimestampNs >= _timestampNs, "time goes backwards");
            _timestampNs = arrival.TimestampNs;
            Assert.Equal(wire._ordinal, arrival.Ordinal);
            Assert.True(next == Arrival.Unknown || !WantsData || arrival.Position == next, $"{arrival.Position} told, {next} expected");
            next = arrival.Position == Arrival.Unknown ? next : arrival.Position + length;
        }
    }
}
