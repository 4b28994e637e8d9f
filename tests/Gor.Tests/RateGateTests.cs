using Gor.Output;
using Microsoft.Extensions.Time.Testing;

namespace Gor.Tests;

public sealed class RateGateTests
{
    private readonly FakeTimeProvider _time = new();

    [Theory]
    [InlineData("a|10%", "a", "10%")]
    [InlineData("a|0.5%", "a", "0.5%")]
    [InlineData("http://a/b|100", "http://a/b", "100")]
    public void A_limit_stands_behind_a_bar(string text, string address, string limit)
    {
        Assert.True(LimitedAddress.TryParse(text, out LimitedAddress value, out string? error), error);
        Assert.Equal((address, limit), (value.Address, value.Limit.ToString()));
    }

    [Theory]
    [InlineData("a|")]
    [InlineData("a|ten")]
    [InlineData("a|1.5")]
    [InlineData("a|-1")]
    [InlineData("a|10%|5")]
    public void What_is_no_limit_is_an_error(string text)
    {
        Assert.False(LimitedAddress.TryParse(text, out _, out string? error));
        Assert.Contains("10% of the calls, or 100 of them a second", error);
    }

    [Fact]
    public void A_number_is_one_of_each_second()
    {
        var gate = new RateGate(new RateLimit(2, IsPercent: false), _time, () => 0);
        Assert.Equal([true, true, false], Enumerable.Range(0, 3).Select(_ => gate.Passes()));
        _time.Advance(TimeSpan.FromMilliseconds(999));
        Assert.False(gate.Passes());
        _time.Advance(TimeSpan.FromMilliseconds(1));
        Assert.Equal([true, true, false], Enumerable.Range(0, 3).Select(_ => gate.Passes()));
    }

    [Fact]
    public void A_percentage_is_a_share_of_all()
    {
        var random = new Random(1);
        var gate = new RateGate(new RateLimit(30, IsPercent: true), _time, random.NextDouble);
        Assert.InRange(Enumerable.Range(0, 10_000).Count(_ => gate.Passes()), 2850, 3150);
        Assert.False(new RateGate(new RateLimit(0, IsPercent: true), _time, () => 0).Passes());
    }

    [Fact]
    public async Task What_a_limit_keeps_from_an_output_is_counted()
    {
        await using IOutput output = new LimitedOutput(new NullOutput(), new RateGate(new RateLimit(1, IsPercent: false), _time, () => 0));
        IRecordWriter writer = output.OpenWriter();
        writer.Write("a"u8);
        writer.Write("b"u8);
        Assert.Equal((2, 1, 1, 0, 0), (output.Tally.Accepted, output.Tally.Delivered, output.Tally.Limited, output.Tally.Waiting, output.Tally.Lost));
    }
}
