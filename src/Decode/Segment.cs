namespace Gor.Decode;

/// <summary>
/// One TCP segment. A borrowed view: over libpcap's memory when decoded, over a slab once in a <see cref="SegmentBatch"/>.
/// </summary>
internal readonly ref struct Segment
{
    public required FlowKey Key { get; init; }

    /// <summary>Sequence number of the first payload byte, or of SYN/FIN (RFC 9293 section 3.4).</summary>
    public required uint Sequence { get; init; }

    /// <summary>Meaningful only where <see cref="TcpFlags.Ack"/> is set.</summary>
    public required uint Acknowledgment { get; init; }

    public required TcpFlags Flags { get; init; }

    public required long TimestampNs { get; init; }

    /// <summary>Number of the packet that completed this segment, in its source, from 1.</summary>
    public required long Ordinal { get; init; }

    public required int CapturePoint { get; init; }

    public required ReadOnlySpan<byte> Payload { get; init; }

    /// <summary>True of the answer to a SYN whose connection is captured under another name too, so that this one is passed over.</summary>
    public bool IsTwin { get; init; }

    /// <summary>Payload bytes that were on the wire behind <see cref="Payload"/> but not captured (snap length).</summary>
    public int MissingLength { get; init; }
}
