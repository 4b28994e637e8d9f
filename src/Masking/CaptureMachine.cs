using System.Diagnostics;
using System.Numerics;
using System.Text.RegularExpressions;

namespace Gor.Masking;

/// <summary>
/// Finds out what the groups captured in a match whose place is known: carries all live steps of a <see cref="LinearProgram"/> along,
/// in order, each with its captures (Pike's machine). Linear in the match.
/// </summary>
internal sealed class CaptureMachine(LinearProgram program)
{
    private const int Unset = -1;

    private readonly int[] _seen = new int[program.Count];
    private readonly Stack<Thread> _pending = new();
    private List<Thread> _now = [];
    private List<Thread> _later = [];
    private int _generation;

    /// <summary>A live step. The slots are shared and never changed.</summary>
    private readonly record struct Thread(int Step, int[] Slots);

    /// <param name="start">Where the match begins.</param>
    /// <param name="end">Where it ends.</param>
    /// <param name="deadline">A timestamp of <see cref="Stopwatch"/>.</param>
    /// <returns>Two places a group, negative where it took no part.</returns>
    /// <exception cref="RegexMatchTimeoutException">The deadline has passed.</exception>
    public int[] Run<T, TUnits>(ReadOnlySpan<T> text, int start, int end, long deadline)
        where T : struct, IBinaryInteger<T>
        where TUnits : IUnits<T>
    {
        int[] found = [];
        _now.Clear();
        _now.Add(new Thread(program.Start, Enumerable.Repeat(Unset, program.SlotCount).ToArray()));
        int width;
        for (int i = start, units = 1; i <= end && _now.Count > 0; i += width, units++)
        {
            if ((units & 255) == 0 && Stopwatch.GetTimestamp() > deadline)
            {
                throw new RegexMatchTimeoutException();
            }

            _generation++;
            _later.Clear();
            width = 1;
            int unitClass = i < text.Length ? program.Classes.Of(TUnits.At(text, i, out width)) : -1;
            foreach (Thread thread in _now)
            {
                if (Follow(thread, text, i, unitClass) is { } slots)
                {
                    found = slots;
                    break;
                }
            }

            (_now, _later) = (_later, _now);
        }

        return found;
    }

    /// <summary>Moves one thread, and those that fork off it, over the unit at <paramref name="index"/>; not null where one of them matches before it.</summary>
    private int[]? Follow<T>(Thread thread, ReadOnlySpan<T> text, int index, int unitClass)
        where T : struct, IBinaryInteger<T>
    {
        Side left = Sides.Of(text, index - 1);
        Side right = Sides.Of(text, index);
        _pending.Push(thread);
        while (_pending.TryPop(out thread))
        {
            if (_seen[thread.Step] == _generation)
            {
                continue;
            }

            _seen[thread.Step] = _generation;
            Instruction instruction = program.Instructions[thread.Step];
            Thread next = thread with { Step = instruction.Next };
            switch (instruction.Operation)
            {
                case Operation.Fork:
                    _pending.Push(thread with { Step = instruction.Argument });
                    _pending.Push(next);
                    break;
                case Operation.Save:
                    _pending.Push(next with { Slots = With(thread.Slots, instruction.Argument, index) });
                    break;
                case Operation.Forget:
                    _pending.Push(next with { Slots = With(thread.Slots, instruction.Argument, Unset) });
                    break;
                case Operation.Assert when Sides.Hold((AnchorKind)instruction.Argument, left, right):
                    _pending.Push(next);
                    break;
                case Operation.Unit when unitClass >= 0 && program.Takes(instruction, unitClass):
                    _later.Add(next);
                    break;
                case Operation.Match:
                    _pending.Clear();
                    return thread.Slots;
            }
        }

        return null;
    }

    private static int[] With(int[] slots, int slot, int value)
    {
        int[] changed = [.. slots];
        changed[slot] = value;
        return changed;
    }
}
