using Gor.Decode;

namespace Gor.Flows;

/// <summary>What is known of a connection when its first segment is seen.</summary>
/// <param name="Key">Key of the <see cref="FlowSide.Forward"/> flow.</param>
/// <param name="SawSyn">True where the capture saw the handshake begin, so both flows start at their first byte.</param>
/// <param name="Client">
/// The side that sends requests, as the configured ports or else the SYN say; null where only the bytes can tell.
/// </param>
/// <param name="Ordinal">Number of the first segment's packet: orders connections of one capture.</param>
internal sealed record ConnectionStart(FlowKey Key, bool SawSyn, FlowSide? Client, long Ordinal);
