using System.Buffers;
using System.Collections.Immutable;
using System.Numerics;
using System.Runtime.InteropServices;
using System.Text;

namespace Gor.Masking;

/// <summary>A <see cref="ChainLink"/>, or several units in a row, as a <see cref="OnePass{T}"/> looks at them: a loop, a literal, a slot or an anchor. Immutable.</summary>
/// <typeparam name="T">An element of the text: <see cref="byte"/> of UTF-8 or <see cref="char"/>.</typeparam>
internal sealed class OnePassStep<T>
    where T : struct, IBinaryInteger<T>
{
    private const int FirstBeyondAscii = 0x80;
    private const int FirstLead = 0xC2;
    private const int FirstLeadOfThree = 0xE0;
    private const int FirstLeadOfFour = 0xF0;
    private const int LastLead = 0xF4;

    /// <summary>Units of UTF-16 that are looked for at once.</summary>
    private const int MostSought = 128;

    private readonly bool[] _unclear = [];

    private OnePassStep()
    {
    }

    private OnePassStep(ChainLink.Units loop, SearchValues<T> sought, bool endsInSet, bool[] unclear)
    {
        (Loop, EndsInSet, _unclear) = (sought, endsInSet, unclear);
        (Least, Most) = (loop.Least, loop.Most);
    }

    /// <summary>Where a loop ends, or goes on; null for what is no loop.</summary>
    public SearchValues<T>? Loop { get; }

    /// <summary>True where <see cref="Loop"/> is what ends it.</summary>
    public bool EndsInSet { get; }

    public int Least { get; }

    public int Most { get; }

    public T[] Literal { get; private init; } = [];

    /// <summary>Where the place is kept; negative for what is no slot.</summary>
    public int Slot { get; private init; } = -1;

    public AnchorKind Anchor { get; private init; }

    /// <summary>True for the first byte of a character, beyond ASCII, of which it cannot be told by one byte whether its units are of the loop's set.</summary>
    public bool IsUnclear(T end)
    {
        int value = int.CreateTruncating(end);
        return value < _unclear.Length && _unclear[value];
    }

    /// <returns>Null where a set is too large to be looked for.</returns>
    public static OnePassStep<T>[]? Of(ImmutableArray<ChainLink> links)
    {
        var steps = new List<OnePassStep<T>>();
        var literal = new StringBuilder();
        foreach (ChainLink link in links)
        {
            if (link is ChainLink.Units { Least: 1, Most: 1, Set.IsSingle: true } unit && !char.IsSurrogate(unit.Set.Ranges[0].First))
            {
                literal.Append(unit.Set.Ranges[0].First);
                continue;
            }

            Flush(literal, steps);
            OnePassStep<T>? step = link switch
            {
                ChainLink.Units loop => typeof(T) == typeof(byte) ? InUtf8(loop) : InText(loop),
                ChainLink.Anchor anchor => new OnePassStep<T> { Anchor = anchor.Kind },
                ChainLink.Save save => new OnePassStep<T> { Slot = save.Slot },
                _ => null,
            };
            if (step is null)
            {
                return null;
            }

            steps.Add(step);
        }

        Flush(literal, steps);
        return [.. steps];
    }

    private static void Flush(StringBuilder literal, List<OnePassStep<T>> steps)
    {
        if (literal.Length > 0)
        {
            string text = literal.ToString();
            T[] elements = typeof(T) == typeof(byte)
                ? MemoryMarshal.Cast<byte, T>(Encoding.UTF8.GetBytes(text)).ToArray()
                : MemoryMarshal.Cast<char, T>(text).ToArray();
            steps.Add(new OnePassStep<T> { Literal = elements });
            literal.Clear();
        }
    }

    private static OnePassStep<T>? InText(ChainLink.Units loop)
    {
        CharSet others = loop.Set.Complement();
        bool endsInSet = SizeOf(others) <= SizeOf(loop.Set);
        CharSet sought = endsInSet ? others : loop.Set;
        if (SizeOf(sought) > MostSought)
        {
            return null;
        }

        char[] units = [.. sought.Ranges.SelectMany(range => Enumerable.Range(range.First, range.Last - range.First + 1)).Select(unit => (char)unit)];
        return new OnePassStep<T>(loop, (SearchValues<T>)(object)SearchValues.Create(units), endsInSet, []);
    }

    private static int SizeOf(CharSet set) => set.Ranges.Sum(range => range.Last - range.First + 1);

    private static OnePassStep<T> InUtf8(ChainLink.Units loop)
    {
        CharSet set = loop.Set;

        // What is counted are units, and beyond ASCII a byte is none.
        bool isCounted = loop.Least > 1 || loop.Most < int.MaxValue;
        bool[] unclear = new bool[byte.MaxValue + 1];
        var ends = new List<byte>();
        for (int value = 0; value <= byte.MaxValue; value++)
        {
            (char first, char last) = UnitsOf(value);
            bool hasAll = set.Ranges.Any(range => range.First <= first && last <= range.Last);
            bool hasNone = !set.Ranges.Any(range => range.First <= last && first <= range.Last);
            bool isLead = value is >= FirstLead and <= LastLead;
            unclear[value] = isLead && !hasNone && (!hasAll || isCounted);
            if (unclear[value] || ((value < FirstBeyondAscii || isLead) && !hasAll))
            {
                ends.Add((byte)value);
            }
        }

        return new OnePassStep<T>(loop, (SearchValues<T>)(object)SearchValues.Create([.. ends]), endsInSet: true, unclear);
    }

    /// <summary>The units of which a byte may be the first, or the only one. A character of four bytes is two units, a surrogate each.</summary>
    private static (char First, char Last) UnitsOf(int value) => value switch
    {
        < FirstBeyondAscii => ((char)value, (char)value),
        < FirstLeadOfThree => ((char)((value & 0x1F) << 6), (char)(((value & 0x1F) << 6) | 0x3F)),
        FirstLeadOfThree => ('\u0800', '\u0FFF'),
        < FirstLeadOfFour => ((char)((value & 0x0F) << 12), (char)(((value & 0x0F) << 12) | 0xFFF)),
        _ => ('\uD800', '\uDFFF'),
    };
}
