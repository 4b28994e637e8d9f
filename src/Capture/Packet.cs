namespace Gor.Capture;

/// <summary>
/// A borrowed view of one captured frame. A <c>ref struct</c>, so the compiler guards libpcap's memory:
/// it cannot be stored and dies when the capture callback returns.
/// </summary>
internal readonly ref struct Packet
{
    public required LinkType LinkType { get; init; }

    /// <summary>Nanoseconds since the Unix epoch, as the capture stamped it.</summary>
    public required long TimestampNs { get; init; }

    /// <summary>Length of the frame on the wire in bytes; above <c>Data.Length</c> where the snap length cut it.</summary>
    public required int OriginalLength { get; init; }

    /// <summary>Number of this frame in its source, from 1; what tcpdump and Wireshark show.</summary>
    public required long Ordinal { get; init; }

    /// <summary>Which capture point (device, or interface of a file) saw the frame; unique in the process.</summary>
    public required int CapturePoint { get; init; }

    public required ReadOnlySpan<byte> Data { get; init; }
}
