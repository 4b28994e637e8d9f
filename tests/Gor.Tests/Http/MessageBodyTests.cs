using Gor.Http;

namespace Gor.Tests.Http;

public sealed class MessageBodyTests
{
    private readonly Counters _counters = new();
    private readonly MemoryPressure _pressure = new();
    private readonly BodyRoom _room;

    public MessageBodyTests() => _room = new BodyRoom(_pressure, _counters);

    [Fact]
    public void What_it_keeps_is_counted_until_it_is_given_back()
    {
        using (MessageBody body = Make(1 << 20))
        {
            body.Append(new byte[1000]);
            Assert.InRange(_room.Taken, 1000, 4000);
            body.Append(new byte[100_000]);
            Assert.InRange(_room.Taken, 101_000, 300_000);
        }

        Assert.Equal(0, _room.Taken);
    }

    [Fact]
    public void Where_there_is_no_room_it_ends_before_the_first_byte_that_found_none()
    {
        using MessageBody body = Make(1 << 20);
        body.Append("whole "u8);
        _pressure.Level = 1;
        body.Append("cut"u8);
        _pressure.Level = 0;
        body.Append("late"u8);
        Assert.Equal("whole "u8, body.Kept);
        Assert.True(body.IsTruncated);
        Assert.False(body.IsOverLimit);
        Assert.Equal(13, body.Length);
        Assert.Equal(1, _counters[Counter.BodiesCutMemory]);
    }

    [Fact]
    public void A_body_that_nobody_wants_is_not_cut()
    {
        using MessageBody body = Make(0);
        _pressure.Level = 2;
        body.Append("unwanted"u8);
        Assert.False(body.IsTruncated);
        Assert.Equal(0, _counters[Counter.BodiesCutMemory]);
    }

    private MessageBody Make(int limit)
    {
        var body = new MessageBody(limit);
        body.KeepAtMost(limit, _room);
        return body;
    }
}
