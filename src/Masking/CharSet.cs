using System.Collections.Immutable;

namespace Gor.Masking;

/// <summary>A set of UTF-16 units, as sorted ranges that neither touch nor overlap.</summary>
internal sealed class CharSet : IEquatable<CharSet>
{
    private CharSet(ImmutableArray<(char First, char Last)> ranges) => Ranges = ranges;

    public ImmutableArray<(char First, char Last)> Ranges { get; }

    public static CharSet None { get; } = Of();

    public static CharSet All { get; } = Of(('\0', '\uFFFF'));

    public static CharSet Digits { get; } = Of(('0', '9'));

    public static CharSet Word { get; } = Of(('0', '9'), ('A', 'Z'), ('_', '_'), ('a', 'z'));

    /// <summary>WhiteSpace and LineTerminator of ECMA-262 sections 12.2 and 12.3.</summary>
    public static CharSet Space { get; } = Of(
        ('\t', '\r'), (' ', ' '), ('\u00A0', '\u00A0'), ('\u1680', '\u1680'), ('\u2000', '\u200A'), ('\u2028', '\u2029'),
        ('\u202F', '\u202F'), ('\u205F', '\u205F'), ('\u3000', '\u3000'), ('\uFEFF', '\uFEFF'));

    /// <summary>What <c>.</c> matches without the flag <c>s</c>: all but the line terminators.</summary>
    public static CharSet Dot { get; } = Of(('\n', '\n'), ('\r', '\r'), ('\u2028', '\u2029')).Complement();

    public bool IsEmpty => Ranges.IsEmpty;

    /// <summary>True for exactly one unit, which is then the first of the first range.</summary>
    public bool IsSingle => Ranges.Length == 1 && Ranges[0].First == Ranges[0].Last;

    public static CharSet Of(params IEnumerable<(char First, char Last)> ranges)
    {
        var merged = new List<(char First, char Last)>();
        foreach ((char first, char last) in ranges.OrderBy(range => range.First))
        {
            if (merged.Count > 0 && first <= merged[^1].Last + 1)
            {
                merged[^1] = (merged[^1].First, (char)Math.Max(merged[^1].Last, last));
            }
            else
            {
                merged.Add((first, last));
            }
        }

        return new CharSet([.. merged]);
    }

    public static CharSet Single(char unit) => new([(unit, unit)]);

    public CharSet Complement()
    {
        var gaps = new List<(char First, char Last)>();
        int next = 0;
        foreach ((char first, char last) in Ranges)
        {
            if (first > next)
            {
                gaps.Add(((char)next, (char)(first - 1)));
            }

            next = last + 1;
        }

        if (next <= char.MaxValue)
        {
            gaps.Add(((char)next, char.MaxValue));
        }

        return new CharSet([.. gaps]);
    }

    public bool Equals(CharSet? other) => other is not null && Ranges.AsSpan().SequenceEqual(other.Ranges.AsSpan());

    public override bool Equals(object? obj) => Equals(obj as CharSet);

    public override int GetHashCode() => HashCode.Combine(Ranges.Length, IsEmpty ? default : Ranges[0], IsEmpty ? default : Ranges[^1]);

    public bool Contains(char unit)
    {
        foreach ((char first, char last) in Ranges)
        {
            if (unit <= last)
            {
                return unit >= first;
            }
        }

        return false;
    }
}
