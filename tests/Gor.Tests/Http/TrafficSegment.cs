namespace Gor.Tests.Http;

/// <summary>A segment of an <see cref="HttpTraffic"/>.</summary>
/// <param name="Flow">0: the client's.</param>
/// <param name="Position">Of its first byte.</param>
/// <param name="Data">Payload; none where it has a FIN.</param>
/// <param name="Acknowledged">What its sender had of the other flow.</param>
/// <param name="Fin">True where the flow ends.</param>
internal sealed record TrafficSegment(int Flow, long Position, byte[] Data, long Acknowledged, bool Fin);
