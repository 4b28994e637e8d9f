using System.Diagnostics;

namespace Gor.Masking;

/// <summary>Searches with a pattern in time linear in the text. One thread at a time.</summary>
internal sealed class LinearMatcher
{
    private readonly LazyAutomaton _forward;
    private readonly LazyAutomaton _backward;
    private readonly CaptureMachine? _captures;

    /// <param name="root">Rewritten by <see cref="PatternProgress"/>; no look-around, no back-references.</param>
    /// <param name="groups">The groups whose captures are wanted.</param>
    public LinearMatcher(PatternNode root, UnitClasses classes, IReadOnlyList<int> groups)
    {
        var forward = new LinearProgram(root, classes, [], isBackward: false);
        var backward = new LinearProgram(root, classes, [], isBackward: true);
        _forward = new LazyAutomaton(forward, forward.AddSearchLoop(), isLongest: false);
        _backward = new LazyAutomaton(backward, backward.Start, isLongest: true);
        _captures = groups.Count == 0 ? null : new CaptureMachine(new LinearProgram(root, classes, groups, isBackward: false));
    }

    /// <param name="deadline">A timestamp of <see cref="Stopwatch"/>.</param>
    public bool IsMatch(string text, long deadline)
    {
        _forward.LimitTo(deadline);
        return _forward.Forward(text, 0, isAnyEnough: true) >= 0;
    }

    /// <summary>The first match at or behind a place, which is the one that JavaScript finds.</summary>
    public bool TryFind(string text, int from, long deadline, out int start, out int end)
    {
        start = -1;
        _forward.LimitTo(deadline);
        end = _forward.Forward(text, from, isAnyEnough: false);
        if (end < 0)
        {
            return false;
        }

        // A match that reaches to the same end but begins before the first match cannot be: it would be the first.
        _backward.LimitTo(deadline);
        start = _backward.Backward(text, end, from);
        return true;
    }

    /// <summary>Two places for each wanted group in a match, negative where it took no part.</summary>
    public int[] Captures(string text, int start, int end, long deadline) => _captures?.Run(text, start, end, deadline) ?? [];
}
