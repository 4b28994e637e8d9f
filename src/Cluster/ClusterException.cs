namespace Gor.Cluster;

/// <summary>The cluster cannot be asked; the message is a phrase that names the reason and the remedy.</summary>
internal sealed class ClusterException(string message, Exception? inner = null) : Exception(message, inner)
{
    /// <summary>The server answered and said no: waiting alone does not help.</summary>
    public bool IsRefusal { get; init; }

    /// <summary>How long the server wants to be left alone; null where it does not say.</summary>
    public TimeSpan? Pause { get; init; }
}
