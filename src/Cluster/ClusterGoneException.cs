namespace Gor.Cluster;

/// <summary>The API server has forgotten what a watch would go on from: it must be listed anew.</summary>
internal sealed class ClusterGoneException() : Exception("410 Gone");
