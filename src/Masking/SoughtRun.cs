using System.Collections.Immutable;

namespace Gor.Masking;

/// <summary>One run that a <see cref="RunSearch"/> looks for. Immutable.</summary>
internal sealed class SoughtRun
{
    /// <summary>Neighbouring units of a run by which it is found.</summary>
    public const int Window = 3;

    private const int AsciiUnits = 128;
    private const int BitsInWord = 64;

    private readonly ImmutableArray<CharSet> _sets;

    /// <summary>Two words a unit: which ASCII units may be there.</summary>
    private readonly ulong[] _words;
    private readonly byte[] _literal;
    private readonly int _literalAt;

    /// <summary>The units that are not of the literal.</summary>
    private readonly int[] _others;

    public SoughtRun(int owner, ImmutableArray<CharSet> sets)
    {
        Owner = owner;
        _sets = sets;
        _words = [.. sets.SelectMany(WordsOf)];
        WindowAt = Enumerable.Range(0, Math.Max(1, sets.Length - Window + 1)).MaxBy(at => sets.Skip(at).Take(Window).Sum(PatternRuns.BitsOf));
        (_literalAt, int end) = LongestLiteral(sets);
        _literal = [.. sets[_literalAt..end].Select(set => (byte)set.Ranges[0].First)];

        // The last first: a few digits are seen often, and many more seldom.
        _others = [.. Enumerable.Range(0, sets.Length).Where(unit => unit < _literalAt || unit >= end).Reverse()];
        Key = string.Concat(sets.Skip(WindowAt).Take(Window).Select(set => set.Ranges[0].First));
    }

    public int Owner { get; }

    public int Length => _sets.Length;

    /// <summary>Where in the run the three units are that tell most.</summary>
    public int WindowAt { get; }

    /// <summary>Runs of like keys share a bucket.</summary>
    public string Key { get; }

    /// <summary>The set of a unit, counted from the window's first; null outside the run, where any unit may be.</summary>
    public CharSet? SetAt(int unit) => (uint)(WindowAt + unit) < (uint)Length ? _sets[WindowAt + unit] : null;

    /// <summary>True where it begins at a place, which may be outside the text.</summary>
    public bool IsAt(ReadOnlySpan<byte> text, int place)
    {
        if (place < 0 || place > text.Length - Length)
        {
            return false;
        }

        ReadOnlySpan<byte> candidate = text.Slice(place, Length);
        if (!candidate[_literalAt..].StartsWith(_literal))
        {
            return false;
        }

        foreach (int unit in _others)
        {
            if (!Contains(unit, candidate[unit]))
            {
                return false;
            }
        }

        return true;
    }

    private bool Contains(int unit, int value) => value < AsciiUnits && (_words[(2 * unit) + (value / BitsInWord)] >> value & 1) != 0;

    /// <summary>The longest part of it in which each unit is one certain.</summary>
    private static (int Start, int End) LongestLiteral(ImmutableArray<CharSet> sets)
    {
        (int Start, int End) longest = (0, 0);
        int start = 0;
        for (int end = 0; end <= sets.Length; end++)
        {
            if (end == sets.Length || !sets[end].IsSingle)
            {
                longest = end - start > longest.End - longest.Start ? (start, end) : longest;
                start = end + 1;
            }
        }

        return longest;
    }

    private static ulong[] WordsOf(CharSet set)
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
