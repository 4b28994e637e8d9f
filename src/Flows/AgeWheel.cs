namespace Gor.Flows;

/// <summary>
/// Connections by the time when they are to be looked at, in slots of about an eighth of a second, so that a tick of the clock
/// costs as much as there is to do and not as much as there is. What lies farther ahead than the wheel goes round is looked at early.
/// </summary>
internal sealed class AgeWheel
{
    private const int SlotBits = 27;
    private const int Slots = 4096;

    private readonly LinkedList<Connection>?[] _slots = new LinkedList<Connection>?[Slots];

    /// <summary>The last slot that was looked at; unknown before the first tick, which looks at all.</summary>
    private long _passed = long.MinValue;

    /// <summary>Places the connection, or moves it.</summary>
    public void Schedule(Connection connection, long dueNs)
    {
        connection.Place.Age.List?.Remove(connection.Place.Age);
        connection.Place.LookAtNs = dueNs;
        long slot = (dueNs >> SlotBits) + 1;
        if (_passed != long.MinValue)
        {
            slot = Math.Clamp(slot, _passed + 1, _passed + Slots - 1);
        }

        (_slots[Index(slot)] ??= new LinkedList<Connection>()).AddLast(connection.Place.Age);
    }

    public void Remove(Connection connection) => connection.Place.Age.List?.Remove(connection.Place.Age);

    /// <summary>Takes out the connections whose time has come, in no order, and some whose time has not.</summary>
    public void TakeDue(long nowNs, List<Connection> due)
    {
        long now = nowNs >> SlotBits;
        long first = _passed == long.MinValue ? now - Slots + 1 : Math.Max(_passed + 1, now - Slots + 1);
        for (long slot = first; slot <= now; slot++)
        {
            LinkedList<Connection>? list = _slots[Index(slot)];
            while (list?.First is { } node)
            {
                list.Remove(node);
                due.Add(node.Value);
            }
        }

        _passed = Math.Max(_passed, now);
    }

    private static int Index(long slot) => (int)(slot & (Slots - 1));
}
