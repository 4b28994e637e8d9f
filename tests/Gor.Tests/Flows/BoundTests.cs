using Gor.Decode;
using Gor.Flows;

namespace Gor.Tests.Flows;

/// <summary>What a flow, a connection and a worker may take, and what becomes of more.</summary>
public class BoundTests(ITestOutputHelper output)
{
    [Fact]
    public void Gives_up_the_first_hole_of_a_flow_that_holds_too_many_bytes()
    {
        var wire = new Wire(new FlowOptions { HoldBytesPerFlow = 1100 });
        wire.Handshake();
        wire.Client(10, new string('a', 400));
        wire.Client(500, new string('b', 200));
        Assert.Equal("", wire.Told());
        wire.Client(800, new string('c', 400));
        Assert.Equal($"c~10 c[{new string('a', 400)}]", wire.Told());
        wire.AssertBalanced();
    }

    [Fact]
    public void Gives_up_the_first_hole_of_a_flow_that_holds_too_many_ranges()
    {
        var wire = new Wire(new FlowOptions { HoldRangesPerFlow = 3 });
        wire.Handshake();
        for (int i = 1; i <= 4; i++)
        {
            wire.Client(i * 10, "12345");
        }

        Assert.Equal("c~10 c[12345]", wire.Told());
        wire.AssertBalanced();
    }

    [Fact]
    public void Gives_up_what_lacks_in_the_other_flow_where_that_is_what_it_waits_for()
    {
        var wire = new Wire(new FlowOptions { HoldBytesPerFlow = 1000 });
        wire.Handshake();
        wire.Client(0, "GET");
        for (int i = 0; i < 6; i++)
        {
            wire.Client(3 + (i * 100), new string('a', 100), ack: 50);
        }

        Assert.StartsWith("c[GET] s~50 c[aaa", wire.Told());
        Assert.Equal(50, wire[Counter.BytesGap]);
        wire.AssertBalanced();
    }

    [Fact]
    public void Relieves_the_flow_that_holds_longest_where_all_hold_too_much()
    {
        var wire = new Wire(new FlowOptions { HoldBytesTotal = 3000 });
        for (int i = 0; i < 4; i++)
        {
            FlowKey key = Key(i);
            wire.Send(key, TcpFlags.Syn, 0, 0);
            wire.Send(key, TcpFlags.Psh, 11, 0, new string((char)('a' + i), 800));
        }

        Assert.Equal($"s~10 s[{new string('a', 800)}] 2s~10 2s[{new string('b', 800)}]", wire.Told());
        wire.AssertBalanced();
    }

    [Fact]
    public void Makes_room_by_the_connection_that_was_silent_longest()
    {
        var wire = new Wire(new FlowOptions { MaxConnections = 3 });
        for (int i = 0; i < 3; i++)
        {
            wire.Send(Key(i), TcpFlags.Psh, 1, 0, $"{i}");
            wire.Wait(1);
        }

        wire.Send(Key(0), TcpFlags.Psh, 2, 0, "x");
        wire.Told();
        wire.Send(Key(3), TcpFlags.Psh, 1, 0, "3");
        Assert.Equal("2s.Idle 2s.Idle 2close 4s[3]", wire.Told());
        Assert.Equal(3, wire.Table.Count);
        wire.AssertBalanced();
    }

    /// <summary>A scan opens as many as it likes; none of them is heard of again.</summary>
    [Fact]
    public void Keeps_connections_that_are_used_while_others_come_and_go()
    {
        var wire = new Wire(new FlowOptions { MaxConnections = 8 });
        for (int i = 0; i < 4; i++)
        {
            wire.Send(Key(i), TcpFlags.Psh, 1, 0, "x");
        }

        for (uint round = 0; round < 100; round++)
        {
            for (int i = 0; i < 4; i++)
            {
                wire.Send(Key(i), TcpFlags.Psh, 2 + round, 0, "x");
                wire.Send(Key(1000 + ((int)round * 4) + i), TcpFlags.Syn, 0, 0);
            }
        }

        Assert.Equal(8, wire.Table.Count);
        Assert.Equal(404, wire[Counter.ConnectionsOpened]);
        Assert.Equal(4 * 101, wire[Counter.BytesConsumed]);
        wire.Close();
        wire.AssertBalanced();
    }

    /// <summary>Single bytes with holes between, from the end to the begin: as dear as bytes can be.</summary>
    [Theory]
    [InlineData(2)]
    [InlineData(1)]
    public void Takes_single_bytes_in_the_worst_order(int stride)
    {
        var wire = new Wire();
        wire.Handshake();
        const int Many = 20_000;
        var clock = System.Diagnostics.Stopwatch.StartNew();
        for (int i = Many; i > 0; i--)
        {
            wire.Client(i * stride, "x");
        }

        output.WriteLine($"{clock.Elapsed.TotalMilliseconds:f0} ms");
        Assert.True(clock.Elapsed < TimeSpan.FromSeconds(10));
        wire.Close();
        Assert.Equal(Many, wire[Counter.BytesConsumed] + wire[Counter.BytesLate]);
        wire.AssertBalanced();
    }

    internal static FlowKey Key(int i) => new(
        new Endpoint(Address.FromIpv4(0x0B000000u + (uint)(i >> 12)), (ushort)(20000 + (i & 0xFFF))),
        new Endpoint(Address.FromIpv4(0x0A000002), 80),
        0);
}
