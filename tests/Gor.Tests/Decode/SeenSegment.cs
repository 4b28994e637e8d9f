using Gor.Decode;

namespace Gor.Tests.Decode;

/// <summary>What a decoder handed on, kept.</summary>
internal sealed record SeenSegment(
    FlowKey Key, uint Sequence, uint Acknowledgment, TcpFlags Flags, long Ordinal, string Payload, int Missing);
