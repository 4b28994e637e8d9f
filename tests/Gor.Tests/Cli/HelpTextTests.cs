using Gor.Cli;
using Gor.Tests.Kit;

namespace Gor.Tests.Cli;

public sealed class HelpTextTests
{
    public static TheoryData<string> Texts =>
        new(HelpText.Short(), HelpText.Full(), HelpText.Collect(), HelpText.FileServer(), HelpText.Devices(), HelpText.Completion(), HelpText.Sidecar());

    public static TheoryData<bool> Both => new(false, true);

    [Theory]
    [MemberData(nameof(Both))]
    public void Groups_stand_in_order_each_with_its_example(bool isFull)
    {
        string text = isFull ? HelpText.Full() : HelpText.Short();
        FlagGroup[] groups = [.. RunFlags.All.Select(flag => flag.Group).Distinct()];
        string[] headings = [.. Lines(text).Where(line => line.Length > 0 && line[0] != ' ')];
        Assert.Equal(
            ["Usage", "Examples", .. groups.Select(FlagGroups.HeadingOf)], headings.Skip(1).Take(groups.Length + 2));
        Assert.All(groups, group => Assert.Contains($"Example:{Environment.NewLine}      {FlagGroups.ExampleOf(group)}{Environment.NewLine}", text));
    }

    [Fact]
    public void Every_flag_is_there_with_its_other_name_and_its_default()
    {
        string text = string.Join(' ', HelpText.Full().Split([' ', '\n', '\r'], StringSplitOptions.RemoveEmptyEntries));
        foreach (Flag flag in RunFlags.All)
        {
            Assert.Contains($"--{flag.Name} {flag.Placeholder}", text);
            Assert.Contains(flag.Alias, text);
            Assert.Contains(flag.Default.Length == 0 ? flag.Name : $"(default {flag.Default})", text);
        }
    }

    [Fact]
    public void The_short_help_has_a_few_flags_of_each_group_and_tells_of_the_others()
    {
        string text = HelpText.Short();
        Assert.InRange(Lines(text).Length, 50, 110);
        foreach (IGrouping<FlagGroup, Flag> group in RunFlags.All.GroupBy(flag => flag.Group))
        {
            Assert.InRange(group.Count(flag => flag.IsEssential), 1, 9);
            Assert.Contains($"and {group.Count(flag => !flag.IsEssential)} more in --help-all.", text);
        }

        Assert.Contains("gor --help-all", text);
    }

    [Theory]
    [MemberData(nameof(Texts))]
    public void Fits_a_hundred_columns_without_trailing_blanks(string text) => Assert.All(Lines(text), line =>
    {
        // An example stays on one line, to be copied.
        Assert.True(line.Length <= 100 || line.StartsWith("      gor ", StringComparison.Ordinal), line);
        Assert.Equal(line.TrimEnd(), line);
    });

    [Fact]
    public void Every_example_is_a_command()
    {
        Assert.NotEmpty(HelpText.Examples);
        foreach (string line in HelpText.Examples.Select(example => example.Line).Concat(Enum.GetValues<FlagGroup>().Select(FlagGroups.ExampleOf)))
        {
            Assert.Contains(line, HelpText.Short());
            Assert.False(CommandLine.Parse(ShellLine.WordsOf(line).Skip(1).ToArray(), new Dictionary<string, string>()) is UsageError or HelpCommand, line);
        }
    }

    private static string[] Lines(string text) => text.Split(Environment.NewLine);
}
