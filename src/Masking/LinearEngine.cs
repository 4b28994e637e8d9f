using System.Collections.Concurrent;
using System.Text.RegularExpressions;

namespace Gor.Masking;

/// <summary>Runs a pattern on automata, in time linear in the text. Each thread that searches borrows a matcher of its own.</summary>
/// <param name="root">Rewritten by <see cref="PatternProgress"/>.</param>
/// <param name="used">The groups that will be asked for.</param>
/// <param name="literals">What any match must contain, where that is known.</param>
/// <param name="runs">The same for UTF-8.</param>
internal sealed class LinearEngine(PatternNode root, IReadOnlySet<int> used, PatternLiterals? literals, PatternRuns? runs = null) : IMatchEngine
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
        HitCursor none = default;
        bool isMatch = matcher.IsMatch<char, Utf16Units>(text, deadline, ref none);
        GiveBack(matcher);
        return isMatch;
    }

    /// <param name="utf8">Valid.</param>
    /// <param name="hits">Where the pattern's runs are.</param>
    /// <inheritdoc cref="IsMatch(string, long)"/>
    public bool IsMatch(ReadOnlySpan<byte> utf8, long deadline, ref HitCursor hits)
    {
        LinearMatcher matcher = Borrow();
        bool isMatch = matcher.IsMatch<byte, Utf8Units>(utf8, deadline, ref hits);
        GiveBack(matcher);
        return isMatch;
    }

    public IEnumerable<PatternMatch> Matches(string text, long deadline)
    {
        LinearMatcher matcher = Borrow();
        for (int from = 0; from <= text.Length && TryFind(matcher, text, from, deadline, out PatternMatch match);)
        {
            yield return match;
            from = match.End > match.Start ? match.End : match.End + 1;
        }

        GiveBack(matcher);
    }

    /// <summary>Where the match in valid UTF-8 is that <see cref="Matches"/> would tell next, behind or at a place.</summary>
    /// <param name="matcher">Borrowed.</param>
    /// <param name="hits">Where the pattern's runs are.</param>
    /// <exception cref="RegexMatchTimeoutException">The deadline has passed.</exception>
    public bool TryFind(LinearMatcher matcher, ReadOnlySpan<byte> utf8, int from, long deadline, ref HitCursor hits, out PatternMatch match)
    {
        if (!matcher.LooksAtRuns || matcher.TryFindAtRuns(utf8, ref from, ref hits, out int start, out int end, out int[] captures) is not { } isFound)
        {
            isFound = matcher.TryFind<byte, Utf8Units>(utf8, from, deadline, ref hits, out start, out end, out captures);
        }

        match = new PatternMatch(start, end, _groups, captures);
        return isFound;
    }

    private bool TryFind(LinearMatcher matcher, string text, int from, long deadline, out PatternMatch match)
    {
        HitCursor none = default;
        bool isFound = matcher.TryFind<char, Utf16Units>(text, from, deadline, ref none, out int start, out int end, out int[] captures);
        match = new PatternMatch(start, end, _groups, captures);
        return isFound;
    }

    /// <summary>A matcher that was given up because of the deadline is not given back: its state is unknown.</summary>
    public LinearMatcher Borrow() =>
        Interlocked.Exchange(ref _nearest, null)
        ?? (_idle.TryPop(out LinearMatcher? matcher) ? matcher : new LinearMatcher(root, _classes.Value, _groups, literals, runs));

    public void GiveBack(LinearMatcher matcher)
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
