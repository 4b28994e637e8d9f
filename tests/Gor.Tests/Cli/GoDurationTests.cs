using Gor.Cli;

namespace Gor.Tests.Cli;

public sealed class GoDurationTests
{
    [Theory]
    [InlineData("0", 0)]
    [InlineData("-0", 0)]
    [InlineData("5s", 5_000)]
    [InlineData("1h30m", 5_400_000)]
    [InlineData("1.5s", 1_500)]
    [InlineData(".5s", 500)]
    [InlineData("1.s", 1_000)]
    [InlineData("-1s", -1_000)]
    [InlineData("+250ms", 250)]
    [InlineData("2000us", 2)]
    [InlineData("2000\u00b5s", 2)]
    [InlineData("2000\u03bcs", 2)]
    [InlineData("3000000ns", 3)]
    [InlineData("1m1m", 120_000)]
    public void Reads_what_ParseDuration_reads(string text, double milliseconds)
    {
        Assert.True(GoDuration.TryParse(text, out TimeSpan value, out string? error), error);
        Assert.Equal(TimeSpan.FromMilliseconds(milliseconds), value);
        Assert.Null(error);
    }

    [Fact]
    public void Does_not_round_a_short_time_to_zero()
    {
        Assert.True(GoDuration.TryParse("1ns", out TimeSpan value, out _));
        Assert.Equal(TimeSpan.FromTicks(1), value);
    }

    [Theory]
    [InlineData("1", "a duration needs a unit: write 1s, or 1 with ms, m or h behind")]
    [InlineData("1h30", "a duration needs a unit: write 1h30s, or 1h30 with ms, m or h behind")]
    [InlineData("", "expected a duration, like 500ms, 2s or 1m30s")]
    [InlineData("s", "expected a duration, like 500ms, 2s or 1m30s")]
    [InlineData(".s", "expected a duration, like 500ms, 2s or 1m30s")]
    [InlineData("1d", "expected a duration, like 500ms, 2s or 1m30s")]
    [InlineData("1 s", "expected a duration, like 500ms, 2s or 1m30s")]
    [InlineData("1.2.3s", "expected a duration, like 500ms, 2s or 1m30s")]
    [InlineData("1S", "expected a duration, like 500ms, 2s or 1m30s")]
    [InlineData("--1s", "expected a duration, like 500ms, 2s or 1m30s")]
    [InlineData("3000000h", "the duration is too long: at most 292 years")]
    [InlineData("9999999999999999999999999h", "the duration is too long: at most 292 years")]
    public void Refuses_the_rest_with_the_remedy(string text, string expected)
    {
        Assert.False(GoDuration.TryParse(text, out _, out string? error));
        Assert.Equal(expected, error);
    }

    [Theory]
    [InlineData("0")]
    [InlineData("1s")]
    [InlineData("90s")]
    [InlineData("2m")]
    [InlineData("8760h")]
    [InlineData("1500ms")]
    [InlineData("0.5ms")]
    public void Formats_what_it_can_read(string text)
    {
        Assert.True(GoDuration.TryParse(text, out TimeSpan value, out _));
        Assert.Equal(text, GoDuration.Format(value));
    }
}
