using System.Globalization;
using CsCheck;
using Gor.Cli;

namespace Gor.Tests.Cli;

public sealed class GoIntegerTests
{
    [Theory]
    [InlineData("0", 0)]
    [InlineData("-0", 0)]
    [InlineData("42", 42)]
    [InlineData("+42", 42)]
    [InlineData("-42", -42)]
    [InlineData("0x1f", 31)]
    [InlineData("0X1F", 31)]
    [InlineData("0o17", 15)]
    [InlineData("017", 15)]
    [InlineData("0b101", 5)]
    [InlineData("1_000", 1000)]
    [InlineData("0x_ff", 255)]
    [InlineData("0_7", 7)]
    [InlineData("9223372036854775807", long.MaxValue)]
    public void Reads_what_ParseInt_reads(string text, long expected)
    {
        Assert.True(GoInteger.TryParse(text, out long value, out _));
        Assert.Equal(expected, value);
    }

    [Theory]
    [InlineData("")]
    [InlineData("-")]
    [InlineData("0x")]
    [InlineData("08")]
    [InlineData("0b2")]
    [InlineData("_1")]
    [InlineData("1_")]
    [InlineData("1__0")]
    [InlineData(" 1")]
    [InlineData("1.0")]
    [InlineData("ff")]
    [InlineData("--1")]
    [InlineData("9223372036854775808")]
    [InlineData("٣")]
    public void Refuses_what_ParseInt_refuses(string text)
    {
        Assert.False(GoInteger.TryParse(text, out _, out string? error));
        Assert.Equal("expected a whole number, like 10, 0x0a or 1_000", error);
    }

    [Fact]
    public void Reads_back_every_number_in_decimal_and_hexadecimal() => Gen.Long.Where(number => number != long.MinValue).Sample(number =>
    {
        string magnitude = Math.Abs(number).ToString("x", CultureInfo.InvariantCulture);
        string hex = (number < 0 ? "-0x" : "0x") + magnitude;
        return GoInteger.TryParse(number.ToString(CultureInfo.InvariantCulture), out long fromDecimal, out _) && fromDecimal == number
            && GoInteger.TryParse(hex, out long fromHex, out _) && fromHex == number;
    });
}
