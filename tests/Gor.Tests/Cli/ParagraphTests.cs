using CsCheck;
using Gor.Cli;

namespace Gor.Tests.Cli;

public sealed class ParagraphTests
{
    [Fact]
    public void Keeps_the_column_of_the_heading()
    {
        var text = new StringWriter { NewLine = "\n" };
        Paragraph.Write(text, "gor: ", "one two  three", 12);
        Assert.Equal("gor: one two\n     three\n", text.ToString());
    }

    [Fact]
    public void Keeps_words_and_width() => Gen.String[Gen.Char["ab "], 0, 200].Sample(words =>
    {
        var text = new StringWriter { NewLine = "\n" };
        Paragraph.Write(text, "> ", words, 20);
        string[] lines = text.ToString().TrimEnd('\n').Split('\n');
        string again = string.Join(' ', lines.Select(line => line[2..]));
        Assert.Equal(words.Split(' ', StringSplitOptions.RemoveEmptyEntries), again.Split(' ', StringSplitOptions.RemoveEmptyEntries));
        Assert.All(lines, line => Assert.True(line.Length <= 20 || !line[2..].Contains(' ')));
    });
}
