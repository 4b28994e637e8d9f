using Gor.Capture;
using Microsoft.Extensions.Time.Testing;

namespace Gor.Tests;

public class FileProgressTests
{
    private readonly Counters _counters = new();
    private readonly FakeTimeProvider _time = new();

    [Fact]
    public void Tells_how_far_it_is_and_how_long_it_will_take()
    {
        var meter = new ReadMeter(40 << 20);
        var progress = new FileProgress(meter, new Ledger([_counters], []), [], _time);
        _time.Advance(TimeSpan.FromSeconds(1));
        Assert.Equal("0.0 KiB of 40.0 MiB (0 %), 0 packets/s, 0 calls", progress.Next());
        meter.Add(10 << 20);
        _counters.Add(Counter.PacketsReceived, 5000);
        _counters.Add(Counter.ExchangesFormed, 12);
        _time.Advance(TimeSpan.FromSeconds(4));
        Assert.Equal("10.0 MiB of 40.0 MiB (25 %), 1250 packets/s, 12 calls, 0:15 left", progress.Next());
        _time.Advance(TimeSpan.FromHours(1));
        Assert.EndsWith("0 packets/s, 12 calls, 3:00:15 left", progress.Next());
        meter.Add(30 << 20);
        Assert.Equal("40.0 MiB read, 12 calls, 0 records to deliver", progress.Next());
    }

    [Fact]
    public void Knows_no_end_of_a_pipe()
    {
        var meter = new ReadMeter(null);
        var progress = new FileProgress(meter, new Ledger([_counters], []), [], _time);
        meter.Add(1 << 30);
        _counters.Add(Counter.PacketsReceived, 7);
        _time.Advance(TimeSpan.FromSeconds(2));
        Assert.Equal("1.0 GiB read, 4 packets/s, 0 calls", progress.Next());
    }
}
