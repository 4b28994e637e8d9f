using System.Collections.Concurrent;

namespace Gor.Masking;

/// <summary>Runs a pattern on automata, in time linear in the text. Each thread that searches borrows a matcher of its own.</summary>
/// <param name="root">Rewritten by <see cref="PatternProgress"/>.</param>
/// <param name="used">The groups that will be asked for.</param>
/// <param name="literals">What any match must contain, where that is known.</param>
internal sealed class LinearEngine(PatternNode root, IReadOnlySet<int> used, PatternLiterals? literals) : IMatchEngine
{
    /// <summary>Beyond it, written-out repetitions cost more than backtracking does.</summary>
    private const long MostSteps = 5000;

    private readonly int[] _groups = [.. used.Order()];
    private readonly ConcurrentStack<LinearMatcher> _idle = [];
    private readonly Lazy<UnitClasses> _classes = new(() => ClassesOf(root));
    private LinearMatcher? _nearest;

    public static bool CanRun(PatternNode root) =>
        !root.DescendantsAndSelf().Any(node => node is PatternNode.Look or PatternNode.Reference or PatternNode.Advance)
        && Size(root) <= MostSteps;

    public bool IsMatch(string text, long deadline)
    {
        LinearMatcher matcher = Borrow();
        bool isMatch = matcher.IsMatch(text, deadline);
        GiveBack(matcher);
        return isMatch;
    }

    public IEnumerable<PatternMatch> Matches(string text, long deadline)
    {
        LinearMatcher matcher = Borrow();
        for (int from = 0; from <= text.Length && matcher.TryFind(text, from, deadline, out int start, out int end, out int[] captures);)
        {
            yield return new PatternMatch(start, end, _groups, captures);
            from = end > start ? end : end + 1;
        }

        GiveBack(matcher);
    }

    /// <summary>A matcher that was given up because of the deadline is not given back: its state is unknown.</summary>
    private LinearMatcher Borrow() =>
        Interlocked.Exchange(ref _nearest, null)
        ?? (_idle.TryPop(out LinearMatcher? matcher) ? matcher : new LinearMatcher(root, _classes.Value, _groups, literals));

    private void GiveBack(LinearMatcher matcher)
    {
        if (Interlocked.CompareExchange(ref _nearest, matcher, null) is not null)
        {
            _idle.Push(matcher);
        }
    }

    private static UnitClasses ClassesOf(PatternNode root)
    {
        PatternNode[] nodes = root.DescendantsAndSelf().ToArray();
        bool hasBoundary = nodes.Any(node => node is PatternNode.Anchor { Kind: AnchorKind.WordBoundary or AnchorKind.NotWordBoundary });
        IEnumerable<CharSet> sets = nodes.OfType<PatternNode.Set>().Select(set => set.Units);
        return new UnitClasses(hasBoundary ? sets.Append(CharSet.Word) : sets);
    }

    /// <summary>Nodes with every counted repetition written out.</summary>
    private static long Size(PatternNode node) => node switch
    {
        PatternNode.Sequence sequence => Math.Min(MostSteps + 1, sequence.Parts.Sum(Size)),
        PatternNode.Choice choice => Math.Min(MostSteps + 1, choice.Branches.Sum(Size)),
        PatternNode.Group group => Size(group.Body),
        PatternNode.Repeat repeat => Math.Min(
            MostSteps + 1, Size(repeat.Body) * Math.Max(1, repeat.Most == int.MaxValue ? repeat.Least : repeat.Most)),
        _ => 1,
    };
}
