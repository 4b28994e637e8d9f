namespace Gor.Decode;

/// <summary>The share of the connections on these ports (none: all) that is wanted; null for all of them.</summary>
internal readonly record struct PortShare(IReadOnlyList<int> Ports, double? Percent);
