using System.Numerics;

namespace Gor.Masking;

/// <summary>
/// Finds out what the groups captured, in short texts: walks a <see cref="LinearProgram"/> as a backtracking engine would, but takes
/// no step twice from the same place, as it failed there before. One thread at a time.
/// </summary>
internal sealed class CaptureWalk
{
    private const int Unset = -1;

    /// <summary>Pairs of a step and a place, each of which may be taken once; beyond it <see cref="CaptureMachine"/> needs less memory.</summary>
    private const long MostPairs = 1 << 16;

    /// <summary>Beyond it, automata find a match sooner.</summary>
    private const long MostSearchedPairs = 1 << 13;

    private readonly LinearProgram _program;
    private readonly int[] _slots;
    private Way[] _ways = new Way[64];
    private int[] _taken = [];
    private int _round;
    private int _wayCount;

    public CaptureWalk(LinearProgram program)
    {
        _program = program;
        _slots = new int[program.SlotCount];
    }

    /// <summary>What is left to try: a step at a place and those before it, or, with a negative step, a slot to be set back.</summary>
    private readonly record struct Way(int Step, int Place, int Least);

    /// <param name="length">Of the match.</param>
    public bool CanRun(int length) => (length + 1L) * _program.Count <= MostPairs;

    /// <param name="length">Of what is searched.</param>
    public bool CanSearch(int length) => (length + 1L) * _program.Count <= MostSearchedPairs;

    /// <summary>What was captured last: two places a group, negative where it took no part.</summary>
    public int[] Captures => [.. _slots];

    /// <summary>Walks over a match whose place is known.</summary>
    public void Run<T, TUnits>(ReadOnlySpan<T> text, int start, int end)
        where T : struct, IBinaryInteger<T>
        where TUnits : IUnits<T>
    {
        Prepare(end - start);
        Walk<T, TUnits>(text[..end], text, start, start);
    }

    /// <summary>The first match at or behind a place.</summary>
    public bool TryFind<T, TUnits>(ReadOnlySpan<T> text, int from, out int start, out int end)
        where T : struct, IBinaryInteger<T>
        where TUnits : IUnits<T>
    {
        Prepare(text.Length - from);
        int width = 1;
        for (start = from; start <= text.Length; start += width)
        {
            end = Walk<T, TUnits>(text, text, from, start);
            if (end >= 0)
            {
                return true;
            }

            if (start < text.Length)
            {
                TUnits.At(text, start, out width);
            }
        }

        end = -1;
        return false;
    }

    private void Prepare(int length)
    {
        int pairs = (length + 1) * _program.Count;
        if (_taken.Length < pairs || _round == int.MaxValue)
        {
            _taken = new int[pairs];
            _round = 0;
        }

        _round++;
    }

    /// <summary>Where the first match in order, of those that begin here, ends; -1 where there is none.</summary>
    /// <param name="reach">What may be consumed: the text up to some place.</param>
    /// <param name="origin">The least place that was prepared for.</param>
    private int Walk<T, TUnits>(ReadOnlySpan<T> reach, ReadOnlySpan<T> text, int origin, int start)
        where T : struct, IBinaryInteger<T>
        where TUnits : IUnits<T>
    {
        Array.Fill(_slots, Unset);
        _wayCount = 0;
        int end = Follow<T, TUnits>(reach, text, origin, _program.Start, start);
        while (end < 0 && _wayCount > 0)
        {
            Way way = _ways[--_wayCount];
            if (way.Step < 0)
            {
                _slots[~way.Step] = way.Place;
                continue;
            }

            if (way.Place > way.Least)
            {
                TUnits.Before(text, way.Place, out int width);
                _ways[_wayCount++] = way with { Place = way.Place - width };
            }

            end = Follow<T, TUnits>(reach, text, origin, way.Step, way.Place);
        }

        return end;
    }

    /// <summary>Goes on until the way ends, at a match or nowhere (-1). Other ways are left for later.</summary>
    private int Follow<T, TUnits>(ReadOnlySpan<T> reach, ReadOnlySpan<T> text, int origin, int step, int place)
        where T : struct, IBinaryInteger<T>
        where TUnits : IUnits<T>
    {
        ReadOnlySpan<Instruction> instructions = _program.Instructions;
        UnitClasses classes = _program.Classes;
        Span<int> taken = _taken;
        int round = _round;
        while (true)
        {
            int pair = ((place - origin) * instructions.Length) + step;
            if (taken[pair] == round)
            {
                return -1;
            }

            taken[pair] = round;
            ref readonly Instruction instruction = ref instructions[step];
            int loop = step;
            step = instruction.Next;
            switch (instruction.Operation)
            {
                case Operation.Unit:
                    if ((uint)place >= (uint)reach.Length || !_program.Takes(instruction, classes.Of(TUnits.At(text, place, out int width))))
                    {
                        return -1;
                    }

                    place += width;
                    break;
                case Operation.Fork when instructions[step] is { Operation: Operation.Unit } unit && unit.Next == loop:
                    // A greedy loop over one set: all its units at once.
                    int least = place;
                    bool[] set = _program.SetOf(unit);
                    while ((uint)place < (uint)reach.Length && set[classes.Of(TUnits.At(text, place, out width))])
                    {
                        place += width;
                        pair += width * instructions.Length;
                        taken[pair] = round;
                    }

                    step = instruction.Argument;
                    if (place > least)
                    {
                        TUnits.Before(text, place, out width);
                        Leave(new Way(step, place - width, least));
                    }

                    break;
                case Operation.Fork:
                    Leave(new Way(instruction.Argument, place, place));
                    break;
                case Operation.Save or Operation.Forget:
                    int slot = _slots[instruction.Argument];
                    Leave(new Way(~instruction.Argument, slot, slot));
                    _slots[instruction.Argument] = instruction.Operation == Operation.Save ? place : Unset;
                    break;
                case Operation.Assert:
                    if (!Sides.Hold((AnchorKind)instruction.Argument, Sides.Of(text, place - 1), Sides.Of(text, place)))
                    {
                        return -1;
                    }

                    break;
                case Operation.Match:
                    return place;
            }
        }
    }

    private void Leave(Way way)
    {
        if (_wayCount == _ways.Length)
        {
            Array.Resize(ref _ways, 2 * _ways.Length);
        }

        _ways[_wayCount++] = way;
    }
}
