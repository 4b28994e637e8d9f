using Gor.Decode;

namespace Gor.Tests.Kit;

/// <summary>One captured TCP segment of a <see cref="Conversation"/>.</summary>
/// <param name="IsClient">Who sent it.</param>
/// <param name="Flags">Its control bits.</param>
/// <param name="Position">Offset of its first byte in what the sender sends; -1 for the SYN.</param>
/// <param name="Acknowledged">Offset in what the other one sends up to which the sender had everything; null without ACK.</param>
/// <param name="Payload">The captured bytes.</param>
/// <param name="MissingLength">Bytes that the snap length cut off.</param>
/// <param name="TimestampNs">Capture time.</param>
internal sealed record ConversationSegment(
    bool IsClient, TcpFlags Flags, long Position, long? Acknowledged, byte[] Payload, int MissingLength, long TimestampNs);
