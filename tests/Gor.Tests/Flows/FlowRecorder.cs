using Gor.Flows;

namespace Gor.Tests.Flows;

/// <summary>Writes down both flows of one connection byte by byte, -1 for a missing one, and checks what every call promises.</summary>
internal sealed class FlowRecorder(ConnectionStart start, Counters counters, int fins = 0) : IFlowConsumer
{
    private long _timestampNs;
    private long _ordinal;

    /// <summary>A side each.</summary>
    public List<int>[] Told { get; } = [[], []];

    public long[] First { get; } = [Arrival.Unknown, Arrival.Unknown];

    public FlowEnd?[] Ends { get; } = [null, null];

    public List<(FlowSide Side, long Position, long Length, long Acknowledged)> Data { get; } = [];

    public ConnectionStart Start => start;

    public bool IsClosed { get; private set; }

    public bool IsDisposed { get; private set; }

    public bool WantsData => true;

    public bool HasOpenExchange => true;

    public long Next(int side) => First[side] + Told[side].Count;

    public void OnData(FlowSide side, ReadOnlySpan<byte> data, in Arrival arrival)
    {
        Check(side, arrival);
        Assert.NotEqual(0, data.Length);
        counters.Add(Counter.BytesConsumed, data.Length);
        int other = 1 - (int)side;
        bool isReset = Ends[other] is FlowEnd.Reset;
        long reached = First[other] == Arrival.Unknown ? long.MaxValue : Next(other) + (Ends[other] is FlowEnd.Fin ? 1 : fins);
        Assert.True(isReset || arrival.Acknowledged <= reached, $"{arrival.Acknowledged} acknowledged, {reached} told");
        Data.Add((side, arrival.Position, data.Length, arrival.Acknowledged));
        foreach (byte value in data)
        {
            Told[(int)side].Add(value);
        }
    }

    public void OnGap(FlowSide side, long length, in Arrival arrival)
    {
        Check(side, arrival);
        Assert.True(length > 0);
        Told[(int)side].AddRange(Enumerable.Repeat(-1, (int)length));
    }

    public void OnEnd(FlowSide side, FlowEnd reason, in Arrival arrival)
    {
        if (arrival.Position != Arrival.Unknown)
        {
            Check(side, arrival);
        }

        Ends[(int)side] = reason;
    }

    public void OnClose(in Arrival arrival)
    {
        Assert.True(Ends[0] is not null && Ends[1] is not null && !IsClosed);
        IsClosed = true;
    }

    public void CountUnwanted(FlowSide side, int bytes) => Assert.Fail("all data is wanted");

    public void Dispose() => IsDisposed = true;

    private void Check(FlowSide side, in Arrival arrival)
    {
        Assert.True(arrival.TimestampNs >= _timestampNs, "time goes backwards");
        Assert.True(arrival.Ordinal >= _ordinal, "ordinals go backwards");
        Assert.True(Ends[(int)side] is null && !IsClosed, "told behind the end");
        _timestampNs = arrival.TimestampNs;
        _ordinal = arrival.Ordinal;
        ref long first = ref First[(int)side];
        first = first == Arrival.Unknown ? arrival.Position : first;
        Assert.Equal(Next((int)side), arrival.Position);
    }
}
