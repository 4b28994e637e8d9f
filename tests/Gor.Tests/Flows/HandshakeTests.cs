using Gor.Decode;
using Gor.Flows;

namespace Gor.Tests.Flows;

/// <summary>How connections begin, and where one ends and the next one begins.</summary>
public class HandshakeTests
{
    private const TcpFlags Syn = TcpFlags.Syn;
    private const TcpFlags SynAck = TcpFlags.Syn | TcpFlags.Ack;
    private const TcpFlags Fin = TcpFlags.Fin | TcpFlags.Ack;

    private readonly Wire _wire = new();

    [Fact]
    public void Takes_the_data_of_a_syn()
    {
        _wire.Client(Syn, -1, ack: null, "GET ");
        _wire.Server(SynAck, -1, ack: 4);
        _wire.Client(4, "/");
        Assert.Equal("c[GET ] c[/]", _wire.Told());
        _wire.AssertBalanced();
    }

    [Fact]
    public void Takes_the_data_of_a_syn_once_where_the_server_did_not()
    {
        _wire.Client(Syn, -1, ack: null, "GET ");
        _wire.Server(SynAck, -1, ack: 0);
        _wire.Client(0, "GET /");
        Assert.Equal("c[GET ] c[/]", _wire.Told());
        Assert.Equal(4, _wire[Counter.BytesOverlap]);
        _wire.AssertBalanced();
    }

    [Fact]
    public void Takes_data_before_the_answer_to_the_syn()
    {
        _wire.Client(Syn, -1, ack: null);
        _wire.Client(0, "GET");
        Assert.Equal("c[GET]", _wire.Told());
        _wire.Server(SynAck, -1, ack: 0);
        _wire.Server(0, "200", ack: 3);
        Assert.Equal("s[200]", _wire.Told());
        _wire.AssertBalanced();
    }

    [Fact]
    public void Begins_anew_with_another_initial_number_before_the_answer()
    {
        _wire.Send(Wire.ClientKey, Syn, 700, 0);
        _wire.Handshake();
        _wire.Client(0, "GET");
        Assert.Equal("c[GET]", _wire.Told());
        _wire.AssertBalanced();
        Assert.Equal(2, _wire[Counter.ConnectionsOpened]);
    }

    [Fact]
    public void Believes_the_answer_to_the_first_of_two_tries()
    {
        _wire.Client(Syn, -1, ack: null);
        _wire.Send(Wire.ClientKey, Syn, 777_777, 0);
        _wire.Server(SynAck, -1, ack: 0);
        _wire.Client(TcpFlags.Ack, 0, ack: 0);
        _wire.Client(0, "GET");
        Assert.Equal("c[GET]", _wire.Told());
        Assert.Equal(0, _wire[Counter.BytesGap]);
        _wire.AssertBalanced();
    }

    [Fact]
    public void Takes_a_second_answer_with_another_number()
    {
        _wire.Client(Syn, -1, ack: null);
        _wire.Send(Wire.ClientKey.Reversed, SynAck, 999_999, Wire.ClientStart);
        _wire.Server(SynAck, -1, ack: 0);
        _wire.Client(0, "GET");
        _wire.Server(0, "200", ack: 3);
        Assert.Equal("c[GET] s[200]", _wire.Told());
        Assert.Equal(0, _wire[Counter.BytesGap]);
        _wire.AssertBalanced();
    }

    [Fact]
    public void Takes_sides_that_open_at_once()
    {
        _wire.Client(Syn, -1, ack: null);
        _wire.Server(Syn, -1, ack: null);
        _wire.Server(SynAck, -1, ack: 0);
        _wire.Client(SynAck, -1, ack: 0);
        _wire.Server(0, "a");
        _wire.Client(0, "b", ack: 1);
        Assert.Equal("s[a] c[b]", _wire.Told());
        Assert.True(Assert.Single(_wire.Starts).SawSyn);
        _wire.AssertBalanced();
    }

    [Fact]
    public void Opens_another_connection_after_a_fin_at_once()
    {
        _wire.Handshake();
        _wire.Client(0, "GET");
        _wire.Client(Fin, 3, ack: 0);
        _wire.Server(Fin, 0, ack: 4);
        Assert.Equal("c[GET] c.Fin s.Fin close", _wire.Told());
        _wire.Send(Wire.ClientKey, Syn, 9_000, 0);
        _wire.Send(Wire.ClientKey.Reversed, SynAck, 100, 9_001);
        _wire.Send(Wire.ClientKey, TcpFlags.Ack, 9_001, 101, "PUT");
        Assert.Equal("2c[PUT]", _wire.Told());
        _wire.AssertBalanced();
        Assert.Equal(2, _wire[Counter.ConnectionsOpened]);
    }

    [Fact]
    public void Opens_another_connection_where_only_the_answer_was_seen()
    {
        _wire.Handshake();
        _wire.Client(0, "GET");
        _wire.Send(Wire.ClientKey.Reversed, SynAck, 700_000_000, 800_000_001);
        _wire.Send(Wire.ClientKey, TcpFlags.Ack, 800_000_001, 700_000_001, "PUT");
        Assert.Equal("c[GET] c.Idle s.Idle close 2c[PUT]", _wire.Told());
        Assert.Equal(new ConnectionStart(Wire.ClientKey.Reversed, true, FlowSide.Reverse, 5), _wire.Starts[1]);
        _wire.AssertBalanced();
    }

    [Fact]
    public void Ignores_late_copies_of_the_handshake()
    {
        _wire.Handshake();
        _wire.Client(0, "GET");
        _wire.Client(Syn, -1, ack: null);
        _wire.Server(SynAck, -1, ack: 0);
        _wire.Server(0, "200", ack: 3);
        Assert.Equal("c[GET] s[200]", _wire.Told());
        Assert.Single(_wire.Starts);
        _wire.AssertBalanced();
    }

    [Fact]
    public void Takes_a_handshake_that_data_overtook()
    {
        _wire.Client(0, "GET");
        _wire.Client(3, " / ");
        _wire.Client(Syn, -1, ack: null);
        _wire.Server(SynAck, -1, ack: 0);
        _wire.Client(6, "HTTP");
        Assert.Equal("c[GET] c[ / ] c[HTTP]", _wire.Told());
        Assert.Single(_wire.Starts);
        _wire.AssertBalanced();
    }

    [Fact]
    public void Knows_both_begins_from_the_answer_alone()
    {
        _wire.Server(SynAck, -1, ack: 0);
        _wire.Client(3, "456");
        _wire.Client(0, "123");
        _wire.Server(0, "200", ack: 6);
        Assert.Equal("c[123] c[456] s[200]", _wire.Told());
        Assert.Equal(new ConnectionStart(Wire.ClientKey.Reversed, true, FlowSide.Reverse, 1), Assert.Single(_wire.Starts));
        _wire.AssertBalanced();
    }

    [Theory]
    [InlineData(new int[0], null)]
    [InlineData(new[] { 80 }, FlowSide.Reverse)]
    [InlineData(new[] { 40000 }, FlowSide.Forward)]
    [InlineData(new[] { 80, 40000 }, null)]
    [InlineData(new[] { 8080 }, null)]
    public void Begins_in_the_middle_with_the_server(int[] ports, object? client)
    {
        var wire = new Wire(new FlowOptions { Ports = ports });
        wire.Server(0, "200", ack: 50);
        wire.Server(3, "OK", ack: 50);
        wire.Client(50, "GET", ack: 5);
        Assert.Equal("s[200] s[OK] c[GET]", wire.Told());
        Assert.Equal(new ConnectionStart(Wire.ClientKey.Reversed, false, (FlowSide?)client, 1), Assert.Single(wire.Starts));
        wire.AssertBalanced();
    }

    [Fact]
    public void Lets_the_port_say_who_the_server_is_before_the_syn()
    {
        var wire = new Wire(new FlowOptions { Ports = [40000] });
        wire.Handshake();
        wire.Client(0, "GET");
        Assert.Equal(FlowSide.Reverse, Assert.Single(wire.Starts).Client);
        wire.AssertBalanced();
    }

    [Fact]
    public void Begins_in_the_middle_with_what_an_acknowledgement_overtook()
    {
        _wire.Client(TcpFlags.Ack, 100, ack: 203);
        _wire.Server(200, "200", ack: 100);
        Assert.Equal("s[200]", _wire.Told());
        _wire.Client(100, "GET", ack: 203);
        Assert.Equal("c[GET]", _wire.Told());
        Assert.Equal(0, _wire[Counter.BytesGap]);
        _wire.AssertBalanced();
    }

    [Fact]
    public void Begins_in_the_middle_with_a_keep_alive_probe()
    {
        _wire.Client(TcpFlags.Ack, 99, ack: 200);
        _wire.Server(TcpFlags.Ack, 200, ack: 100);
        _wire.Client(100, "GET", ack: 200);
        Assert.Equal("c[GET]", _wire.Told());
        Assert.Equal(0, _wire[Counter.BytesGap]);
        _wire.AssertBalanced();
    }

    [Fact]
    public void Begins_in_the_middle_with_a_response_whose_begin_is_lost()
    {
        _wire.Client(100, "GET", ack: 200);
        _wire.Server(203, "OK", ack: 103);
        Assert.Equal("c[GET]", _wire.Told());
        _wire.Client(TcpFlags.Ack, 103, ack: 205);
        _wire.Wait(3);
        Assert.Equal("s~3 s[OK]", _wire.Told());
        _wire.AssertBalanced();
    }

    [Fact]
    public void Follows_a_flow_that_goes_on_far_away()
    {
        _wire.Handshake();
        _wire.Client(0, "GET");
        const uint There = Wire.ClientStart + 1_800_000_000;
        _wire.Send(Wire.ClientKey, TcpFlags.Ack, There, 7, "abc");
        _wire.Send(Wire.ClientKey, TcpFlags.Ack, There + 3, 7, "def");
        Assert.Equal("c[GET]", _wire.Told());
        Assert.Equal(6, _wire[Counter.BytesOutsideWindow]);
        _wire.Send(Wire.ClientKey, TcpFlags.Ack, There + 6, 7, "ghi");
        Assert.Equal("c.Idle s.Idle close 2c[ghi]", _wire.Told());
        _wire.AssertBalanced();
    }

    [Fact]
    public void Counts_bytes_of_connections_it_never_knew()
    {
        _wire.Client(TcpFlags.Rst, 0, ack: null, "reason");
        _wire.Client(Fin, 0, ack: 0);
        Assert.Equal(0, _wire.Table.Count);
        Assert.Equal(6, _wire[Counter.BytesOutsideWindow]);
        _wire.AssertBalanced();
    }
}
