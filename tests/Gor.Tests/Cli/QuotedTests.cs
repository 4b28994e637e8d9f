using Gor.Cli;

namespace Gor.Tests.Cli;

public sealed class QuotedTests
{
    [Theory]
    [InlineData("", "\"\"")]
    [InlineData("a b", "\"a b\"")]
    [InlineData("a\nb\r\t\u001b", "\"a\\nb\\r\\t\ufffd\"")]
    [InlineData("http://joe:secret@h/p@q", "\"http://***@h/p@q\"")]
    [InlineData("http://joe:p@ss@h?x", "\"http://***@h?x\"")]
    [InlineData("http://h/a@b", "\"http://h/a@b\"")]
    public void Shows_a_value_on_one_line_without_credentials(string text, string expected) => Assert.Equal(expected, Quoted.Value(text));

    [Fact]
    public void Cuts_a_long_value()
    {
        string quoted = Quoted.Value(new string('x', 1000));
        Assert.InRange(quoted.Length, 100, 130);
        Assert.EndsWith("…\"", quoted);
    }
}
