using Gor.Decode;

namespace Gor.Flows;

/// <summary>
/// The connections of one worker. What happens to one does not depend on the others, except where a bound is hit; what depends
/// on time happens on <see cref="Tick"/> only. So it does not matter how connections are shared out among workers.
/// </summary>
internal sealed class ConnectionTable(FlowOptions options, Counters counters, Func<ConnectionStart, IFlowConsumer> open) : ISegmentConsumer
{
    private readonly Reassembly _reassembly = new(options, counters, open);
    private readonly HashSet<Connection> _connections = new(new ConnectionKeys());
    private readonly AgeWheel _ages = new();
    private readonly List<Connection> _due = [];

    /// <summary>
    /// Of which one makes room, in turn: one that was heard of since its last turn is let off once (the second chance, or clock, algorithm).
    /// To keep them by their last segment would move a connection, between two others that are far away in memory, for each of its calls.
    /// </summary>
    private readonly LinkedList<Connection> _turns = new();

    /// <summary>Those that hold segments, in the order in which they began to.</summary>
    private readonly LinkedList<Connection> _holding = new();

    private Connection? _last;
    private long _clockNs = long.MinValue;

    /// <summary>Connections that are open, or closed so recently that late copies of their segments may come.</summary>
    public int Count => _connections.Count;

    /// <summary>Bytes that all connections hold out of order.</summary>
    public long HeldSize => _reassembly.HeldSize;

    /// <summary>Told when a connection's consumer failed and the connection was given up; without it the exception goes on.</summary>
    public Action<FlowKey, Exception>? Failed { get; init; }

    public void OnSegment(in Segment segment)
    {
        counters.Add(Counter.BytesPayload, segment.Payload.Length);
        _reassembly.Ordinal = segment.Ordinal;
        Connection? connection = Find(segment.Key);
        FlowSide side = connection is null || connection.Key == segment.Key ? FlowSide.Forward : FlowSide.Reverse;
        if (connection is not null && !connection.Owns(segment, side))
        {
            End(connection, FlowEnd.Idle);
            Remove(connection);
            connection = null;
            side = FlowSide.Forward;
        }

        if (connection is null)
        {
            if (!CanOpen(segment))
            {
                counters.Add(Counter.BytesOutsideWindow, segment.Payload.Length);
                return;
            }

            connection = Open(segment);
        }
        else
        {
            connection.Place.IsHeard = true;
        }

        _last = connection;
        try
        {
            connection.Receive(segment, side, _clockNs);
        }
        catch (Exception e)
        {
            Fail(connection, e);
        }

        Arrange(connection);
        KeepWithinBound();
    }

    /// <summary>The clock of the capture: ends what is over by now.</summary>
    public void Tick(long timestampNs, long ordinal)
    {
        _reassembly.Ordinal = ordinal;
        _clockNs = Math.Max(_clockNs, timestampNs);
        _due.Clear();
        _ages.TakeDue(_clockNs, _due);
        _due.Sort(static (one, other) => one.Ordinal.CompareTo(other.Ordinal));
        foreach (Connection connection in _due)
        {
            connection.Place.LookAtNs = long.MaxValue;
            bool isOver = false;
            try
            {
                isOver = connection.Expire(_clockNs);
            }
            catch (Exception e)
            {
                Fail(connection, e);
            }

            if (isOver)
            {
                Remove(connection);
            }
            else
            {
                Arrange(connection);
            }
        }

        KeepWithinBound();
    }

    /// <summary>The capture ends: so does every connection.</summary>
    public void Close(long ordinal)
    {
        _reassembly.Ordinal = ordinal;
        _due.Clear();
        _due.AddRange(_connections);
        _due.Sort(static (one, other) => one.Ordinal.CompareTo(other.Ordinal));
        foreach (Connection connection in _due)
        {
            End(connection, FlowEnd.CaptureEnd);
            Remove(connection);
        }

        _due.Clear();
    }

    private Connection? Find(in FlowKey key)
    {
        if (_last is { } last && last.Key.IsOfSameConnection(key))
        {
            return last;
        }

        return _connections.GetAlternateLookup<FlowKey>().TryGetValue(key, out Connection? known) ? known : null;
    }

    /// <summary>A mere goodbye of a connection that is not known is not worth one.</summary>
    private static bool CanOpen(in Segment segment) => (segment.Flags & TcpFlags.Rst) == 0
        && ((segment.Flags & TcpFlags.Fin) == 0 || segment.Payload.Length + segment.MissingLength > 0);

    private Connection Open(in Segment segment)
    {
        while (_connections.Count >= options.MaxConnections && _turns.First is { } turn)
        {
            MakeRoom(turn);
        }

        var connection = new Connection(_reassembly, segment);
        _connections.Add(connection);
        _turns.AddLast(connection.Place.Turn);
        return connection;
    }

    private void MakeRoom(LinkedListNode<Connection> turn)
    {
        if (turn.Value.Place.IsHeard)
        {
            turn.Value.Place.IsHeard = false;
            _turns.Remove(turn);
            _turns.AddLast(turn);
            return;
        }

        End(turn.Value, FlowEnd.Idle);
        Remove(turn.Value);
    }

    private void End(Connection connection, FlowEnd reason)
    {
        try
        {
            connection.Finish(reason);
        }
        catch (Exception e)
        {
            Fail(connection, e);
        }
    }

    private void Fail(Connection connection, Exception exception)
    {
        counters.Add(Counter.ConnectionsFailed);
        connection.Abandon();
        Arrange(connection);
        if (Failed is null)
        {
            throw new InvalidOperationException($"The connection {connection.Key} failed.", exception);
        }

        Failed(connection.Key, exception);
    }

    /// <summary>Puts the connection where it belongs in the lists, after something happened to it.</summary>
    private void Arrange(Connection connection)
    {
        if (connection.Place.LookAtNs == long.MaxValue)
        {
            long idleNs = Math.Min(connection.IdleDueNs, Math.Max(_clockNs, connection.SeenNs) + _reassembly.IdleAgeNs);
            _ages.Schedule(connection, connection.IsClosed ? connection.DueNs : Math.Min(connection.DueNs, idleNs));
        }
        else if (connection.DueNs < connection.Place.LookAtNs)
        {
            _ages.Schedule(connection, connection.DueNs);
        }

        if (connection.IsHolding)
        {
            connection.Place.Holding ??= new LinkedListNode<Connection>(connection);
            if (connection.Place.Holding.List is null)
            {
                _holding.AddLast(connection.Place.Holding);
            }
        }
        else if (connection.Place.Holding is { List: not null })
        {
            _holding.Remove(connection.Place.Holding);
        }
    }

    private void KeepWithinBound()
    {
        while (_reassembly.HeldSize > options.HoldBytesTotal && _holding.First is { } oldest)
        {
            try
            {
                oldest.Value.Relieve();
            }
            catch (Exception e)
            {
                Fail(oldest.Value, e);
            }

            Arrange(oldest.Value);
        }
    }

    private void Remove(Connection connection)
    {
        _connections.Remove(connection);
        _ages.Remove(connection);
        _turns.Remove(connection.Place.Turn);
        if (connection.Place.Holding is { List: not null })
        {
            _holding.Remove(connection.Place.Holding);
        }

        if (_last == connection)
        {
            _last = null;
        }
    }
}
