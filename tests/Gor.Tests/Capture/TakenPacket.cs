using Gor.Capture;

namespace Gor.Tests.Capture;

/// <summary>A packet as a test can keep it.</summary>
internal sealed record TakenPacket(LinkType LinkType, long TimestampNs, int OriginalLength, long Ordinal, int CapturePoint, byte[] Data);
