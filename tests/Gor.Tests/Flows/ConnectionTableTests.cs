using Gor.Decode;
using Gor.Flows;

namespace Gor.Tests.Flows;

/// <summary>The cases of TCP, one a test: what is told, in which order.</summary>
public class ConnectionTableTests
{
    private const TcpFlags Fin = TcpFlags.Fin | TcpFlags.Ack;

    private readonly Wire _wire = new();

    [Fact]
    public void Tells_what_comes_in_order_at_once()
    {
        _wire.Handshake();
        Assert.Equal("", _wire.Told());
        _wire.Client(0, "GET");
        Assert.Equal("c[GET]", _wire.Told());
        _wire.Server(0, "200", ack: 3);
        _wire.Server(3, "OK", ack: 3);
        Assert.Equal("s[200] s[OK]", _wire.Told());
        _wire.Client(Fin, 3, ack: 5);
        Assert.Equal("c.Fin", _wire.Told());
        _wire.Server(Fin, 5, ack: 4);
        Assert.Equal("s.Fin close", _wire.Told());
        _wire.Client(TcpFlags.Ack, 4, ack: 6);
        Assert.Equal("", _wire.Close());
        _wire.AssertBalanced();
        Assert.Equal(new ConnectionStart(Wire.ClientKey, true, FlowSide.Forward, 1), Assert.Single(_wire.Starts));
    }

    [Fact]
    public void Holds_what_comes_too_early()
    {
        _wire.Handshake();
        _wire.Client(6, "789");
        _wire.Client(3, "456");
        Assert.Equal("", _wire.Told());
        _wire.Client(0, "123");
        Assert.Equal("c[123] c[456] c[789]", _wire.Told());
        _wire.AssertBalanced();
    }

    [Fact]
    public void Waits_for_what_the_other_side_has_acknowledged()
    {
        _wire.Handshake();
        _wire.Server(0, "200", ack: 3);
        Assert.Equal("", _wire.Told());
        _wire.Client(0, "GET");
        Assert.Equal("c[GET] s[200]", _wire.Told());
        _wire.AssertBalanced();
    }

    [Fact]
    public void Tells_a_gap_once_it_is_acknowledged_and_old()
    {
        _wire.Handshake();
        _wire.Client(3, "456");
        _wire.Wait(10);
        Assert.Equal("", _wire.Told());
        _wire.Server(0, "200", ack: 6);
        _wire.Wait(1.9);
        Assert.Equal("", _wire.Told());
        _wire.Wait(0.4);
        Assert.Equal("c~3 c[456] s[200]", _wire.Told());
        Assert.Equal(3, _wire[Counter.BytesGap]);
        _wire.Client(0, "123");
        Assert.Equal(3, _wire[Counter.BytesLate]);
        _wire.AssertBalanced();
    }

    [Fact]
    public void Keeps_the_first_copy_of_every_byte()
    {
        _wire.Handshake();
        _wire.Client(0, "abc");
        _wire.Client(0, "xyz");
        _wire.Client(1, "yzdef");
        _wire.Client(8, "ij");
        _wire.Client(4, "XXgh--k");
        Assert.Equal("c[abc] c[def] c[gh] c[ij] c[k]", _wire.Told());
        Assert.Equal(3, _wire[Counter.BytesDuplicate]);
        Assert.Equal(6, _wire[Counter.BytesOverlap]);
        _wire.AssertBalanced();
    }

    [Fact]
    public void Ends_both_flows_on_a_reset()
    {
        _wire.Handshake();
        _wire.Client(0, "GET");
        _wire.Server(TcpFlags.Rst, 0, ack: 3);
        Assert.Equal("c[GET] s.Reset c.Reset close", _wire.Told());
        _wire.AssertBalanced();
    }

    [Fact]
    public void Opens_another_connection_for_another_initial_number()
    {
        _wire.Handshake();
        _wire.Client(0, "GET");
        _wire.Send(Wire.ClientKey, TcpFlags.Syn, 70_000, 0);
        Assert.Equal("c[GET] c.Idle s.Idle close", _wire.Told());
        _wire.Send(Wire.ClientKey, TcpFlags.Psh, 70_001, 0, "PUT");
        Assert.Equal("2c[PUT]", _wire.Told());
        _wire.AssertBalanced();
    }

    [Fact]
    public void Counts_late_copies_of_a_closed_connection()
    {
        _wire.Handshake();
        _wire.Client(0, "GET");
        _wire.Client(Fin, 3, ack: 0);
        _wire.Server(Fin, 0, ack: 4);
        _wire.Told();
        _wire.Wait(3);
        _wire.Client(TcpFlags.Syn, -1, ack: null);
        _wire.Client(0, "GET");
        Assert.Equal("", _wire.Told());
        Assert.Equal(3, _wire[Counter.BytesDuplicate]);
        _wire.Wait(3);
        Assert.Equal(0, _wire.Table.Count);
        Assert.Single(_wire.Starts);
        _wire.AssertBalanced();
    }

    [Fact]
    public void Counts_what_is_not_wanted()
    {
        var wire = new Wire { Wants = text => text != "TLS" };
        wire.Handshake();
        wire.Client(6, "held");
        wire.Client(0, "TLS");
        wire.Client(3, "abc");
        Assert.Equal("c[TLS]", wire.Told());
        Assert.Equal(7, wire[Counter.BytesNotHttpOther]);
        wire.Client(Fin, 10, ack: 0);
        wire.Server(Fin, 0, ack: 4);
        Assert.Equal("c.Fin s.Fin close", wire.Told());
        wire.AssertBalanced();
    }

    [Fact]
    public void Forgets_what_is_silent()
    {
        _wire.Handshake();
        _wire.Client(0, "GET");
        _wire.HasOpenExchange = true;
        _wire.Wait(600);
        Assert.Equal("c[GET]", _wire.Told());
        _wire.HasOpenExchange = false;
        _wire.Server(0, "200", ack: 3);
        _wire.Wait(119);
        Assert.Equal("s[200]", _wire.Told());
        _wire.Wait(2);
        Assert.Equal("c.Idle s.Idle close", _wire.Told());
        Assert.Equal(0, _wire.Table.Count);
        _wire.AssertBalanced();
    }

    [Fact]
    public void Takes_a_made_up_conversation_whose_segments_all_carry_a_syn()
    {
        var wire = new Wire();
        wire.Client(TcpFlags.Syn, -1, ack: null, "GET");
        wire.Server(TcpFlags.Syn, -1, ack: null, "200");
        Assert.Equal("c[GET] s[200] c.CaptureEnd s.CaptureEnd close", wire.Close());
        Assert.Single(wire.Starts);
        wire.AssertBalanced();
    }

    [Fact]
    public void Takes_the_number_0_for_no_acknowledgement()
    {
        var wire = new Wire();
        wire.Client(0, "GET", ack: -5001);
        wire.Server(0, "200", ack: -1001);
        Assert.Equal("c[GET] s[200] c.CaptureEnd s.CaptureEnd close", wire.Close());
        Assert.All(wire.Arrivals, seen => Assert.Equal(Arrival.Unknown, seen.Arrival.Acknowledged));
        wire.AssertBalanced();
    }
}
