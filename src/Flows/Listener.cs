namespace Gor.Flows;

/// <summary>
/// The consumer of one connection, which is made when there is something to tell: most connections of a scan never have.
/// Each call carries the packet that is processed now, and a time never before the last.
/// </summary>
internal sealed class Listener(Connection connection, Reassembly reassembly, long firstNs)
{
    private IFlowConsumer? _consumer;
    private long _toldNs = firstNs;
    private bool _isTwin;

    /// <summary>True while bytes are wanted, or nobody was asked yet.</summary>
    public bool WantsData => _consumer is null ? !_isTwin : _consumer.WantsData;

    /// <summary>True where the connection is to be kept through long silence.</summary>
    public bool IsPatient => !WantsData || _consumer is { HasOpenExchange: true };

    public bool HasOpenExchange => _consumer is { HasOpenExchange: true };

    public void TellData(FlowSide side, ReadOnlySpan<byte> data, in Arrival arrival) => Consumer().OnData(side, data, Now(arrival));

    public void TellGap(FlowSide side, long length, long position) =>
        Consumer().OnGap(side, length, Now(new Arrival(_toldNs, 0, position, Arrival.Unknown)));

    public void TellEnd(FlowSide side, FlowEnd reason, in Arrival arrival) => _consumer?.OnEnd(side, reason, Now(arrival));

    /// <summary>The same bytes are captured elsewhere: none of these is wanted, unless some were told already.</summary>
    public void PassOver()
    {
        if (_consumer is null && !_isTwin)
        {
            _isTwin = true;
            reassembly.Counters.Add(Counter.ConnectionsTwin);
        }
    }

    public void CountUnwanted(FlowSide side, int bytes)
    {
        if (_consumer is null)
        {
            reassembly.Counters.Add(Counter.BytesTwin, bytes);
        }
        else
        {
            _consumer.CountUnwanted(side, bytes);
        }
    }

    /// <summary>The connection is over.</summary>
    public void Close()
    {
        IFlowConsumer? consumer = _consumer;
        _consumer = null;
        try
        {
            consumer?.OnClose(Now(new Arrival(_toldNs, 0, Arrival.Unknown, Arrival.Unknown)));
        }
        finally
        {
            consumer?.Dispose();
        }
    }

    /// <summary>The consumer failed: it hears no more.</summary>
    public void Abandon()
    {
        _consumer?.Dispose();
        _consumer = null;
    }

    private IFlowConsumer Consumer()
    {
        if (_consumer is null)
        {
            _consumer = reassembly.Open(connection.Describe());
            connection.Forward.RepeatEnd();
            connection.Reverse.RepeatEnd();
        }

        return _consumer;
    }

    private Arrival Now(in Arrival arrival)
    {
        _toldNs = Math.Max(_toldNs, arrival.TimestampNs);
        return arrival with { TimestampNs = _toldNs, Ordinal = reassembly.Ordinal };
    }
}
