using Gor.Decode;

namespace Gor.Flows;

/// <summary>What the connections of one table share: bounds, counters, spare buffers and the packet that is processed now.</summary>
internal sealed class Reassembly(FlowOptions options, Counters counters, Func<ConnectionStart, IFlowConsumer> open)
{
    private const int MaxSpares = 64;

    private readonly PortSet _ports = new(options.Ports);
    private readonly Stack<HoldBuffer> _spares = new();
    private readonly HeldBlocks _blocks = new(options.HoldBytesTotal / 8);

    public FlowOptions Options => options;

    public Counters Counters => counters;

    public long HoleAgeNs { get; } = Nanoseconds(options.HoleAge);

    public long IdleAgeNs { get; } = Nanoseconds(options.IdleAge);

    public long OpenExchangeAgeNs { get; } = Nanoseconds(options.OpenExchangeAge);

    public long LateAgeNs { get; } = Nanoseconds(options.LateAge);

    /// <summary>Number of the packet that is processed now.</summary>
    public long Ordinal { get; set; }

    /// <summary>Memory that all flows hold together.</summary>
    public long HeldSize { get; set; }

    public bool IsServerPort(ushort port) => _ports.Contains(port);

    public IFlowConsumer Open(ConnectionStart start) => open(start);

    public HoldBuffer TakeBuffer() => _spares.TryPop(out HoldBuffer? spare) ? spare : new HoldBuffer(_blocks);

    /// <summary>Takes back an empty buffer.</summary>
    public void GiveBack(HoldBuffer buffer)
    {
        if (_spares.Count < MaxSpares)
        {
            _spares.Push(buffer);
        }
    }

    private static long Nanoseconds(TimeSpan time) => time.Ticks * TimeSpan.NanosecondsPerTick;
}
