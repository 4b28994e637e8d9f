using System.Diagnostics;
using System.Numerics;
using System.Text;
using System.Text.RegularExpressions;

namespace Gor.Masking;

/// <summary>
/// A <see cref="LinearProgram"/> made deterministic while it runs: each state is the ordered list of steps that are alive, and each
/// transition is computed once. Where only a beginning is looked for, it leaps to the next place where one can be. Time is linear
/// in the text, memory bounded. One thread at a time.
/// </summary>
/// <remarks>
/// Why not .NET's non-backtracking engine: in .NET 10 it loses matches (<c>a?[0-9]</c> on <c>xaxz1a x1</c> does not find the first
/// <c>1</c>; PatternTests keeps the case), and what a mask does not find leaks.
/// </remarks>
internal sealed class LazyAutomaton
{
    private const int Dead = 0;

    /// <summary>Nothing is alive but the beginning, behind a unit that is no word character.</summary>
    private const int IdleBehindOther = 1;

    /// <summary>The same behind a word character; where no anchor can tell, the other is used.</summary>
    private const int IdleBehindWord = 2;

    // A transition is where the next state's row begins, and flags above it: most have none, and are the row as they stand.
    private const int Unknown = int.MinValue;
    private const int IsMatch = 1 << 30;
    private const int IsSpecial = 1 << 29;
    private const int Marks = Unknown | IsMatch | IsSpecial;

    private const int MostEntries = 1 << 16;
    private const int MostStates = 2048;
    private const int MostSteps = 1 << 18;
    private const int MostSkippable = 128;

    private readonly LinearProgram _program;
    private readonly int _start;
    private readonly bool _isLongest;
    private readonly int _width;
    private readonly bool _seesSides;
    private readonly Dictionary<int[], int> _known = new(StepsComparer.Instance);
    private readonly List<int[]> _states = [];
    private readonly int[] _seen;
    private readonly int[] _taken;
    private readonly Stack<int> _pending = new();
    private readonly List<int> _alive = [];
    private readonly Leaper? _leaper;
    private readonly int _lastIdleRow;
    private int[] _transitions = [];
    private int _generation;
    private int _computed;
    private int _steps;
    private int _clears;
    private long _deadline = long.MaxValue;

    /// <param name="start">The program's first step.</param>
    /// <param name="isLongest">Prefer the longest match to the first in order.</param>
    /// <param name="literals">What any match must contain, where that is known and the search goes forward.</param>
    /// <param name="runs">The same for UTF-8.</param>
    public LazyAutomaton(LinearProgram program, int start, bool isLongest, PatternLiterals? literals = null, PatternRuns? runs = null)
    {
        _program = program;
        _start = start;
        _isLongest = isLongest;
        _width = program.Classes.Count + 1;
        _seesSides = program.HasEdge || program.HasBoundary;
        _lastIdleRow = IdleBehindWord * _width;
        _seen = new int[program.Count];
        _taken = new int[program.Count];
        Clear();
        if (start != program.Start)
        {
            _leaper = new Leaper(program.Classes, literals, runs, _width <= MostSkippable + 1 ? FindInteresting() : null);
        }
    }

    /// <summary>Knows where a match may begin; null for what begins where it is told to.</summary>
    public Leaper? Leaper => _leaper;

    /// <summary>A timestamp of <see cref="Stopwatch"/> after which a search gives up.</summary>
    public void LimitTo(long deadline) => _deadline = deadline;

    /// <summary>Where the first match at or behind <paramref name="from"/> may begin, as far as that is known; the text's end where there is none.</summary>
    /// <param name="hits">Where the pattern's runs are, for UTF-8.</param>
    /// <returns>-1 where a match may begin anywhere.</returns>
    public int Leap<T, TUnits>(ReadOnlySpan<T> text, int from, ref HitCursor hits)
        where T : struct, IBinaryInteger<T>
        where TUnits : IUnits<T>
    {
        int literal = from - 1;
        int row = Initial(text, from - 1);
        return _leaper!.HasLandmarks<T>() || (_leaper.HasInteresting && IsIdle(row)) ? _leaper.Next<T, TUnits>(text, from, ref literal, ref hits) : -1;
    }

    /// <summary>Where the first match at or behind <paramref name="from"/> ends; -1 where there is none.</summary>
    /// <param name="isAnyEnough">Stop at the end of any match.</param>
    /// <param name="hits">Where the pattern's runs are, for UTF-8.</param>
    /// <exception cref="RegexMatchTimeoutException">The deadline has passed.</exception>
    public int Forward<T, TUnits>(ReadOnlySpan<T> text, int from, bool isAnyEnough, ref HitCursor hits)
        where T : struct, IBinaryInteger<T>
        where TUnits : IUnits<T>
    {
        UnitClasses classes = _program.Classes;
        int row = Initial(text, from - 1);
        int[] transitions = _transitions;
        int end = -1;
        int literal = from - 1;
        bool leaps = _leaper!.HasLandmarks<T>();
        int width;
        for (int i = from; ; i += width)
        {
            width = 1;
            int unitClass = i < text.Length ? classes.Of(TUnits.At(text, i, out width)) : _width - 1;
            int transition = transitions[row + unitClass];
            if ((transition & Marks) == 0)
            {
                row = transition;
                continue;
            }

            if (transition == Unknown)
            {
                transition = Compute(row, unitClass);
                transitions = _transitions;
            }

            if ((transition & IsMatch) != 0)
            {
                end = i;
                if (isAnyEnough)
                {
                    return end;
                }
            }

            int next = transition & ~Marks;
            if (next == Dead)
            {
                return end;
            }

            // Two idle steps in a row: more will follow.
            if (IsIdle(next) && (leaps || (_leaper.HasInteresting && IsIdle(row))))
            {
                int to = _leaper.Next<T, TUnits>(text, i + width, ref literal, ref hits);
                next = to > i + width ? Initial(text, to - 1) : next;
                (i, width) = (to, 0);
            }

            row = next;
        }
    }

    /// <summary>Where the first match that begins at a place, and at no other, ends.</summary>
    /// <param name="most">Elements that are looked at: a search that goes on behind a vain one must not be slow.</param>
    /// <returns>-1 where there is none, or where that is not known yet.</returns>
    /// <exception cref="RegexMatchTimeoutException">The deadline has passed.</exception>
    public int At<T, TUnits>(ReadOnlySpan<T> text, int place, int most)
        where T : struct, IBinaryInteger<T>
        where TUnits : IUnits<T>
    {
        UnitClasses classes = _program.Classes;
        int row = Initial(text, place - 1);
        int end = -1;
        int[] transitions = _transitions;
        int last = (int)Math.Min(text.Length, (long)place + most);
        int width;
        for (int i = place; i <= last; i += width)
        {
            width = 1;
            int unitClass = i < text.Length ? classes.Of(TUnits.At(text, i, out width)) : _width - 1;
            int transition = transitions[row + unitClass];
            if ((transition & Marks) == 0)
            {
                row = transition;
                continue;
            }

            if (transition == Unknown)
            {
                transition = Compute(row, unitClass);
                transitions = _transitions;
            }

            end = (transition & IsMatch) != 0 ? i : end;
            row = transition & ~Marks;
            if (row == Dead)
            {
                return end;
            }
        }

        return -1;
    }

    /// <summary>The least place, not below <paramref name="low"/>, from which a match reaches to <paramref name="end"/>; -1 where there is none.</summary>
    /// <exception cref="RegexMatchTimeoutException">The deadline has passed.</exception>
    public int Backward<T, TUnits>(ReadOnlySpan<T> text, int end, int low)
        where T : struct, IBinaryInteger<T>
        where TUnits : IUnits<T>
    {
        UnitClasses classes = _program.Classes;
        int row = Initial(text, end);
        int start = -1;
        int width;
        for (int i = end; ; i -= width)
        {
            width = 1;
            int unitClass = i > 0 ? classes.Of(TUnits.Before(text, i, out width)) : _width - 1;
            int transition = _transitions[row + unitClass];
            if (transition == Unknown)
            {
                transition = Compute(row, unitClass);
            }

            if ((transition & IsMatch) != 0)
            {
                start = i;
            }

            row = transition & ~Marks;
            if (row == Dead || i == low)
            {
                return start;
            }
        }
    }

    private bool IsIdle(int row) => row > Dead && row <= _lastIdleRow;

    /// <returns>The transition, which is kept for the next time.</returns>
    private int Compute(int row, int unitClass)
    {
        if ((++_computed & 255) == 0 && Stopwatch.GetTimestamp() > _deadline)
        {
            throw new RegexMatchTimeoutException();
        }

        int[] steps = _states[row / _width];
        bool isEnd = unitClass == _width - 1;
        Side passed = (Side)steps[0];
        Side ahead = isEnd ? Side.Edge : _program.WordClasses[unitClass] ? Side.Word : Side.Other;
        (Side left, Side right) = _program.IsBackward ? (ahead, passed) : (passed, ahead);
        _generation++;
        _alive.Clear();
        bool isMatch = false;
        for (int i = 1; i < steps.Length && !(isMatch && !_isLongest); i++)
        {
            isMatch |= Follow(steps[i], unitClass, left, right, isEnd);
        }

        int clears = _clears;
        int next = _alive.Count == 0 ? Dead : RowOf(_alive, ahead);
        int transition = next | (isMatch ? IsMatch : 0) | (next <= _lastIdleRow ? IsSpecial : 0);
        if (_clears == clears)
        {
            _transitions[row + unitClass] = transition;
        }

        return transition;
    }

    /// <summary>Takes one unit from a step and all steps that follow it without one, in order. True where a match was among them.</summary>
    private bool Follow(int step, int unitClass, Side left, Side right, bool isEnd)
    {
        bool isMatch = false;
        _pending.Push(step);
        while (_pending.TryPop(out step))
        {
            if (_seen[step] == _generation)
            {
                continue;
            }

            _seen[step] = _generation;
            Instruction instruction = _program.Instructions[step];
            switch (instruction.Operation)
            {
                case Operation.Fork:
                    _pending.Push(instruction.Argument);
                    _pending.Push(instruction.Next);
                    break;
                case Operation.Assert when !Sides.Hold((AnchorKind)instruction.Argument, left, right):
                    break;
                case Operation.Save or Operation.Forget or Operation.Assert:
                    _pending.Push(instruction.Next);
                    break;
                case Operation.Unit when !isEnd && _taken[instruction.Next] != _generation && _program.Takes(instruction, unitClass):
                    _taken[instruction.Next] = _generation;
                    _alive.Add(instruction.Next);
                    break;
                case Operation.Match:
                    isMatch = true;
                    if (!_isLongest)
                    {
                        // What comes later in order can no longer win.
                        _pending.Clear();
                    }

                    break;
            }
        }

        return isMatch;
    }

    /// <param name="passed">The place of what was passed last.</param>
    private int Initial<T>(ReadOnlySpan<T> text, int passed)
        where T : struct, IBinaryInteger<T> =>
        _seesSides ? Initial(Sides.Of(text, passed)) : IdleBehindOther * _width;

    private int Initial(Side passed) => Distinguish(passed) switch
    {
        Side.Word => IdleBehindWord * _width,
        Side.Other => IdleBehindOther * _width,
        _ => RowOf([_start], Side.Edge),
    };

    /// <summary>Sides that no anchor of the program tells apart are one.</summary>
    private Side Distinguish(Side side) => side switch
    {
        Side.Edge when _program.HasEdge => Side.Edge,
        Side.Word when _program.HasBoundary => Side.Word,
        _ => Side.Other,
    };

    private int RowOf(List<int> alive, Side passed)
    {
        int[] steps = [(int)Distinguish(passed), .. alive];
        if (_known.TryGetValue(steps, out int row))
        {
            return row;
        }

        _steps += steps.Length;
        if (_states.Count >= MostStates || _states.Count * _width > MostEntries || _steps > MostSteps)
        {
            Clear();
            if (_known.TryGetValue(steps, out row))
            {
                return row;
            }
        }

        return AddState(steps);
    }

    private int AddState(int[] steps)
    {
        int row = _states.Count * _width;
        _states.Add(steps);
        _known[steps] = row;
        int needed = _states.Count * _width;
        if (needed > _transitions.Length)
        {
            int old = _transitions.Length;
            Array.Resize(ref _transitions, Math.Max(needed, old * 2));
            Array.Fill(_transitions, Unknown, old, _transitions.Length - old);
        }

        return row;
    }

    private void Clear()
    {
        _clears++;
        _states.Clear();
        _known.Clear();
        _steps = 0;
        Array.Fill(_transitions, Unknown);
        AddState([(int)Side.Edge]);
        AddState([(int)Side.Other, _start]);
        AddState([(int)Side.Word, _start]);
    }

    /// <summary>
    /// The units that lead out of the idle states, in which only a beginning is looked for; null where searching for them is
    /// not worth it.
    /// </summary>
    private char[]? FindInteresting()
    {
        var classes = new HashSet<int>();
        for (int unitClass = 0; unitClass < _width - 1; unitClass++)
        {
            if (!StaysIdle(IdleBehindOther, unitClass) || (_program.HasBoundary && !StaysIdle(IdleBehindWord, unitClass)))
            {
                classes.Add(unitClass);
            }
        }

        // Beyond ASCII the search costs more than the steps that it saves.
        return _program.Classes.UnitsOf(classes, MostSkippable) is { } units && Ascii.IsValid(units) ? units : null;
    }

    private bool StaysIdle(int state, int unitClass) =>
        Compute(state * _width, unitClass) is var transition && (transition & IsMatch) == 0 && IsIdle(transition & ~Marks);
}
