using Gor.Cli;

namespace Gor.Tests.Cli;

public sealed class GoSizeTests
{
    [Theory]
    [InlineData("0", 0)]
    [InlineData("5mb", 5L << 20)]
    [InlineData("32MB", 32L << 20)]
    [InlineData("1_000", 1000)]
    [InlineData("0x10kb", 16L << 10)]
    [InlineData("010", 8)]
    [InlineData("0b11", 3)]
    [InlineData("1tb", 1L << 40)]
    public void Reads_GoReplays_sizes(string text, long expected) => AssertReads(text, expected);

    [Theory]
    [InlineData("32m", 32L << 20)]
    [InlineData("256k", 256L << 10)]
    [InlineData("1g", 1L << 30)]
    [InlineData("1T", 1L << 40)]
    [InlineData("1.5mb", 3L << 19)]
    [InlineData(".5k", 512)]
    public void Reads_the_suffixes_that_GoReplay_documents_and_refuses(string text, long expected) => AssertReads(text, expected);

    [Theory]
    [InlineData("")]
    [InlineData("b")]
    [InlineData("kb")]
    [InlineData("10b")]
    [InlineData("10 mb")]
    [InlineData("-1k")]
    [InlineData("1.5")]
    [InlineData("1.2.3m")]
    [InlineData("1e3k")]
    [InlineData("12x")]
    public void Refuses_the_rest(string text)
    {
        Assert.False(GoSize.TryParse(text, out long value, out string? error));
        Assert.Equal(0, value);
        Assert.Equal("expected a size in bytes, like 65536, 256k, 32mb or 1.5g", error);
    }

    [Theory]
    [InlineData("9007199254740992k")]
    [InlineData("99999999.5tb")]
    public void Refuses_what_does_not_fit(string text)
    {
        Assert.False(GoSize.TryParse(text, out _, out string? error));
        Assert.Equal("the size is too large", error);
    }

    private static void AssertReads(string text, long expected)
    {
        Assert.True(GoSize.TryParse(text, out long value, out string? error), error);
        Assert.Equal(expected, value);
    }
}
