using System.Text;
using System.Text.RegularExpressions;
using Gor.Cli;
using Gor.Tests.Kit;

namespace Gor.Tests;

/// <summary>The README says what the code does: its flag table is the flag table, and it explains every counter.</summary>
public sealed class ReadmeTests
{
    private const string Begin = "<!-- flags: written by GOR_UPDATE=1 bin/test Readme -->\n";
    private const string End = "<!-- /flags -->";

    private static readonly string Path = SourceTree.PathOf("README.md");

    [Fact]
    public void HasTheFlagTable()
    {
        string readme = File.ReadAllText(Path);
        int begin = readme.IndexOf(Begin, StringComparison.Ordinal) + Begin.Length;
        int end = readme.IndexOf(End, StringComparison.Ordinal);
        Assert.InRange(begin, Begin.Length, end);
        GoldenFile.AssertEqual(Path, readme[..begin] + FlagTable() + readme[end..]);
    }

    [Fact]
    public void ExplainsEveryCounter()
    {
        string readme = File.ReadAllText(Path);
        Assert.All(Enum.GetValues<Counter>().Select(Ledger.NameOf), name => Assert.Contains($"`{name}`", readme, StringComparison.Ordinal));
    }

    [Fact]
    public void LinksToFilesThatExist()
    {
        string readme = File.ReadAllText(Path);
        string[] targets = [.. Regex.Matches(readme, @"\]\((?!https?:|#)([^)#]+)").Select(match => match.Groups[1].Value)];
        Assert.NotEmpty(targets);
        Assert.All(targets, target => Assert.True(File.Exists(SourceTree.PathOf(target)), target));
    }

    private static string FlagTable()
    {
        var table = new StringBuilder();
        foreach (IGrouping<FlagGroup, Flag> group in RunFlags.All.GroupBy(flag => flag.Group))
        {
            table.Append($"\n**{FlagGroups.HeadingOf(group.Key)}**\n\n| flag | default | |\n|---|---|---|\n");
            foreach (Flag flag in group)
            {
                string value = flag.IsSwitch ? "" : $" {Cell(flag.Placeholder)}";
                string alias = flag.Alias.Length switch { 0 => "", 1 => $", `-{flag.Alias}`", _ => $", `--{flag.Alias}`" };
                string repeatable = flag.IsList ? " Repeatable." : "";
                string standard = flag.Default.Length > 0 ? $"`{flag.Default}`" : "";
                table.Append($"| `--{flag.Name}{value}`{alias} | {standard} | {Cell(flag.Help)}{repeatable} |\n");
            }
        }

        return table.Append('\n').ToString();
    }

    /// <summary>As the text of a table's cell: no bar splits it, no star is emphasis.</summary>
    private static string Cell(string help) =>
        help.Replace("|", "\\|", StringComparison.Ordinal).Replace("*", "\\*", StringComparison.Ordinal).Replace("<", "&lt;", StringComparison.Ordinal);
}
