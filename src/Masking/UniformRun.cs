using System.Numerics;
using System.Runtime.CompilerServices;
using System.Runtime.InteropServices;
using System.Runtime.Intrinsics;

namespace Gor.Masking;

/// <summary>
/// Looks in UTF-8 for a run of units that are all of one set, as thirteen digits are: text that is full of such units has few long runs of
/// them. Sixty-four places at a time, a bit each. Immutable.
/// </summary>
/// <param name="owner">Whose run it is.</param>
/// <param name="set">ASCII only.</param>
/// <param name="length">Units; at most as many as a step has places.</param>
internal sealed class UniformRun(int owner, CharSet set, int length)
{
    /// <summary>Shorter runs are found as others are.</summary>
    public const int Least = 6;

    private const int Step = 64;
    private const int AsciiHalves = 8;

    /// <summary>Each upper half of a byte has a bit of its own, so that the two tables tell exactly what is in the set.</summary>
    private readonly NibbleSets _bits = NibbleSets.Of(Enumerable.Range(0, AsciiHalves).Select(half => (half, (CharSet?)PartOf(set, half))));

    public int Length => length;

    /// <summary>Adds each run that begins from one place up to but not at another, in order but behind what is there.</summary>
    /// <param name="hits">Null: none is added, and the first is enough.</param>
    /// <returns>Where the first begins; the text's end where there is none.</returns>
    public int Search(ReadOnlySpan<byte> text, int from, int to, HitList? hits)
    {
        int first = text.Length;
        int end = Math.Min(to, text.Length - length + 1);
        ulong next = from < end ? BitsAt(text, from) : 0;
        for (int at = from; at < end; at += Step)
        {
            ulong now = next;
            next = BitsAt(text, at + Step);
            ulong begins = now == 0 ? 0 : Begins(now, next);
            if (end - at < Step)
            {
                begins &= (1UL << (end - at)) - 1;
            }

            for (; begins != 0; begins &= begins - 1)
            {
                int place = at + BitOperations.TrailingZeroCount(begins);
                first = Math.Min(first, place);
                if (hits is null)
                {
                    return first;
                }

                hits.Append(new Hit(place, owner));
            }
        }

        return first;
    }

    /// <summary>The places of which the run's length of units are of the set: those of half as many, and again so many behind.</summary>
    private ulong Begins(ulong now, ulong next)
    {
        int known = 1;
        for (; known * 2 <= length; known *= 2)
        {
            now &= (now >> known) | (next << (Step - known));
            next &= next >> known;
        }

        int left = length - known;
        return left == 0 ? now : now & ((now >> left) | (next << (Step - left)));
    }

    /// <summary>Which of sixty-four bytes are of the set; none is behind the text.</summary>
    private ulong BitsAt(ReadOnlySpan<byte> text, int at)
    {
        if (at <= text.Length - Step)
        {
            return BitsOf(text.Slice(at, Step));
        }

        Span<byte> block = stackalloc byte[Step];
        block.Fill(byte.MaxValue);
        text[Math.Min(at, text.Length)..].CopyTo(block);
        return BitsOf(block);
    }

    private ulong BitsOf(ReadOnlySpan<byte> block)
    {
        ref byte start = ref MemoryMarshal.GetReference(block);
        (Vector128<byte> low, Vector128<byte> high) = _bits;
        return BitsOf(low, high, Vector128.LoadUnsafe(ref start))
            | (BitsOf(low, high, Vector128.LoadUnsafe(ref start, 16)) << 16)
            | (BitsOf(low, high, Vector128.LoadUnsafe(ref start, 32)) << 32)
            | (BitsOf(low, high, Vector128.LoadUnsafe(ref start, 48)) << 48);
    }

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private static ulong BitsOf(Vector128<byte> low, Vector128<byte> high, Vector128<byte> bytes)
    {
        Vector128<byte> found = Vector128.ShuffleNative(low, bytes & NibbleSets.Half)
            & Vector128.ShuffleNative(high, (bytes.AsUInt16() >>> 4).AsByte() & NibbleSets.Half);
        return ~Vector128.Equals(found, Vector128<byte>.Zero).ExtractMostSignificantBits() & ushort.MaxValue;
    }

    /// <summary>The units of a set that have a certain upper half.</summary>
    private static CharSet PartOf(CharSet set, int half) =>
        CharSet.Of(Enumerable.Range(half << 4, 1 << 4).Where(unit => set.Contains((char)unit)).Select(unit => ((char)unit, (char)unit)));
}
