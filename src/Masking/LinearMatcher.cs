using System.Diagnostics;

namespace Gor.Masking;

/// <summary>Searches with a pattern in time linear in the text. One thread at a time.</summary>
internal sealed class LinearMatcher
{
    private readonly LazyAutomaton _forward;
    private readonly LazyAutomaton _backward;
    private readonly CaptureWalk? _walk;
    private readonly CaptureMachine? _machine;

    /// <param name="root">Rewritten by <see cref="PatternProgress"/>; no look-around, no back-references.</param>
    /// <param name="groups">The groups whose captures are wanted.</param>
    /// <param name="literals">What any match must contain, where that is known.</param>
    public LinearMatcher(PatternNode root, UnitClasses classes, IReadOnlyList<int> groups, PatternLiterals? literals)
    {
        var forward = new LinearProgram(root, classes, [], isBackward: false);
        var backward = new LinearProgram(root, classes, [], isBackward: true);
        _forward = new LazyAutomaton(forward, forward.AddSearchLoop(), isLongest: false, literals);
        _backward = new LazyAutomaton(backward, backward.Start, isLongest: true, null);
        if (groups.Count > 0)
        {
            var captures = new LinearProgram(root, classes, groups, isBackward: false);
            _walk = new CaptureWalk(captures);
            _machine = new CaptureMachine(captures);
        }
    }

    /// <param name="deadline">A timestamp of <see cref="Stopwatch"/>.</param>
    public bool IsMatch(string text, long deadline)
    {
        _forward.LimitTo(deadline);
        return _forward.Forward(text, 0, isAnyEnough: true) >= 0;
    }

    /// <summary>The first match at or behind a place, which is the one that JavaScript finds.</summary>
    /// <param name="captures">Two places for each wanted group, negative where it took no part.</param>
    public bool TryFind(string text, int from, long deadline, out int start, out int end, out int[] captures)
    {
        captures = [];
        start = -1;
        end = -1;
        _forward.LimitTo(deadline);
        if (_walk is not null && _walk.CanSearch(text.Length - from))
        {
            // It goes over a text in vain more slowly than an automaton does.
            bool isFound = _forward.Forward(text, from, isAnyEnough: true) >= 0 && _walk.TryFind(text, from, out start, out end);
            captures = isFound ? _walk.Captures : [];
            return isFound;
        }

        end = _forward.Forward(text, from, isAnyEnough: false);
        if (end < 0)
        {
            return false;
        }

        // A match that reaches to the same end but begins before the first match cannot be: it would be the first.
        _backward.LimitTo(deadline);
        start = _backward.Backward(text, end, from);
        if (_walk is not null)
        {
            captures = CapturesOf(text, start, end, deadline);
        }

        return true;
    }

    private int[] CapturesOf(string text, int start, int end, long deadline)
    {
        if (!_walk!.CanRun(end - start))
        {
            return _machine!.Run(text, start, end, deadline);
        }

        _walk.Run(text, start, end);
        return _walk.Captures;
    }
}
