namespace Gor.Flows;

/// <summary>Bounds and clocks of reassembly. Sizes in bytes, times in packet time.</summary>
internal sealed record FlowOptions
{
    /// <summary>TCP ports of the servers; empty: unknown. Decides which side is the client where only one port of a connection is listed.</summary>
    public IReadOnlyList<int> Ports { get; init; } = [];

    /// <summary>
    /// How long a hole may stay open after the other side has acknowledged its bytes, so that they were lost to the capture
    /// only (GoReplay's <c>--input-raw-expire</c>); also one behind a RST, in a flow whose peer was never heard, or cut by the
    /// snap length. One that may be filled by a retransmission stays open for <see cref="IdleAge"/>.
    /// </summary>
    public TimeSpan HoleAge { get; init; } = TimeSpan.FromSeconds(2);

    /// <summary>Bytes that one flow may hold out of order.</summary>
    public int HoldBytesPerFlow { get; init; } = 4 << 20;

    /// <summary>Separate ranges that one flow may hold.</summary>
    public int HoldRangesPerFlow { get; init; } = 1024;

    /// <summary>Bytes that all flows of one worker may hold together.</summary>
    public long HoldBytesTotal { get; init; } = 32 << 20;

    /// <summary>A connection without an open exchange is forgotten after this silence.</summary>
    public TimeSpan IdleAge { get; init; } = TimeSpan.FromMinutes(2);

    /// <summary>A connection that waits for a response, or is within a message, is kept this long.</summary>
    public TimeSpan OpenExchangeAge { get; init; } = TimeSpan.FromMinutes(15);

    /// <summary>How long a closed connection is remembered, so that late copies of its segments open no new one.</summary>
    public TimeSpan LateAge { get; init; } = TimeSpan.FromSeconds(5);

    /// <summary>Connections of one worker; the longest idle one makes room.</summary>
    public int MaxConnections { get; init; } = 262144;
}
