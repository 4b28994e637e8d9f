using Gor.Cli;

namespace Gor.Tests.Cli;

public sealed class UsageReportTests
{
    [Fact]
    public void Prints_a_paragraph_an_error_and_where_to_look()
    {
        var text = new StringWriter { NewLine = "\n" };
        UsageReport.Write(["first.", string.Join(' ', Enumerable.Repeat("word", 30))], text);
        string[] lines = text.ToString().Split('\n');
        Assert.Equal("gor: first.", lines[0]);
        Assert.StartsWith("gor: word", lines[1]);
        Assert.StartsWith("     word", lines[2]);
        Assert.Equal("See gor --help.", lines[^2]);
        Assert.All(lines, line => Assert.True(line.Length <= 100));
    }
}
