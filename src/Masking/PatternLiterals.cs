using System.Buffers;
using System.Collections.Immutable;
using System.Text;

namespace Gor.Masking;

/// <summary>
/// Texts of which any match of a pattern must contain at least one: a value without them need not be searched, nor even be
/// turned into UTF-16, and a search may begin near the next of them.
/// </summary>
internal sealed class PatternLiterals
{
    private const int MostLiterals = 64;
    private const int LongestLiteral = 32;
    private const int LeastRarity = 7;

    /// <summary>More are not worth it where the value is still UTF-8: one search each.</summary>
    private const int MostInUtf8 = 8;

    private static readonly char[] JsonSigns = ['"', ':', ',', ' '];

    private readonly Requirement _requirement;
    private readonly Lazy<SearchValues<string>>? _search;

    /// <summary>How each of the texts begins; null where a search for whole texts is faster: where all have two characters.</summary>
    private readonly SearchValues<char>? _beginnings;
    private readonly byte[][] _utf8;

    private PatternLiterals(Requirement requirement)
    {
        _requirement = requirement;
        bool ignoresCase = requirement.IgnoresCase;
        _utf8 = ignoresCase || requirement.Texts.Length > MostInUtf8 ? [] : [.. requirement.Texts.Select(Searchable)];
        IsRare = requirement.Rarity >= LeastRarity;

        if (requirement.Texts.Any(text => text.Length == 1))
        {
            string beginnings = string.Concat(requirement.Texts.Select(text => text[0]));
            _beginnings = SearchValues.Create(ignoresCase ? beginnings + beginnings.ToUpperInvariant() : beginnings);
            return;
        }

        // Made when first needed: of ten thousand rules few ever search.
        _search = new Lazy<SearchValues<string>>(() => SearchValues.Create(
            requirement.Texts.AsSpan(), ignoresCase ? StringComparison.OrdinalIgnoreCase : StringComparison.Ordinal));
    }

    /// <param name="Texts">ASCII; empty where nothing is known.</param>
    /// <param name="Before">What a match may consume before the first of them that it needs.</param>
    private readonly record struct Requirement(ImmutableArray<string> Texts, bool IgnoresCase, ImmutableArray<PatternNode> Before)
    {
        public static Requirement None { get; } = new([], false, []);

        /// <summary>
        /// How much they rule out, in bits: what an ASCII unit tells is guessed from prose and JSON, and each of several texts tells less.
        /// </summary>
        public double Rarity => Texts.IsEmpty ? 0 : Texts.Min(text => BitsOf(text)) - Math.Log2(Texts.Length);

        private static int BitsOf(string text)
        {
            int bits = 0;
            foreach (char unit in text)
            {
                bits += unit switch
                {
                    ' ' or '"' or (>= 'a' and <= 'z') or (>= '0' and <= '9') => 4,
                    ':' or ',' or '.' or '-' or '_' or '/' or '=' or '\n' or (>= 'A' and <= 'Z') => 6,
                    _ => 9,
                };
            }

            return bits;
        }
    }

    /// <summary>The units that a match may have before the first literal that it needs.</summary>
    public CharSet Before => UnitsOf(_requirement.Before);

    /// <summary>True where leaping from one to the next is worth it.</summary>
    public bool IsRare { get; }

    /// <summary>Null where no text is known that a match must contain.</summary>
    public static PatternLiterals? Of(PatternNode root) =>
        Required(root) is { Texts.IsEmpty: false } requirement ? new PatternLiterals(requirement) : null;

    /// <summary>Where the next one begins, from 0; negative where there is none.</summary>
    public int IndexIn(ReadOnlySpan<char> text) => _search is null ? IndexOfBeginning(text) : text.IndexOfAny(_search.Value);

    /// <summary>False where there certainly is none.</summary>
    public bool MayBeIn(ReadOnlySpan<byte> utf8)
    {
        foreach (byte[] literal in _utf8)
        {
            if (utf8.IndexOf(literal) >= 0)
            {
                return true;
            }
        }

        return _utf8.Length == 0;
    }

    private int IndexOfBeginning(ReadOnlySpan<char> text)
    {
        StringComparison comparison = _requirement.IgnoresCase ? StringComparison.OrdinalIgnoreCase : StringComparison.Ordinal;
        for (int from = 0; ;)
        {
            int skipped = text[from..].IndexOfAny(_beginnings!);
            if (skipped < 0)
            {
                return -1;
            }

            from += skipped;
            foreach (string literal in _requirement.Texts)
            {
                if (text[from..].StartsWith(literal, comparison))
                {
                    return from;
                }
            }

            from++;
        }
    }

    /// <summary>A search looks for the first and the last byte: not for what JSON is full of.</summary>
    private static byte[] Searchable(string text) =>
        Encoding.ASCII.GetBytes(text.Trim(JsonSigns) is { Length: > 1 } inner ? inner : text);

    private static Requirement Required(PatternNode node) => node switch
    {
        PatternNode.Set set when LetterOf(set.Units) is { } letter => new Requirement([letter.Text], letter.IgnoresCase, []),
        PatternNode.Group group => Required(group.Body),
        PatternNode.Repeat { Least: > 0 } repeat => Required(repeat.Body),
        PatternNode.Sequence sequence => OfSequence(sequence),
        PatternNode.Choice choice => OfChoice(choice),
        _ => Requirement.None,
    };

    /// <summary>The one ASCII unit of a set, or the one letter that it has in both cases.</summary>
    private static (string Text, bool IgnoresCase)? LetterOf(CharSet units) => units.Ranges.AsSpan() switch
    {
        [(var unit, var last)] when unit == last && char.IsAscii(unit) => (unit.ToString(), false),
        [(var upper, var lastUpper), (var lower, var lastLower)]
            when upper == lastUpper && lower == lastLower && char.IsAsciiLetterUpper(upper) && (upper | 0x20) == lower => (lower.ToString(), true),
        _ => null,
    };

    /// <summary>The rarest of the parts' literals, where neighbouring units count as one text.</summary>
    private static Requirement OfSequence(PatternNode.Sequence sequence)
    {
        Requirement best = Requirement.None;
        Requirement run = Requirement.None;
        int bestStart = 0;
        int runStart = 0;
        for (int i = 0; i < sequence.Parts.Length; i++)
        {
            Requirement one = Required(sequence.Parts[i]);
            bool isUnit = sequence.Parts[i] is PatternNode.Set && !one.Texts.IsEmpty;
            if (isUnit && !run.Texts.IsEmpty && run.Texts[0].Length < LongestLiteral)
            {
                run = run with { Texts = [run.Texts[0] + one.Texts[0]], IgnoresCase = run.IgnoresCase || one.IgnoresCase };
            }
            else
            {
                run = isUnit ? one : Requirement.None;
                runStart = i;
            }

            Requirement candidate = isUnit ? run : one;
            if (candidate.Rarity > best.Rarity)
            {
                (best, bestStart) = (candidate, isUnit ? runStart : i);
            }
        }

        return best with { Before = [.. sequence.Parts.AsSpan(0, bestStart), .. best.Before] };
    }

    private static Requirement OfChoice(PatternNode.Choice choice)
    {
        var texts = ImmutableArray.CreateBuilder<string>();
        var before = ImmutableArray.CreateBuilder<PatternNode>();
        bool ignoresCase = false;
        foreach (PatternNode branch in choice.Branches)
        {
            Requirement one = Required(branch);
            if (one.Texts.IsEmpty || texts.Count + one.Texts.Length > MostLiterals)
            {
                return Requirement.None;
            }

            texts.AddRange(one.Texts);
            before.AddRange(one.Before);
            ignoresCase |= one.IgnoresCase;
        }

        return new Requirement(texts.ToImmutable(), ignoresCase, before.ToImmutable());
    }

    /// <summary>Every unit that matches of the nodes may consume; all where a back-reference hides them.</summary>
    private static CharSet UnitsOf(ImmutableArray<PatternNode> nodes)
    {
        PatternNode[] all = nodes.SelectMany(node => node.DescendantsAndSelf()).ToArray();
        return all.Any(node => node is PatternNode.Reference) ? CharSet.All : CharSet.Of(all.OfType<PatternNode.Set>().SelectMany(set => set.Units.Ranges));
    }
}
