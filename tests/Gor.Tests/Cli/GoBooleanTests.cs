using Gor.Cli;

namespace Gor.Tests.Cli;

public sealed class GoBooleanTests
{
    [Theory]
    [InlineData("1 t T TRUE true True", true)]
    [InlineData("0 f F FALSE false False", false)]
    public void Reads_each_of_Gos_spellings(string spellings, bool expected)
    {
        foreach (string text in spellings.Split(' '))
        {
            Assert.True(GoBoolean.TryParse(text, out bool value, out string? error));
            Assert.Equal(expected, value);
            Assert.Null(error);
        }
    }

    [Theory]
    [InlineData("")]
    [InlineData("yes")]
    [InlineData("tRUE")]
    [InlineData("on")]
    public void Refuses_everything_else(string text)
    {
        Assert.False(GoBoolean.TryParse(text, out _, out string? error));
        Assert.Equal("expected true or false", error);
    }
}
