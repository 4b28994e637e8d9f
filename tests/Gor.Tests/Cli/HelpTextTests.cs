using Gor.Cli;

namespace Gor.Tests.Cli;

public sealed class HelpTextTests
{
    public static TheoryData<string> Texts => new(HelpText.Run(), HelpText.Collect(), HelpText.FileServer());

    [Fact]
    public void Groups_stand_in_order()
    {
        string[] headings = Lines(HelpText.Run()).Where(line => line.Length > 0 && line[0] != ' ' && !line.EndsWith('.')).Take(11).ToArray();
        Assert.Equal(
            ["Usage", "Examples", "What to capture", "How to capture", "Rebuilding calls", "Taped calls",
                "Which calls, and what of their requests is changed, in this order", "Where calls go, and what of them",
                "Where calls go as messages, in GoReplay's format", "Running", "Variables, where no flag says otherwise"],
            headings);
    }

    [Fact]
    public void Every_flag_is_there_with_its_other_name_and_its_default()
    {
        string text = string.Join(' ', HelpText.Run().Split([' ', '\n', '\r'], StringSplitOptions.RemoveEmptyEntries));
        foreach (Flag flag in RunFlags.All)
        {
            Assert.Contains($"--{flag.Name} {flag.Placeholder}", text);
            Assert.Contains(flag.Alias, text);
            Assert.Contains(flag.Default.Length == 0 ? flag.Name : $"(default {flag.Default})", text);
        }
    }

    [Theory]
    [MemberData(nameof(Texts))]
    public void Fits_a_hundred_columns_without_trailing_blanks(string text) => Assert.All(Lines(text), line =>
    {
        Assert.True(line.Length <= 100, line);
        Assert.Equal(line.TrimEnd(), line);
    });

    [Fact]
    public void Every_example_is_a_command()
    {
        Assert.NotEmpty(HelpText.Examples);
        foreach ((string line, _) in HelpText.Examples)
        {
            Assert.Contains(line, HelpText.Run());
            Assert.False(CommandLine.Parse(WordsOf(line).Skip(1).ToArray(), new Dictionary<string, string>()) is UsageError or HelpCommand, line);
        }
    }

    private static string[] Lines(string text) => text.Split(Environment.NewLine);

    /// <summary>As a shell does: quotes keep blanks.</summary>
    private static IEnumerable<string> WordsOf(string line) =>
        line.Split('"').SelectMany((part, i) => i % 2 == 1 ? [part] : part.Split(' ', StringSplitOptions.RemoveEmptyEntries));
}
