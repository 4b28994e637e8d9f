namespace Gor.Flows;

/// <summary>Where a connection stands in the lists of its table. A mutable struct: lives in a field.</summary>
internal struct ConnectionPlace(Connection connection)
{
    /// <summary>When it is looked at next; long.MaxValue: not planned.</summary>
    public long LookAtNs = long.MaxValue;

    /// <summary>True where it was heard of again, since it was opened or had its turn to make room.</summary>
    public bool IsHeard;

    /// <summary>Made when the connection holds something first.</summary>
    public LinkedListNode<Connection>? Holding;

    public readonly LinkedListNode<Connection> Turn = new(connection);

    public readonly LinkedListNode<Connection> Age = new(connection);
}
