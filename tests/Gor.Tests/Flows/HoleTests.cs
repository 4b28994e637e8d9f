using Gor.Decode;
using Gor.Flows;

namespace Gor.Tests.Flows;

/// <summary>Bytes that lack: how long they are waited for, what is made of them.</summary>
public class HoleTests
{
    private readonly Wire _wire = new();

    [Fact]
    public void Tells_the_time_and_the_acknowledgement_of_the_segment_that_was_held()
    {
        _wire.Handshake();
        _wire.Server(0, "200");
        _wire.Now += 50;
        _wire.Client(3, "456", ack: 3);
        _wire.Now += 50;
        _wire.Client(0, "123", ack: 0);
        Assert.Equal("s[200] c[123] c[456]", _wire.Told());
        (FlowSide _, Arrival first) = _wire.Arrivals[1];
        (FlowSide _, Arrival second) = _wire.Arrivals[2];
        Assert.Equal(Wire.ServerStart, (uint)first.Acknowledged);
        Assert.Equal(Wire.ServerStart + 3, (uint)second.Acknowledged);
        Assert.Equal(1_000_100_000_000, first.TimestampNs);
        Assert.Equal(1_000_100_000_000, second.TimestampNs);
        Assert.Equal(6, second.Ordinal);
        _wire.AssertBalanced();
    }

    [Fact]
    public void Does_not_believe_what_a_retransmission_acknowledges()
    {
        _wire.Handshake();
        _wire.Client(3, "456", ack: 0);
        _wire.Server(0, "200");
        _wire.Client(0, "123", ack: 3);
        Assert.Equal("s[200] c[123] c[456]", _wire.Told());
        Assert.Equal(Arrival.Unknown, _wire.Arrivals[1].Arrival.Acknowledged);
        Assert.Equal(Wire.ServerStart, (uint)_wire.Arrivals[2].Arrival.Acknowledged);
        _wire.AssertBalanced();
    }

    [Fact]
    public void Breaks_the_tie_of_two_that_wait_for_each_other()
    {
        _wire.Handshake();
        _wire.Server(0, "200", ack: 3);
        _wire.Client(0, "GET", ack: 3);
        Assert.Equal("c[GET] s[200]", _wire.Told());
        Assert.Equal(Arrival.Unknown, _wire.Arrivals[0].Arrival.Acknowledged);
        _wire.AssertBalanced();
    }

    [Fact]
    public void Waits_longer_for_what_was_not_acknowledged()
    {
        _wire.Handshake();
        _wire.Server(TcpFlags.Ack, 0, ack: 0);
        _wire.Client(3, "456");
        _wire.HasOpenExchange = true;
        _wire.Wait(100);
        Assert.Equal("", _wire.Told());
        _wire.Client(9, "0");
        _wire.Wait(21);
        Assert.Equal("c~3 c[456]", _wire.Told());
        _wire.AssertBalanced();
    }

    [Fact]
    public void Gives_up_no_more_than_was_acknowledged()
    {
        _wire.Handshake();
        _wire.Client(9, "0");
        _wire.Server(TcpFlags.Ack, 0, ack: 4);
        _wire.Wait(3);
        Assert.Equal("c~4", _wire.Told());
        _wire.Client(4, "56789");
        Assert.Equal("c[56789] c[0]", _wire.Told());
        _wire.AssertBalanced();
    }

    [Fact]
    public void Gives_up_in_turn_what_lacks_in_both_flows()
    {
        _wire.Handshake();
        _wire.Client(3, "456", ack: 0);
        _wire.Server(3, "OK", ack: 6);
        _wire.Client(6, "PUT", ack: 5);
        _wire.Wait(2.3);
        Assert.Equal("c~3 c[456] s~3 s[OK] c[PUT]", _wire.Told());
        _wire.AssertBalanced();
    }

    [Fact]
    public void Lets_holes_age_together()
    {
        _wire.Handshake();
        for (int i = 0; i < 50; i++)
        {
            _wire.Client(i * 10, "12345");
            _wire.Server(TcpFlags.Ack, 0, ack: (i * 10) + 5);
            _wire.Now += 10;
        }

        _wire.Wait(2.2);
        _wire.Told();
        Assert.Equal(245, _wire[Counter.BytesGap]);
        Assert.Equal("c.CaptureEnd s.CaptureEnd close", _wire.Close());
        _wire.AssertBalanced();
    }

    [Fact]
    public void Gives_up_quickly_where_only_one_direction_is_captured()
    {
        _wire.Client(TcpFlags.Syn, -1, ack: null);
        _wire.Client(0, "GET");
        _wire.Client(3, "PUT", ack: 50);
        _wire.Client(9, "X", ack: 50);
        Assert.Equal("c[GET]", _wire.Told());
        _wire.Wait(2.3);
        Assert.Equal("s~50 c[PUT] c~3 c[X]", _wire.Told());
        _wire.AssertBalanced();
    }

    [Fact]
    public void Tells_what_the_snap_length_cut_off_as_soon_as_it_was_acknowledged()
    {
        _wire.Handshake();
        _wire.Client(0, "GET", missing: 100);
        Assert.Equal("c[GET]", _wire.Told());
        _wire.Client(103, "PUT", missing: 10);
        Assert.Equal("", _wire.Told());
        _wire.Server(0, "200", ack: 116, missing: 7);
        Assert.Equal("c~100 c[PUT] c~10 s[200]", _wire.Told());
        _wire.Client(TcpFlags.Fin, 116, ack: 10);
        Assert.Equal("s~7 c.Fin", _wire.Told());
        Assert.Equal(117, _wire[Counter.BytesGap]);
        _wire.AssertBalanced();
    }

    [Fact]
    public void Takes_another_copy_of_what_the_snap_length_cut_off()
    {
        _wire.Handshake();
        _wire.Client(0, "GET", missing: 3);
        _wire.Client(6, "PUT");
        _wire.Client(2, "T / H");
        Assert.Equal("c[GET] c[ / ] c[PUT]", _wire.Told());
        Assert.Equal(2, _wire[Counter.BytesOverlap]);
        _wire.AssertBalanced();
        Assert.Equal(0, _wire[Counter.BytesGap]);
    }

    [Fact]
    public void Tells_packets_cut_to_their_headers()
    {
        _wire.Handshake();
        _wire.Client(0, "", missing: 20);
        _wire.Server(0, "", ack: 20, missing: 30);
        Assert.Equal("c~20", _wire.Told());
        _wire.Client(20, "", ack: 30, missing: 5);
        Assert.Equal("s~30", _wire.Told());
        Assert.Equal("c~5 c.CaptureEnd s.CaptureEnd close", _wire.Close());
        _wire.AssertBalanced();
    }

    [Fact]
    public void Counts_probes_as_duplicates()
    {
        _wire.Handshake();
        _wire.Client(0, "GET");
        _wire.Client(2, "\0");
        _wire.Client(TcpFlags.Ack, 2, ack: 0);
        _wire.Server(TcpFlags.Ack, 0, ack: 3);
        _wire.Client(3, " ");
        _wire.Client(3, " / ");
        Assert.Equal("c[GET] c[ ] c[/ ]", _wire.Told());
        Assert.Equal(1, _wire[Counter.BytesDuplicate]);
        Assert.Equal(1, _wire[Counter.BytesOverlap]);
        _wire.AssertBalanced();
    }

    [Theory]
    [InlineData(0)]
    [InlineData(0xFFFF_FFFF)]
    [InlineData(0x5555_5555)]
    public void Does_not_lose_a_flow_to_a_made_up_acknowledgement(uint acknowledgment)
    {
        _wire.Handshake();
        _wire.Send(Wire.ClientKey, TcpFlags.Ack, Wire.ClientStart, acknowledgment, "GET");
        Assert.Equal("c[GET]", _wire.Told());
        _wire.Wait(10);
        _wire.Server(0, "200", ack: 3);
        Assert.Equal("s[200]", _wire.Told());
        _wire.AssertBalanced();
        Assert.Equal(0, _wire[Counter.BytesGap]);
    }

    [Fact]
    public void Begins_a_flow_elsewhere_than_a_made_up_acknowledgement_says()
    {
        _wire.Send(Wire.ClientKey, TcpFlags.Ack, 500_000_000, 7, "GET");
        _wire.Send(Wire.ClientKey.Reversed, TcpFlags.Ack, 900_000_000, 7, "200");
        Assert.Equal("c[GET] s[200]", _wire.Told());
        _wire.AssertBalanced();
        Assert.Equal(0, _wire[Counter.BytesGap]);
    }

    [Fact]
    public void Takes_segments_seconds_apart_and_times_that_go_backwards()
    {
        _wire.Handshake();
        _wire.Client(0, "123");
        _wire.Now += 30_000;
        _wire.Client(3, "456");
        _wire.Now -= 45_000;
        _wire.Client(6, "789");
        _wire.Server(0, "200", ack: 9);
        Assert.Equal("c[123] c[456] c[789] s[200]", _wire.Told());
        Assert.Equal(_wire.Arrivals[1].Arrival.TimestampNs, _wire.Arrivals[3].Arrival.TimestampNs);
        _wire.AssertBalanced();
    }

    [Fact]
    public void Takes_interfaces_that_were_merged_one_after_the_other()
    {
        _wire.Client(TcpFlags.Syn, -1, ack: null);
        _wire.Client(TcpFlags.Ack, 0, ack: 0);
        _wire.Client(0, "GET", ack: 0);
        _wire.Client(3, "PUT", ack: 3);
        _wire.Client(TcpFlags.Fin, 6, ack: 6);
        _wire.Wait(1);
        Assert.Equal("c[GET]", _wire.Told());
        _wire.Server(TcpFlags.Syn | TcpFlags.Ack, -1, ack: 0);
        _wire.Server(0, "200", ack: 3);
        Assert.Equal("s[200] c[PUT]", _wire.Told());
        _wire.Server(TcpFlags.Fin, 3, ack: 7, "201");
        Assert.Equal("s[201] c.Fin s.Fin close", _wire.Told());
        _wire.AssertBalanced();
    }
}
