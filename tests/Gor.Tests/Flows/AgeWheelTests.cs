using Gor.Decode;
using Gor.Flows;

namespace Gor.Tests.Flows;

public class AgeWheelTests
{
    private const long Second = 1_000_000_000;
    private const long Now = 1_700_000_000 * Second;

    private static readonly Reassembly Reassembly = new(new FlowOptions(), new Counters(), _ => throw new InvalidOperationException());

    private readonly AgeWheel _wheel = new();

    public AgeWheelTests() => Assert.Empty(Due(Now));

    [Theory]
    [InlineData(0.2)]
    [InlineData(2)]
    [InlineData(120)]
    [InlineData(500)]
    public void Gives_out_what_is_due_and_not_much_later(double seconds)
    {
        Connection connection = Make();
        long due = Now + (long)(seconds * Second);
        _wheel.Schedule(connection, due);
        long now = Now;
        while (Due(now).Count == 0)
        {
            now += Second / 20;
            Assert.True(now < due + (Second / 4));
        }

        Assert.True(now >= due);
        Assert.Empty(Due(now + (3600 * Second)));
    }

    [Fact]
    public void Gives_out_early_what_is_farther_ahead_than_it_goes_round()
    {
        _wheel.Schedule(Make(), Now + (900 * Second));
        Assert.Empty(Due(Now + (500 * Second)));
        Assert.Single(Due(Now + (560 * Second)));
    }

    [Fact]
    public void Gives_out_everything_after_a_leap()
    {
        for (int i = 0; i < 1000; i++)
        {
            _wheel.Schedule(Make(), Now + (i * Second / 2));
        }

        Assert.Equal(1000, Due(Now + (100_000 * Second)).Count);
    }

    [Fact]
    public void Gives_out_everything_at_the_first_tick()
    {
        var wheel = new AgeWheel();
        wheel.Schedule(Make(), 5 * Second);
        wheel.Schedule(Make(), Now + (100 * Second));
        var due = new List<Connection>();
        wheel.TakeDue(Now, due);
        Assert.Equal(2, due.Count);
    }

    [Fact]
    public void Moves_and_removes()
    {
        Connection moved = Make();
        Connection removed = Make();
        _wheel.Schedule(moved, Now + Second);
        _wheel.Schedule(removed, Now + Second);
        _wheel.Schedule(moved, Now + (5 * Second));
        _wheel.Remove(removed);
        Assert.Empty(Due(Now + (4 * Second)));
        Assert.Equal([moved], Due(Now + (6 * Second)));
    }

    private List<Connection> Due(long nowNs)
    {
        var due = new List<Connection>();
        _wheel.TakeDue(nowNs, due);
        return due;
    }

    private static Connection Make() => new(Reassembly, new Segment
    {
        Key = Wire.ClientKey,
        Sequence = 1,
        Acknowledgment = 1,
        Flags = TcpFlags.Ack,
        TimestampNs = Now,
        Ordinal = 1,
        CapturePoint = 0,
        Payload = default,
    });
}
