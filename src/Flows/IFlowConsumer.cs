namespace Gor.Flows;

/// <summary>
/// Takes the ordered bytes of both flows of one connection. Calls come from one thread, per side in order of position:
/// any number of <see cref="OnData"/> and <see cref="OnGap"/>, then one <see cref="OnEnd"/> a side, then one <see cref="OnClose"/>.
/// Across the sides the order is causal where the acknowledgements show it: data that acknowledges bytes of the other side
/// comes after those bytes, or after they were told as a gap, unless a bound was hit.
/// </summary>
internal interface IFlowConsumer : IDisposable
{
    /// <summary>
    /// False once nothing more of this connection is wanted (it is not HTTP, or became a tunnel): the flows stop reassembling
    /// and hand every captured payload byte to <see cref="CountUnwanted"/>.
    /// </summary>
    bool WantsData { get; }

    /// <summary>
    /// True while an exchange is open (a request waits for its response, a message is half read):
    /// such a connection is kept for the long idle time.
    /// </summary>
    bool HasOpenExchange { get; }

    /// <param name="data">Borrowed: valid during the call only.</param>
    void OnData(FlowSide side, ReadOnlySpan<byte> data, in Arrival arrival);

    /// <summary><paramref name="length"/> bytes of the flow were never captured and will not come.</summary>
    void OnGap(FlowSide side, long length, in Arrival arrival);

    void OnEnd(FlowSide side, FlowEnd reason, in Arrival arrival);

    /// <summary>The connection is over: what is half read ends now; what stays open is orphaned and counted.</summary>
    void OnClose(in Arrival arrival);

    /// <summary>Counts payload bytes that came while <see cref="WantsData"/> was false.</summary>
    void CountUnwanted(FlowSide side, int bytes);
}
