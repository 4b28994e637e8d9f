using System.Diagnostics;
using System.Numerics;
using System.Runtime.InteropServices;

namespace Gor.Masking;

/// <summary>Searches with a pattern in time linear in the text, UTF-16 or UTF-8. One thread at a time.</summary>
internal sealed class LinearMatcher
{
    /// <summary>Elements that are looked at in the hope that a match begins where it first may: most do, and most are shorter.</summary>
    private const int MostHoped = 256;

    /// <summary>Runs that are looked at in vain before automata go on, which keep the time limit.</summary>
    private const int MostVain = 64;

    private readonly LazyAutomaton _forward;
    private readonly LazyAutomaton _anchored;
    private readonly LazyAutomaton _backward;
    private readonly CaptureWalk? _walk;
    private readonly CaptureMachine? _machine;
    private readonly Lazy<OnePass<byte>?> _onePass;

    /// <summary>For text in which a match may begin anywhere, and often does where it first may.</summary>
    private readonly Lazy<OnePass<char>?> _onePassOfText;

    /// <param name="root">Rewritten by <see cref="PatternProgress"/>; no look-around, no back-references.</param>
    /// <param name="groups">The groups whose captures are wanted.</param>
    /// <param name="literals">What any match must contain, where that is known.</param>
    /// <param name="runs">The same for UTF-8.</param>
    public LinearMatcher(PatternNode root, UnitClasses classes, IReadOnlyList<int> groups, PatternLiterals? literals, PatternRuns? runs)
    {
        var forward = new LinearProgram(root, classes, [], isBackward: false);
        var backward = new LinearProgram(root, classes, [], isBackward: true);
        _forward = new LazyAutomaton(forward, forward.AddSearchLoop(), isLongest: false, literals, runs);
        _anchored = new LazyAutomaton(forward, forward.Start, isLongest: false);
        _backward = new LazyAutomaton(backward, backward.Start, isLongest: true);

        // Made when a place is first asked for: most patterns are scopes, which are only found or not.
        _onePass = new(() => runs is { AreRare: true } ? OnePass<byte>.Of(PatternChain.Of(root, groups), groups.Count) : null, LazyThreadSafetyMode.None);
        _onePassOfText = new(
            () => literals is { IsRare: true } ? null : OnePass<char>.Of(PatternChain.Of(root, groups), groups.Count), LazyThreadSafetyMode.None);
        if (groups.Count > 0)
        {
            var captures = new LinearProgram(root, classes, groups, isBackward: false);
            _walk = new CaptureWalk(captures);
            _machine = new CaptureMachine(captures);
        }
    }

    /// <param name="deadline">A timestamp of <see cref="Stopwatch"/>.</param>
    /// <param name="hits">Where the pattern's runs are, for UTF-8.</param>
    public bool IsMatch<T, TUnits>(ReadOnlySpan<T> text, long deadline, ref HitCursor hits)
        where T : struct, IBinaryInteger<T>
        where TUnits : IUnits<T>
    {
        _forward.LimitTo(deadline);
        return _forward.Forward<T, TUnits>(text, 0, isAnyEnough: true, ref hits) >= 0;
    }

    /// <summary>True where <see cref="TryFindAtRuns"/> can be asked.</summary>
    public bool LooksAtRuns => _onePass.Value is not null;

    /// <summary>As <see cref="TryFind"/>, but only looks at the places to which the runs lead that a match must have.</summary>
    /// <param name="from">Moved to where a match may begin, where that is not decided.</param>
    /// <returns>Null where automata must decide.</returns>
    public bool? TryFindAtRuns(ReadOnlySpan<byte> text, ref int from, ref HitCursor hits, out int start, out int end, out int[] captures)
    {
        OnePass<byte> onePass = _onePass.Value!;
        Leaper leaper = _forward.Leaper!;
        captures = onePass.Captures;
        (start, end) = (from, OnePass<byte>.None);
        for (int vain = 0; vain < MostVain; vain++)
        {
            int run = hits.Next(text, from);
            start = run;
            if (run == text.Length)
            {
                return false;
            }

            start = leaper.BeforeRun(text, from, run);
            end = onePass.At(text, start);
            if (end >= 0)
            {
                return true;
            }

            from = start;
            if (end == OnePass<byte>.Unknown || !leaper.BeginsWithRun)
            {
                return null;
            }

            // A run is of ASCII.
            from++;
        }

        return null;
    }

    /// <summary>The first match at or behind a place, which is the one that JavaScript finds.</summary>
    /// <param name="captures">Two places for each wanted group, negative where it took no part.</param>
    /// <param name="hits">Where the pattern's runs are, for UTF-8.</param>
    public bool TryFind<T, TUnits>(ReadOnlySpan<T> text, int from, long deadline, ref HitCursor hits, out int start, out int end, out int[] captures)
        where T : struct, IBinaryInteger<T>
        where TUnits : IUnits<T>
    {
        captures = [];
        start = from;
        end = -1;
        if (typeof(T) == typeof(char) && _onePassOfText.Value is { } onePass)
        {
            end = onePass.At(MemoryMarshal.Cast<T, char>(text), from);
            if (end >= 0)
            {
                captures = onePass.Captures;
                return true;
            }
        }

        _forward.LimitTo(deadline);
        if (_walk is not null && _walk.CanSearch(text.Length - from))
        {
            // It goes over a text in vain more slowly than an automaton does.
            bool isFound = _forward.Forward<T, TUnits>(text, from, isAnyEnough: true, ref hits) >= 0
                && _walk.TryFind<T, TUnits>(text, from, out start, out end);
            captures = isFound ? _walk.Captures : [];
            return isFound;
        }

        if (!TryFindEnds<T, TUnits>(text, from, deadline, ref hits, out start, out end))
        {
            return false;
        }

        if (_walk is not null)
        {
            captures = CapturesOf<T, TUnits>(text, start, end, deadline);
        }

        return true;
    }

    private bool TryFindEnds<T, TUnits>(ReadOnlySpan<T> text, int from, long deadline, ref HitCursor hits, out int start, out int end)
        where T : struct, IBinaryInteger<T>
        where TUnits : IUnits<T>
    {
        end = -1;
        start = _forward.Leap<T, TUnits>(text, from, ref hits);
        if (start >= 0)
        {
            _anchored.LimitTo(deadline);
            end = _anchored.At<T, TUnits>(text, start, MostHoped);
        }

        if (end >= 0)
        {
            return true;
        }

        start = Math.Max(from, start);

        end = _forward.Forward<T, TUnits>(text, start, isAnyEnough: false, ref hits);
        if (end < 0)
        {
            return false;
        }

        // A match that reaches to the same end but begins before the first match cannot be: it would be the first.
        _backward.LimitTo(deadline);
        start = _backward.Backward<T, TUnits>(text, end, start);
        return true;
    }

    private int[] CapturesOf<T, TUnits>(ReadOnlySpan<T> text, int start, int end, long deadline)
        where T : struct, IBinaryInteger<T>
        where TUnits : IUnits<T>
    {
        if (!_walk!.CanRun(end - start))
        {
            return _machine!.Run<T, TUnits>(text, start, end, deadline);
        }

        _walk.Run<T, TUnits>(text, start, end);
        return _walk.Captures;
    }
}
