using System.Collections.Immutable;
using System.Numerics;
using System.Runtime.CompilerServices;

namespace Gor.Masking;

/// <summary>
/// Finds out whether a <see cref="PatternChain"/> matches at a place, without an automaton: units are compared, and loops look for their
/// end many at a time. ("One-pass" is RE2's word for patterns whose captures show at the first look.) One thread at a time.
/// </summary>
/// <typeparam name="T">An element of the text: <see cref="byte"/> of UTF-8 or <see cref="char"/>.</typeparam>
internal sealed class OnePass<T>
    where T : struct, IBinaryInteger<T>
{
    /// <summary>There is no match at the place.</summary>
    public const int None = -1;

    /// <summary>It did not look far enough, or met characters that it cannot judge.</summary>
    public const int Unknown = -2;

    /// <summary>Elements that a loop may look at: what is looked at in vain may be looked at again, from the next place.</summary>
    private const int MostLooked = 4096;

    private readonly OnePassStep<T>[][] _chains;

    private OnePass(OnePassStep<T>[][] chains, int slots)
    {
        _chains = chains;
        Captures = new int[slots];
    }

    /// <summary>Two places for each wanted group of the last match, negative where it took no part.</summary>
    public int[] Captures { get; }

    /// <param name="chains">Of <see cref="PatternChain.Of"/>.</param>
    /// <param name="groups">How many captures are wanted.</param>
    /// <returns>Null where there is no chain, or a set that is not looked for many units at a time.</returns>
    public static OnePass<T>? Of(ImmutableArray<ImmutableArray<ChainLink>> chains, int groups)
    {
        OnePassStep<T>[]?[] steps = [.. chains.Select(OnePassStep<T>.Of)];
        return steps.Length == 0 || steps.Contains(null) ? null : new OnePass<T>(steps!, 2 * groups);
    }

    /// <summary>Where the match that begins at a place ends, <see cref="None"/> or <see cref="Unknown"/>.</summary>
    public int At(ReadOnlySpan<T> text, int place)
    {
        foreach (OnePassStep<T>[] chain in _chains)
        {
            int end = Follow(chain, text, place);
            if (end != None)
            {
                return end;
            }
        }

        return None;
    }

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private int Follow(OnePassStep<T>[] chain, ReadOnlySpan<T> text, int place)
    {
        int[] captures = Captures;
        for (int i = 0; i < captures.Length; i++)
        {
            captures[i] = None;
        }

        foreach (OnePassStep<T> step in chain)
        {
            if (step.Loop is not null)
            {
                int end = EndOf(step, text, place);
                if (end < 0)
                {
                    return end;
                }

                place = end;
            }
            else if (step.Literal.Length > 0)
            {
                if (!text[place..].StartsWith(step.Literal))
                {
                    return None;
                }

                place += step.Literal.Length;
            }
            else if (step.Slot >= 0)
            {
                captures[step.Slot] = place;
            }
            else if (!Sides.Hold(step.Anchor, Sides.Of(text, place - 1), Sides.Of(text, place)))
            {
                return None;
            }
        }

        return place;
    }

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private static int EndOf(OnePassStep<T> loop, ReadOnlySpan<T> text, int place)
    {
        int longest = Math.Min(loop.Most, MostLooked);
        ReadOnlySpan<T> units = text[place..];
        units = units.Length > longest ? units[..longest] : units;
        int length = loop.EndsInSet ? units.IndexOfAny(loop.Loop!) : units.IndexOfAnyExcept(loop.Loop!);
        if (length < 0)
        {
            length = units.Length;
            if (length == MostLooked && loop.Most > MostLooked)
            {
                return Unknown;
            }
        }
        else if (loop.IsUnclear(units[length]))
        {
            return Unknown;
        }

        return length < loop.Least ? None : place + length;
    }
}
