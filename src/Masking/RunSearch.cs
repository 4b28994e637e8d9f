using System.Collections.Immutable;
using System.Numerics;
using System.Runtime.InteropServices;
using System.Runtime.Intrinsics;

namespace Gor.Masking;

/// <summary>
/// Looks for the runs of many patterns in UTF-8 at once: sixteen places at a time, by three neighbouring units of each run (the idea of
/// Teddy in Hyperscan, Intel 2017, with sets in the place of letters). Immutable.
/// </summary>
internal sealed class RunSearch
{
    private const int Window = 3;
    private const int Buckets = 8;
    private const int Nibbles = 16;
    private const int Step = 16;
    private const int AsciiUnits = 128;
    private const int BitsInWord = 64;

    /// <summary>Bytes that one step looks at.</summary>
    private const int Reach = Step + Window - 1;

    /// <summary>In no set, and no part of UTF-8.</summary>
    private const byte Nothing = 0xFF;

    private readonly Sought[][] _buckets;

    /// <summary>For each unit of the window: in which buckets it may be, by its lower and by its upper half.</summary>
    private readonly Vector128<byte> _low0, _low1, _low2;
    private readonly Vector128<byte> _high0, _high1, _high2;
    private readonly int _farthest;

    /// <param name="runs">Each with its owner.</param>
    public RunSearch(IEnumerable<(int Owner, ImmutableArray<CharSet> Sets)> runs)
    {
        Sought[] all = [.. runs.Select(run => new Sought(run.Owner, run.Sets)).OrderBy(run => run.Key, StringComparer.Ordinal)];
        int each = (all.Length + Buckets - 1) / Buckets;
        _buckets = [.. all.Chunk(Math.Max(1, each))];
        _farthest = all.Length == 0 ? 0 : all.Max(run => run.WindowAt);
        Longest = all.Length == 0 ? 0 : all.Max(run => run.Length);
        (_low0, _high0) = HalvesOf(0);
        (_low1, _high1) = HalvesOf(1);
        (_low2, _high2) = HalvesOf(2);
    }

    /// <summary>Units of the longest run.</summary>
    public int Longest { get; }

    /// <summary>Where the first run at or behind a place begins; the text's end where there is none.</summary>
    public int IndexIn(ReadOnlySpan<byte> text, int from) => Search(text, from, text.Length, null);

    /// <summary>Adds each run that begins from one place up to but not at another.</summary>
    public void AddTo(HitList hits, ReadOnlySpan<byte> text, int from, int to) => Search(text, from, to, hits);

    private int Search(ReadOnlySpan<byte> text, int from, int to, HitList? hits)
    {
        Span<byte> each = stackalloc byte[Step];
        int first = text.Length;
        int last = (int)Math.Min(text.Length, (long)to + _farthest);
        for (int at = from; at < last; at += Step)
        {
            at = SkipVain(text, at, last, out Vector128<byte> buckets);
            if (at < last && at > text.Length - Reach)
            {
                buckets = AtEnd(text[at..]);
            }

            uint places = ~Vector128.Equals(buckets, Vector128<byte>.Zero).ExtractMostSignificantBits() & 0xFFFF;
            buckets.CopyTo(each);
            for (; places != 0; places &= places - 1)
            {
                int place = BitOperations.TrailingZeroCount(places);
                first = Math.Min(first, Check(text, at + place, each[place], from, to, hits));
            }

            if (hits is null && first < to)
            {
                // What begins sooner may have its window later.
                to = first;
                last = Math.Min(last, to + _farthest);
            }
        }

        return first;
    }

    /// <summary>The next place from which a step finds something, or one that is too close to the end for a step.</summary>
    /// <param name="buckets">Of which there may be a run, for each of the sixteen places.</param>
    private int SkipVain(ReadOnlySpan<byte> text, int at, int last, out Vector128<byte> buckets)
    {
        ref byte start = ref MemoryMarshal.GetReference(text);
        Vector128<byte> low0 = _low0, low1 = _low1, low2 = _low2;
        Vector128<byte> high0 = _high0, high1 = _high1, high2 = _high2;
        last = Math.Min(last, text.Length - Reach + 1);
        for (; at < last; at += Step)
        {
            nuint offset = (nuint)at;
            Vector128<byte> found = In(low0, high0, Vector128.LoadUnsafe(ref start, offset))
                & In(low1, high1, Vector128.LoadUnsafe(ref start, offset + 1))
                & In(low2, high2, Vector128.LoadUnsafe(ref start, offset + 2));
            if (found != Vector128<byte>.Zero)
            {
                buckets = found;
                return at;
            }
        }

        buckets = Vector128<byte>.Zero;
        return at;
    }

    /// <param name="rest">Less than a step reaches.</param>
    private Vector128<byte> AtEnd(ReadOnlySpan<byte> rest)
    {
        Span<byte> block = stackalloc byte[Reach];
        block.Fill(Nothing);
        rest.CopyTo(block);
        return In(_low0, _high0, Vector128.Create<byte>(block)) & In(_low1, _high1, Vector128.Create<byte>(block[1..])) & In(_low2, _high2, Vector128.Create<byte>(block[2..]));
    }

    private static Vector128<byte> In(Vector128<byte> low, Vector128<byte> high, Vector128<byte> bytes)
    {
        Vector128<byte> half = Vector128.Create((byte)(Nibbles - 1));
        return Vector128.ShuffleNative(low, bytes & half) & Vector128.ShuffleNative(high, (bytes >>> 4) & half);
    }

    /// <returns>Where the first of those runs begins that have their window at a place; the text's end where none does.</returns>
    private int Check(ReadOnlySpan<byte> text, int window, int buckets, int from, int to, HitList? hits)
    {
        int first = text.Length;
        for (; buckets != 0; buckets &= buckets - 1)
        {
            foreach (Sought run in _buckets[BitOperations.TrailingZeroCount(buckets)])
            {
                int place = window - run.WindowAt;
                if (run.MayEndAt(text, place) && place >= from && place < to && run.IsAt(text, place))
                {
                    hits?.Add(new Hit(place, run.Owner));
                    first = Math.Min(first, place);
                }
            }
        }

        return first;
    }

    private (Vector128<byte> Low, Vector128<byte> High) HalvesOf(int unit)
    {
        Span<byte> low = stackalloc byte[Nibbles];
        Span<byte> high = stackalloc byte[Nibbles];
        for (int bucket = 0; bucket < _buckets.Length; bucket++)
        {
            foreach (Sought run in _buckets[bucket])
            {
                for (int value = 0; value <= Nothing; value++)
                {
                    if (run.MayHave(unit, value))
                    {
                        low[value & (Nibbles - 1)] |= (byte)(1 << bucket);
                        high[value >> 4] |= (byte)(1 << bucket);
                    }
                }
            }
        }

        return (Vector128.Create<byte>(low), Vector128.Create<byte>(high));
    }

    /// <summary>One run that is looked for.</summary>
    private sealed class Sought
    {
        /// <summary>Two words a unit: which ASCII units may be there.</summary>
        private readonly ulong[] _sets;
        private readonly int _last;

        public Sought(int owner, ImmutableArray<CharSet> sets)
        {
            Owner = owner;
            _sets = [.. sets.SelectMany(BitsOf)];
            _last = sets.Length - 1;
            WindowAt = Enumerable.Range(0, Math.Max(1, sets.Length - Window + 1)).MaxBy(at => sets.Skip(at).Take(Window).Sum(PatternRuns.BitsOf));
            Key = string.Concat(sets.Skip(WindowAt).Take(Window).Select(set => set.Ranges[0].First));
        }

        public int Owner { get; }

        public int Length => _last + 1;

        /// <summary>Where in the run the three units are that tell most.</summary>
        public int WindowAt { get; }

        /// <summary>Runs of like keys share a bucket.</summary>
        public string Key { get; }

        /// <summary>True where a byte may be at a place of the window; any may be behind a short run.</summary>
        public bool MayHave(int unit, int value) => WindowAt + unit >= Length || Contains(WindowAt + unit, value);

        /// <summary>True where a run that begins at a place may end: a few digits are seen often, and many more seldom.</summary>
        public bool MayEndAt(ReadOnlySpan<byte> text, int place) =>
            (uint)(place + _last) < (uint)text.Length && Contains(_last, text[place + _last]);

        /// <param name="place">At which it may end.</param>
        public bool IsAt(ReadOnlySpan<byte> text, int place)
        {
            int unit = _last - 1;
            while (unit >= 0 && Contains(unit, text[place + unit]))
            {
                unit--;
            }

            return unit < 0;
        }

        private bool Contains(int unit, int value) => value < AsciiUnits && (_sets[(2 * unit) + (value / BitsInWord)] >> value & 1) != 0;

        private static ulong[] BitsOf(CharSet set)
        {
            ulong[] words = new ulong[AsciiUnits / BitsInWord];
            foreach ((char first, char last) in set.Ranges)
            {
                for (int unit = first; unit <= last; unit++)
                {
                    words[unit / BitsInWord] |= 1UL << unit;
                }
            }

            return words;
        }
    }
}
