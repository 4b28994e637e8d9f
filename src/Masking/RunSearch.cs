using System.Collections.Immutable;
using System.Numerics;
using System.Runtime.CompilerServices;
using System.Runtime.InteropServices;
using System.Runtime.Intrinsics;
using System.Runtime.Intrinsics.Arm;
using System.Runtime.Intrinsics.X86;

namespace Gor.Masking;

/// <summary>
/// Looks for the runs of many patterns in UTF-8 at once: sixteen places at a time, by three neighbouring units of each run (the idea of
/// Teddy in Hyperscan, Intel 2017, with sets in the place of letters). Immutable.
/// </summary>
internal sealed class RunSearch
{
    private const int Buckets = 8;
    private const int Step = 16;

    /// <summary>From where a window begins to its last unit, by which it is found.</summary>
    private const int Before = SoughtRun.Window - 1;

    /// <summary>Behind the text: in no set, and no part of UTF-8.</summary>
    private const byte Nothing = 0xFF;

    private readonly List<UniformRun> _uniform = [];
    private readonly SoughtRun[][] _buckets;
    private readonly RunProbe[][] _probes;

    /// <summary>For each unit of the window: in which buckets it may be.</summary>
    private readonly NibbleSets _first, _second, _third;
    private readonly int _farthest;

    /// <param name="runs">Each with its owner.</param>
    public RunSearch(IEnumerable<(int Owner, ImmutableArray<CharSet> Sets)> runs)
    {
        var others = new List<(int Owner, ImmutableArray<CharSet> Sets)>();
        foreach ((int owner, ImmutableArray<CharSet> sets) in runs)
        {
            if (sets.Length >= UniformRun.Least && sets.All(sets[0].Equals))
            {
                _uniform.Add(new UniformRun(owner, sets[0], sets.Length));
            }
            else
            {
                others.Add((owner, sets));
            }
        }

        SoughtRun[] all = [.. others.Select(run => new SoughtRun(run.Owner, run.Sets)).OrderBy(run => run.Key, StringComparer.Ordinal)];
        int each = (all.Length + Buckets - 1) / Buckets;
        _buckets = [.. all.Chunk(Math.Max(1, each))];
        _probes = [.. _buckets.Select((runs, bucket) => RunProbe.Of(bucket, runs, -Before).ToArray())];
        _farthest = all.Length == 0 ? 0 : all.Max(run => run.WindowAt);
        Longest = all.Select(run => run.Length).Concat(_uniform.Select(run => run.Length)).DefaultIfEmpty().Max();
        _first = SetsOf(0);
        _second = SetsOf(1);
        _third = SetsOf(2);
    }

    /// <summary>Units of the longest run.</summary>
    public int Longest { get; }

    /// <summary>Where the first run at or behind a place begins; the text's end where there is none.</summary>
    public int IndexIn(ReadOnlySpan<byte> text, int from)
    {
        int first = Search(text, from, text.Length, null);
        foreach (UniformRun run in _uniform)
        {
            first = Math.Min(first, run.Search(text, from, first, null));
        }

        return first;
    }

    /// <summary>Adds each run that begins from one place up to but not at another; what the list has already begins before.</summary>
    public void AddTo(HitList hits, ReadOnlySpan<byte> text, int from, int to)
    {
        int first = hits.Hits.Length;
        Search(text, from, to, hits);
        foreach (UniformRun run in _uniform)
        {
            int sorted = hits.Hits.Length;
            run.Search(text, from, to, hits);
            hits.Merge(first, sorted);
        }
    }

    private int Search(ReadOnlySpan<byte> text, int from, int to, HitList? hits)
    {
        Span<byte> each = stackalloc byte[Step];
        int first = text.Length;
        int end = _buckets.Length == 0 ? from : EndOfWindows(text, to);
        var passed = default(Passed);
        for (int at = from; at < end; at += Step)
        {
            Vector128<byte> found = SkipVain(text, ref at, end, ref passed);
            if (at > text.Length - Step && at < end)
            {
                found = LookAtEnd(text, at, ref passed);
            }

            found.CopyTo(each);
            for (uint places = ~Vector128.Equals(found, Vector128<byte>.Zero).ExtractMostSignificantBits() & 0xFFFF; places != 0; places &= places - 1)
            {
                int place = BitOperations.TrailingZeroCount(places);
                first = Math.Min(first, Check(text, at - Before + place, each[place], from, to, hits));
            }

            if (hits is null && first < to)
            {
                // What begins sooner may have its window later.
                to = first;
                end = EndOfWindows(text, to);
            }
        }

        return first;
    }

    /// <summary>Behind the last unit of the windows of all runs that begin before a place.</summary>
    private int EndOfWindows(ReadOnlySpan<byte> text, int to) => (int)Math.Min(text.Length, (long)to + _farthest) + Before;

    /// <summary>Looks at the last bytes, of which there are too few for a step.</summary>
    private Vector128<byte> LookAtEnd(ReadOnlySpan<byte> text, int at, ref Passed passed)
    {
        Span<byte> block = stackalloc byte[Step];
        block.Fill(Nothing);
        text[Math.Min(text.Length, at)..].CopyTo(block);
        Vector128<byte> bytes = Vector128.Create<byte>(block);
        Vector128<byte> low = bytes & NibbleSets.Half;
        Vector128<byte> high = (bytes.AsUInt16() >>> 4).AsByte() & NibbleSets.Half;
        var now = new Passed(_first.Find(low, high), _second.Find(low, high));
        Vector128<byte> found = _third.Find(low, high) & OneBehind(now.Second, passed.Second) & TwoBehind(now.First, passed.First);
        passed = now;
        return found;
    }

    /// <summary>Goes on to the next sixteen places of which one may be the last of a window, or to where fewer are left.</summary>
    /// <param name="at">The first of the sixteen.</param>
    /// <param name="end">Where to end.</param>
    /// <param name="passed">What was found in the sixteen bytes before.</param>
    /// <returns>Of which buckets there may be a window, for each of the places.</returns>
    /// <remarks>Calls nothing, so that all tables stay in registers.</remarks>
    private Vector128<byte> SkipVain(ReadOnlySpan<byte> text, ref int at, int end, ref Passed passed)
    {
        ref byte start = ref MemoryMarshal.GetReference(text);
        int last = text.Length - Step;
        end = Math.Min(end, last + 1);
        Vector128<byte> low1 = _first.Low, low2 = _second.Low, low3 = _third.Low;
        Vector128<byte> high1 = _first.High, high2 = _second.High, high3 = _third.High;
        Vector128<byte> passed1 = passed.First, passed2 = passed.Second;
        Vector128<byte> half = NibbleSets.Half;
        Vector128<byte> found = default;
        int place = at;
        while (found == Vector128<byte>.Zero && place < end)
        {
            Vector128<byte> bytes, low, high;
            do
            {
                bytes = Vector128.LoadUnsafe(ref start, (nuint)place);
                low = bytes & half;
                high = (bytes.AsUInt16() >>> 4).AsByte() & half;
                Vector128<byte> now1 = Vector128.ShuffleNative(low1, low) & Vector128.ShuffleNative(high1, high);
                Vector128<byte> now2 = Vector128.ShuffleNative(low2, low) & Vector128.ShuffleNative(high2, high);
                Vector128<byte> now3 = Vector128.ShuffleNative(low3, low) & Vector128.ShuffleNative(high3, high);
                found = now3 & OneBehind(now2, passed2) & TwoBehind(now1, passed1);
                passed1 = now1;
                passed2 = now2;
                place += Step;
            }
            while (found == Vector128<byte>.Zero && place < end);

            // Further units, for each bucket by itself.
            ulong buckets = found.AsUInt64()[0] | found.AsUInt64()[1];
            buckets |= buckets >> 32;
            buckets |= buckets >> 16;
            for (uint left = (byte)(buckets | (buckets >> 8)); left != 0; left &= left - 1)
            {
                foreach (ref readonly RunProbe probe in _probes[BitOperations.TrailingZeroCount(left)].AsSpan())
                {
                    int probed = place - Step + probe.Place;
                    if (probed >= 0 && probed <= last)
                    {
                        bytes = Vector128.LoadUnsafe(ref start, (nuint)probed);
                        low = Vector128.ShuffleNative(probe.Low, bytes & half);
                        high = Vector128.ShuffleNative(probe.High, (bytes.AsUInt16() >>> 4).AsByte() & half);
                        found &= probe.Others | (low & high);
                    }
                }
            }
        }

        at = found == Vector128<byte>.Zero ? place : place - Step;
        passed = new Passed(passed1, passed2);
        return found;
    }

    /// <summary>What was found one place before each of the sixteen.</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private static Vector128<byte> OneBehind(Vector128<byte> now, Vector128<byte> passed) =>
        Ssse3.IsSupported ? Ssse3.AlignRight(now, passed, Step - 1)
        : AdvSimd.IsSupported ? AdvSimd.ExtractVector128(passed, now, Step - 1)
        : Vector128.Shuffle(now, Vector128.Create((byte)Step, 0, 1, 2, 3, 4, 5, 6, 7, 8, 9, 10, 11, 12, 13, 14)) | Vector128.CreateScalar(passed[Step - 1]);

    /// <summary>What was found two places before.</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private static Vector128<byte> TwoBehind(Vector128<byte> now, Vector128<byte> passed) =>
        Ssse3.IsSupported ? Ssse3.AlignRight(now, passed, Step - 2)
        : AdvSimd.IsSupported ? AdvSimd.ExtractVector128(passed, now, Step - 2)
        : OneBehind(OneBehind(now, passed), OneBehind(passed, default));

    /// <returns>Where the first of those runs begins that have their window at a place; the text's end where none does.</returns>
    private int Check(ReadOnlySpan<byte> text, int window, int buckets, int from, int to, HitList? hits)
    {
        int first = text.Length;
        for (; buckets != 0; buckets &= buckets - 1)
        {
            foreach (SoughtRun run in _buckets[BitOperations.TrailingZeroCount(buckets)])
            {
                int place = window - run.WindowAt;
                if (place >= from && place < to && run.IsAt(text, place))
                {
                    hits?.Add(new Hit(place, run.Owner));
                    first = Math.Min(first, place);
                }
            }
        }

        return first;
    }

    private NibbleSets SetsOf(int unit) =>
        NibbleSets.Of(_buckets.SelectMany((runs, bucket) => runs.Select(run => (bucket, run.SetAt(unit)))));

    /// <summary>In which buckets each of sixteen bytes may be, as the first and as the second unit of a window.</summary>
    private readonly record struct Passed(Vector128<byte> First, Vector128<byte> Second);
}
