using System.Buffers;
using System.Text;

namespace Gor.Masking;

/// <summary>
/// Texts of which any match of a pattern must contain at least one: a value without them need not be searched, nor even be
/// turned into UTF-16, and a search may begin near the next of them.
/// </summary>
internal sealed class PatternLiterals
{
    /// <summary>More are not worth it where the value is still UTF-8: one search each.</summary>
    private const int MostInUtf8 = 8;

    private static readonly char[] JsonSigns = ['"', ':', ',', ' '];

    private readonly PatternRuns _runs;
    private readonly string[] _texts;
    private readonly bool _ignoresCase;
    private readonly Lazy<SearchValues<string>>? _search;

    /// <summary>How each of the texts begins; null where a search for whole texts is faster: where all have two characters.</summary>
    private readonly SearchValues<char>? _beginnings;
    private readonly byte[][] _utf8;

    private PatternLiterals(PatternRuns runs)
    {
        _runs = runs;
        (string Text, bool IgnoresCase)[] letters = [.. runs.Runs.SelectMany(run => run).Select(set => LetterOf(set)!.Value)];
        _ignoresCase = letters.Any(letter => letter.IgnoresCase);
        _texts = [.. runs.Runs.Select(run => string.Concat(run.Select(set => LetterOf(set)!.Value.Text)))];
        _utf8 = _ignoresCase || _texts.Length > MostInUtf8 ? [] : [.. _texts.Select(Searchable)];

        if (_texts.Any(text => text.Length == 1))
        {
            string beginnings = string.Concat(_texts.Select(text => text[0]));
            _beginnings = SearchValues.Create(_ignoresCase ? beginnings + beginnings.ToUpperInvariant() : beginnings);
            return;
        }

        // Made when first needed: of ten thousand rules few ever search.
        _search = new Lazy<SearchValues<string>>(() => SearchValues.Create(
            _texts.AsSpan(), _ignoresCase ? StringComparison.OrdinalIgnoreCase : StringComparison.Ordinal));
    }

    /// <summary>The units that a match may have before the first literal that it needs.</summary>
    public CharSet Before => _runs.Before;

    /// <summary>True where leaping from one to the next is worth it.</summary>
    public bool IsRare => _runs.AreRare;

    /// <summary>Null where no text is known that a match must contain.</summary>
    public static PatternLiterals? Of(PatternNode root) =>
        PatternRuns.Of(root, set => LetterOf(set) is not null) is { } runs ? new PatternLiterals(runs) : null;

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
        StringComparison comparison = _ignoresCase ? StringComparison.OrdinalIgnoreCase : StringComparison.Ordinal;
        for (int from = 0; ;)
        {
            int skipped = text[from..].IndexOfAny(_beginnings!);
            if (skipped < 0)
            {
                return -1;
            }

            from += skipped;
            foreach (string literal in _texts)
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

    /// <summary>The one ASCII unit of a set, or the one letter that it has in both cases.</summary>
    private static (string Text, bool IgnoresCase)? LetterOf(CharSet units) => units.Ranges.AsSpan() switch
    {
        [(var unit, var last)] when unit == last && char.IsAscii(unit) => (unit.ToString(), false),
        [(var upper, var lastUpper), (var lower, var lastLower)]
            when upper == lastUpper && lower == lastLower && char.IsAsciiLetterUpper(upper) && (upper | 0x20) == lower => (lower.ToString(), true),
        _ => null,
    };
}
