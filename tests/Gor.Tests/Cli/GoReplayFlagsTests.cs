using System.Text.RegularExpressions;
using Gor.Cli;
using Gor.Tests.Kit;

namespace Gor.Tests.Cli;

/// <summary>
/// Every flag of GoReplay (<c>goreplay-flags.txt</c>, of both its versions): taken or refused with a reason, told in docs/goreplay.md, and tested.
/// </summary>
public sealed partial class GoReplayFlagsTests
{
    private static readonly Lazy<Dictionary<string, string>> Documented = new(ReadTable);

    private static readonly Lazy<string> Tests = new(() => string.Concat(
        SourceTree.CSharpFiles("tests/Gor.Tests")
            .Where(path => Path.GetFileName(path) is not ("GoReplayFlagsTests.cs" or "RunFlagsTests.cs" or "HelpTextTests.cs"))
            .Select(path => File.ReadAllText(SourceTree.PathOf($"tests/Gor.Tests/{path}")))));

    public static TheoryData<string> Names =>
        new(File.ReadLines(SourceTree.PathOf("tests/Gor.Tests/Cli/goreplay-flags.txt")).Where(name => name.Length > 0));

    [Theory]
    [MemberData(nameof(Names))]
    public void Is_taken_or_refused_as_the_document_says(string name)
    {
        string outcome = Documented.Value.GetValueOrDefault(name) ?? "missing";
        if (RunFlags.All.Any(flag => flag.IsNamed(name)))
        {
            Assert.Contains(outcome, (string[])["same", "better", "accepted"]);
            return;
        }

        string error = Assert.Single(FlagParser.Parse(RunFlags.All, [$"--{name}=1"], new Options()).Errors);
        string expected = RefusedFlags.ReasonOf(name) is { } reason ? $"--{name}, a flag of GoReplay, is refused: {reason}."
            : $"--{name} is a flag of GoReplay that this version of gor does not have.";
        Assert.Equal(expected, error);
        Assert.Equal(RefusedFlags.ReasonOf(name) is null ? "not yet" : "refused", outcome);
    }

    /// <summary>The list of what must be tested: beside the row in RunFlagsTests, which shows that it sets something, what that does.</summary>
    [Theory]
    [MemberData(nameof(Names))]
    public void Has_a_test_of_what_it_does(string name)
    {
        Flag? flag = RunFlags.All.FirstOrDefault(flag => flag.IsNamed(name));
        Assert.True(
            flag is null || flag.Names.Any(one => Regex.IsMatch(Tests.Value, $"--{Regex.Escape(one)}(?![a-z0-9-])")),
            $"no test but RunFlagsTests has --{name} in it");
    }

    [Fact]
    public void The_document_tells_of_no_flag_that_is_none_of_GoReplay()
    {
        string[] names = [.. Names.Select(row => row.Data)];
        Assert.Empty(Documented.Value.Keys.Except(names));
        Assert.Empty(names.GroupBy(name => name).Where(group => group.Count() > 1).Select(group => group.Key));
    }

    /// <summary>Rows like <c>| `--a`, `--b` | same | … |</c>.</summary>
    private static Dictionary<string, string> ReadTable()
    {
        var outcomes = new Dictionary<string, string>();
        foreach (string line in File.ReadLines(SourceTree.PathOf("docs/goreplay.md")).Where(line => line.StartsWith("| `--", StringComparison.Ordinal)))
        {
            string[] cells = line.Split(" | ");
            foreach (Match name in FlagName().Matches(cells[0]))
            {
                outcomes.TryAdd(name.Groups[1].Value, cells[1].Trim());
            }
        }

        return outcomes;
    }

    [GeneratedRegex("`--([a-z0-9-]+)`")]
    private static partial Regex FlagName();
}
