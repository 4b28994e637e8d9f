using Gor.Decode;

namespace Gor.Tests.Flows;

/// <summary>How flows and connections end.</summary>
public class EndTests
{
    private const TcpFlags Fin = TcpFlags.Fin | TcpFlags.Ack;
    private const TcpFlags Rst = TcpFlags.Rst;

    private readonly Wire _wire = new();

    public EndTests() => _wire.Handshake();

    [Fact]
    public void Lets_the_server_go_on_when_the_client_is_done()
    {
        _wire.Client(0, "GET");
        _wire.Client(Fin, 3, ack: 0);
        _wire.HasOpenExchange = true;
        _wire.Wait(300);
        _wire.Server(0, "200", ack: 4);
        _wire.Client(TcpFlags.Ack, 4, ack: 3);
        _wire.Server(3, "OK", ack: 4);
        Assert.Equal("c[GET] c.Fin s[200] s[OK]", _wire.Told());
        _wire.Server(Fin, 5, ack: 4);
        Assert.Equal("s.Fin close", _wire.Told());
        _wire.AssertBalanced();
    }

    [Fact]
    public void Takes_data_with_a_fin_and_the_fin_once()
    {
        _wire.Client(Fin, 0, ack: 0, "GET");
        _wire.Client(Fin, 0, ack: 0, "GET");
        _wire.Client(Fin, 3, ack: 0);
        Assert.Equal("c[GET] c.Fin", _wire.Told());
        Assert.Equal(3, _wire[Counter.BytesDuplicate]);
        _wire.AssertBalanced();
    }

    [Fact]
    public void Ends_a_flow_behind_the_data_that_its_fin_overtook()
    {
        _wire.Client(Fin, 6, ack: 0);
        _wire.Client(3, "456");
        Assert.Equal("", _wire.Told());
        _wire.Client(0, "123");
        Assert.Equal("c[123] c[456] c.Fin", _wire.Told());
        _wire.AssertBalanced();
    }

    [Fact]
    public void Tells_what_lacks_before_a_fin()
    {
        _wire.Client(0, "123");
        _wire.Client(Fin, 6, ack: 0);
        _wire.Server(Fin, 0, ack: 7);
        _wire.Wait(3);
        Assert.Equal("c[123] c~3 c.Fin s.Fin close", _wire.Told());
        _wire.AssertBalanced();
    }

    [Fact]
    public void Counts_what_comes_behind_a_fin()
    {
        _wire.Client(Fin, 0, ack: 0, "GET");
        _wire.Client(3, "more");
        _wire.Client(1, "ETmore");
        Assert.Equal("c[GET] c.Fin", _wire.Told());
        Assert.Equal(8, _wire[Counter.BytesOutsideWindow]);
        Assert.Equal(2, _wire[Counter.BytesDuplicate]);
        _wire.AssertBalanced();
    }

    [Fact]
    public void Counts_what_comes_when_all_is_over()
    {
        _wire.Client(Fin, 0, ack: 0, "GET");
        _wire.Server(Fin, 0, ack: 4);
        _wire.Client(1, "ET");
        _wire.Client(3, "more");
        _wire.Server(0, "200", ack: 4);
        Assert.Equal("c[GET] c.Fin s.Fin close", _wire.Told());
        Assert.Equal(2, _wire[Counter.BytesDuplicate]);
        Assert.Equal(7, _wire[Counter.BytesOutsideWindow]);
        _wire.AssertBalanced();
    }

    [Fact]
    public void Ignores_a_fin_that_contradicts_the_data()
    {
        _wire.Client(0, "GET");
        _wire.Client(Fin, 1, ack: 0);
        _wire.Client(3, " /");
        Assert.Equal("c[GET] c[ /]", _wire.Told());
        _wire.AssertBalanced();
    }

    [Fact]
    public void Takes_one_acknowledged_byte_more_for_a_fin()
    {
        _wire.Client(0, "GET");
        _wire.Server(0, "200", ack: 3);
        _wire.Client(TcpFlags.Ack, 3, ack: 4);
        _wire.Client(3, "PUT", ack: 4);
        Assert.Equal("c[GET] s[200]", _wire.Told());
        _wire.Wait(3);
        Assert.Equal("c[PUT]", _wire.Told());
        Assert.Equal("c.CaptureEnd s.CaptureEnd close", _wire.Close());
        Assert.Equal(0, _wire[Counter.BytesGap]);
        _wire.AssertBalanced();
    }

    [Fact]
    public void Takes_one_acknowledged_byte_for_data_when_data_follows()
    {
        _wire.Server(0, "200");
        _wire.Client(TcpFlags.Ack, 0, ack: 4);
        _wire.Wait(3);
        _wire.Server(4, "K");
        _wire.Wait(3);
        Assert.Equal("s[200] s~1 s[K]", _wire.Told());
        _wire.AssertBalanced();
    }

    [Fact]
    public void Ends_on_a_reset_and_counts_its_text()
    {
        _wire.Client(0, "GET");
        _wire.Server(Rst, 0, ack: 3, "go away");
        Assert.Equal("c[GET] s.Reset c.Reset close", _wire.Told());
        Assert.Equal(7, _wire[Counter.BytesOutsideWindow]);
        _wire.AssertBalanced();
    }

    [Fact]
    public void Takes_what_was_under_way_when_the_other_side_reset()
    {
        _wire.Client(0, "GET");
        _wire.HasOpenExchange = true;
        _wire.Client(Rst, 3, ack: null);
        _wire.Server(0, "200", ack: 3);
        Assert.Equal("c[GET] c.Reset s[200]", _wire.Told());
        _wire.Wait(3);
        Assert.Equal("s.Reset close", _wire.Told());
        _wire.AssertBalanced();
    }

    [Fact]
    public void Waits_for_data_that_a_reset_overtook()
    {
        _wire.Client(Rst, 6, ack: null);
        _wire.Client(3, "456");
        Assert.Equal("", _wire.Told());
        _wire.Client(0, "123");
        Assert.Equal("c[123] c[456] c.Reset s.Reset close", _wire.Told());
        _wire.AssertBalanced();
    }

    [Fact]
    public void Tells_what_lacks_before_a_reset()
    {
        _wire.Client(3, "456");
        _wire.Client(Rst, 6, ack: null);
        _wire.Wait(3);
        Assert.Equal("c~3 c[456] c.Reset s.Reset close", _wire.Told());
        _wire.AssertBalanced();
    }

    [Theory]
    [InlineData(-5_000)]
    [InlineData(50_000_000)]
    [InlineData(2_000_000_000)]
    public void Ignores_a_reset_from_nowhere(int at)
    {
        _wire.Client(0, "GET");
        _wire.Client(Rst, at, ack: null);
        _wire.Wait(10);
        _wire.Client(3, " /");
        Assert.Equal("c[GET] c[ /]", _wire.Told());
        _wire.AssertBalanced();
    }

    [Fact]
    public void Ends_a_refused_connection()
    {
        var wire = new Wire();
        wire.Client(TcpFlags.Syn, -1, ack: null);
        wire.Send(Wire.ClientKey.Reversed, Rst | TcpFlags.Ack, 0, Wire.ClientStart);
        Assert.Equal(1, wire[Counter.ConnectionsClosed]);
        wire.Wait(6);
        Assert.Equal(0, wire.Table.Count);
        wire.AssertBalanced();
        Assert.Empty(wire.Starts);
    }

    [Fact]
    public void Ends_at_once_when_both_sides_reset()
    {
        _wire.HasOpenExchange = true;
        _wire.Client(0, "GET");
        _wire.Client(Rst, 3, ack: null);
        _wire.Server(Rst, 0, ack: 3);
        Assert.Equal("c[GET] c.Reset s.Reset close", _wire.Told());
        _wire.AssertBalanced();
    }

    [Fact]
    public void Tells_everything_when_the_capture_ends()
    {
        _wire.Client(3, "456");
        _wire.Client(9, "0");
        _wire.Server(0, "200", ack: 10);
        Assert.Equal("c~3 c[456] c~3 c[0] s[200] c.CaptureEnd s.CaptureEnd close", _wire.Close());
        Assert.Equal(6, _wire[Counter.BytesGap]);
        _wire.AssertBalanced();
    }

    [Fact]
    public void Tells_what_was_acknowledged_last_and_never_came()
    {
        _wire.Client(0, "GET");
        _wire.Client(TcpFlags.Ack, 3, ack: 500);
        Assert.Equal("c[GET] s~500 c.CaptureEnd s.CaptureEnd close", _wire.Close());
        _wire.AssertBalanced();
    }

    [Fact]
    public void Tells_the_end_to_a_consumer_that_comes_later()
    {
        _wire.Server(Fin, 0, ack: 0);
        _wire.Client(0, "GET", ack: 1);
        _wire.Client(Fin, 3, ack: 1);
        Assert.Equal("s.Fin c[GET] c.Fin close", _wire.Told());
        _wire.AssertBalanced();
    }
}
