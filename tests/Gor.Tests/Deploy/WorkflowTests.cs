using System.Text.RegularExpressions;
using Gor.Tests.Kit;

namespace Gor.Tests.Deploy;

/// <summary>What runs for whoever carries the project on: pinned, with few rights, and with an end.</summary>
public sealed partial class WorkflowTests
{
    public static TheoryData<string> Files => new(Directory.GetFiles(SourceTree.PathOf(".github/workflows"), "*.yml").Select(path => Path.GetFileName(path)));

    [Theory]
    [MemberData(nameof(Files))]
    public void Every_action_is_pinned_by_commit_and_says_its_version(string file)
    {
        string[] uses = [.. File.ReadAllLines(PathOf(file)).Where(line => line.Contains("uses:", StringComparison.Ordinal))];
        Assert.NotEmpty(uses);
        Assert.All(uses, line => Assert.Matches(Pinned(), line));
    }

    /// <summary>One version of each, everywhere.</summary>
    [Fact]
    public void An_action_has_one_commit()
    {
        Match[] pins = [.. Files.SelectMany(file => Regex.Matches(File.ReadAllText(PathOf(file)), @"uses: ([\w-]+/[\w-]+)[\w/-]*@([0-9a-f]{40})"))];
        Assert.All(pins.GroupBy(pin => pin.Groups[1].Value), action => Assert.Single(action.Select(pin => pin.Groups[2].Value).Distinct()));
    }

    [Theory]
    [MemberData(nameof(Files))]
    public void Every_job_may_only_read_unless_it_says_so_and_has_an_end(string file)
    {
        Yaml workflow = Assert.Single(Yaml.ReadAll(PathOf(file)));
        Assert.Equal("read", Assert.Single(workflow["permissions"].Members).Value.Text);
        Assert.NotEmpty(workflow["jobs"].Members);
        Assert.All(workflow["jobs"].Members, job => Assert.NotEqual("", job.Value["timeout-minutes"].Text));
        Assert.All(
            workflow.All().Where(step => step["uses"].Text.StartsWith("actions/checkout@", StringComparison.Ordinal)),
            step => Assert.Equal("false", step["with"]["persist-credentials"].Text));
    }

    /// <summary>What a title, a branch or a comment says is never part of a script.</summary>
    [Theory]
    [MemberData(nameof(Files))]
    public void No_script_has_an_expression_in_it(string file) => Assert.All(
        Yaml.ReadAll(PathOf(file)).SelectMany(document => document.All()).Select(step => step["run"].Text),
        script => Assert.DoesNotContain("${{", script));

    [Theory]
    [MemberData(nameof(Files))]
    public void Every_script_of_ours_that_it_runs_is_there(string file)
    {
        IEnumerable<string> scripts = Regex.Matches(File.ReadAllText(PathOf(file)), @"\bbin/(test|fuzz|prepare|publish|release)\b").Select(match => match.Value);
        Assert.All(scripts, script => Assert.True(File.Exists(SourceTree.PathOf(script)), script));
    }

    private static string PathOf(string file) => SourceTree.PathOf($".github/workflows/{file}");

    [GeneratedRegex(@"uses: [\w-]+/[\w/-]+@[0-9a-f]{40} # v\d+\.\d+\.\d+$")]
    private static partial Regex Pinned();
}
