using Gor.Decode;
using Gor.Flows;

namespace Gor.Tests.Flows;

public class ConnectionKeysTests
{
    private static readonly Reassembly Reassembly = new(new FlowOptions(), new Counters(), _ => throw new InvalidOperationException());

    private readonly HashSet<Connection> _connections = new(new ConnectionKeys());

    [Fact]
    public void Finds_a_connection_by_the_key_of_either_flow()
    {
        Connection[] made = [.. Enumerable.Range(0, 100).Select(i => Make(BoundTests.Key(i)))];
        Assert.All(made, connection => Assert.True(_connections.Add(connection)));
        foreach (Connection connection in made)
        {
            Assert.Same(connection, Find(connection.Key));
            Assert.Same(connection, Find(connection.Key.Reversed));
        }

        Assert.Null(Find(BoundTests.Key(100)));
        Assert.Null(Find(BoundTests.Key(0) with { Tunnel = 1 }));
    }

    [Fact]
    public void Has_one_of_a_key()
    {
        Connection one = Make(BoundTests.Key(0));
        Assert.True(_connections.Add(one));
        Assert.False(_connections.Add(Make(BoundTests.Key(0).Reversed)));
        Assert.True(_connections.Remove(one));
        Assert.Null(Find(one.Key));
    }

    private Connection? Find(FlowKey key) => _connections.GetAlternateLookup<FlowKey>().TryGetValue(key, out Connection? found) ? found : null;

    private static Connection Make(FlowKey key) => new(Reassembly, new Segment
    {
        Key = key,
        Sequence = 1,
        Acknowledgment = 0,
        Flags = TcpFlags.Ack,
        TimestampNs = 1,
        Ordinal = 1,
        CapturePoint = 0,
        Payload = [],
    });
}
