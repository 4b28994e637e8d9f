namespace Gor.Flows;

/// <summary>Where a connection stands in the lists of its table.</summary>
internal sealed class ConnectionPlace(Connection connection)
{
    public LinkedListNode<Connection> Idle { get; } = new(connection);

    public LinkedListNode<Connection> Age { get; } = new(connection);

    /// <summary>Made when the connection holds something first.</summary>
    public LinkedListNode<Connection>? Holding { get; set; }

    /// <summary>Number of the tick before its last segment.</summary>
    public long TouchedAt { get; set; }

    /// <summary>When it is looked at next; long.MaxValue: not planned.</summary>
    public long LookAtNs { get; set; } = long.MaxValue;
}
