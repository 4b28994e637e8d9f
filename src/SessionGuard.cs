using Gor.Flows;
using Serilog;

namespace Gor;

/// <summary>A fault of ours in the HTTP of one connection costs that connection and no other.</summary>
internal sealed class SessionGuard(IFlowConsumer session, Counters counters, ILogger log) : IFlowConsumer
{
    private bool _hasFailed;

    public bool WantsData => !_hasFailed && session.WantsData;

    public bool HasOpenExchange => !_hasFailed && session.HasOpenExchange;

    public void OnData(FlowSide side, ReadOnlySpan<byte> data, in Arrival arrival)
    {
        if (_hasFailed)
        {
            counters.Add(Counter.BytesFailed, data.Length);
            return;
        }

        try
        {
            session.OnData(side, data, arrival);
        }
        catch (Exception fault)
        {
            Fail(fault);
        }
    }

    public void OnGap(FlowSide side, long length, in Arrival arrival)
    {
        if (_hasFailed)
        {
            return;
        }

        try
        {
            session.OnGap(side, length, arrival);
        }
        catch (Exception fault)
        {
            Fail(fault);
        }
    }

    public void OnEnd(FlowSide side, FlowEnd reason, in Arrival arrival)
    {
        if (_hasFailed)
        {
            return;
        }

        try
        {
            session.OnEnd(side, reason, arrival);
        }
        catch (Exception fault)
        {
            Fail(fault);
        }
    }

    public void OnClose(in Arrival arrival)
    {
        if (_hasFailed)
        {
            return;
        }

        try
        {
            session.OnClose(arrival);
        }
        catch (Exception fault)
        {
            Fail(fault);
        }
    }

    public void CountUnwanted(FlowSide side, int bytes)
    {
        if (_hasFailed)
        {
            counters.Add(Counter.BytesFailed, bytes);
        }
        else
        {
            session.CountUnwanted(side, bytes);
        }
    }

    public void Dispose() => session.Dispose();

    /// <summary>What was half counted stays so: the ledger shows the difference beside the connection that caused it.</summary>
    private void Fail(Exception fault)
    {
        _hasFailed = true;
        counters.Add(Counter.ConnectionsFailed);

        // Its message could quote what the connection carried.
        log.Error("a fault of gor's own costs one connection; please report it: {Fault:l}\n{Trace:l}", fault.GetType().Name, fault.StackTrace);
    }
}
