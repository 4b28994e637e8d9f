using Gor.Masking;

namespace Gor.Tests.Masking;

/// <summary>The automata and .NET's backtracking engine, fed by the translator, know nothing of each other: they must agree.</summary>
public class EngineAgreementTests
{
    [Theory]
    [InlineData(1)]
    [InlineData(2)]
    [InlineData(3)]
    [InlineData(4)]
    public void Both_engines_find_the_same_matches_and_captures(int seed)
    {
        var grammar = new PatternGrammar(seed);
        int compared = 0;
        for (int i = 0; i < 1500; i++)
        {
            string text = grammar.Pattern();
            PatternNode root = PatternProgress.Rewrite(PatternParser.Parse(text, out int groups, out _));
            IReadOnlySet<int> used = Enumerable.Range(1, groups).ToHashSet();
            Assert.True(LinearEngine.CanRun(root), text);
            var linear = new LinearEngine(root, used, PatternLiterals.Of(root));
            var backtracking = new BacktrackingEngine(root, used, TimeSpan.FromSeconds(2));
            for (int j = 0; j < 4; j++)
            {
                string value = grammar.Text();
                Assert.Equal(Describe(backtracking, value, groups), Describe(linear, value, groups));
                Assert.Equal(backtracking.IsMatch(value, long.MaxValue), linear.IsMatch(value, long.MaxValue));
                compared++;
            }
        }

        Assert.Equal(6000, compared);
    }

    [Fact]
    public void A_cache_that_overflows_changes_nothing()
    {
        // 2^13 states: the automaton forgets and starts anew many times.
        var random = new Random(1);
        string text = string.Concat(Enumerable.Range(0, 60_000).Select(_ => "ab"[random.Next(2)]));
        PatternNode root = PatternProgress.Rewrite(PatternParser.Parse("a[ab]{12}b", out _, out _));
        var linear = new LinearEngine(root, new HashSet<int>(), PatternLiterals.Of(root));
        var backtracking = new BacktrackingEngine(root, new HashSet<int>(), TimeSpan.FromSeconds(20));
        Assert.Equal(
            backtracking.Matches(text, long.MaxValue).Select(match => (match.Start, match.End)),
            linear.Matches(text, long.MaxValue).Select(match => (match.Start, match.End)));
    }

    /// <summary>An empty capture and none are equal: nobody can tell them apart.</summary>
    private static string Describe(IMatchEngine engine, string text, int groups) =>
        string.Join(' ', engine.Matches(text, long.MaxValue).Select(match =>
            $"{match.Start}-{match.End}:" + string.Join(',', Enumerable.Range(1, groups).Select(group => text[match.GroupAt(group)]))));
}
