using System.Collections.Immutable;
using System.Diagnostics;
using System.Text;
using System.Text.RegularExpressions;

namespace Gor.Masking;

/// <summary>
/// A JavaScript regular expression, ready to search. Immutable and safe for any number of threads.
/// Where the pattern allows, its time is linear in the text; every search has a time limit.
/// </summary>
internal sealed class Pattern
{
    /// <summary>Linear patterns get this many times the limit: a large body is no attack.</summary>
    private const int LinearPatience = 20;

    /// <summary>No replacement may blow a value up beyond this many UTF-16 units; it counts as too slow.</summary>
    private const int LongestResult = 1 << 24;

    /// <summary>Texts for which a pattern without nested loops is not worth a state machine.</summary>
    private const int ShortText = 128;

    private const RegexOptions Options = RegexOptions.CultureInvariant;

    private readonly Translation _translation;
    private readonly Regex _backtracking;
    private readonly Lazy<Regex>? _linear;
    private readonly bool _isTame;
    private readonly Template? _replacement;
    private readonly TimeSpan _limit;
    private readonly ImmutableArray<string> _literals;

    /// <param name="limit">Time for one value, where it cannot be linear.</param>
    /// <param name="replacement">What each match becomes, in JavaScript's notation.</param>
    /// <exception cref="PatternException">No regular expression, or one that cannot be carried out.</exception>
    public Pattern(string text, TimeSpan limit, string? replacement = null)
    {
        Text = text;
        PatternNode root = PatternProgress.Rewrite(PatternParser.Parse(text, out int groupCount, out IReadOnlyDictionary<string, int> names));
        _replacement = replacement is null ? null : new Template(replacement, groupCount, names);
        _translation = PatternTranslator.Translate(root, _replacement?.Groups ?? new HashSet<int>());
        _limit = IsLinear ? limit * LinearPatience : limit;
        _literals = PatternLiterals.Required(root);
        _isTame = IsTame(root);
        try
        {
            _backtracking = new Regex(_translation.Text, Options, _limit);
        }
        catch (ArgumentException e)
        {
            throw new PatternException($"cannot be carried out: {e.Message}", 0);
        }

        // Costs a millisecond to build: only where it is going to be used.
        _linear = IsLinear ? new Lazy<Regex>(() => new Regex(_translation.Text, Options | RegexOptions.NonBacktracking, _limit)) : null;
    }

    /// <summary>As it was written.</summary>
    public string Text { get; }

    public bool IsLinear => _translation.IsLinear;

    /// <summary>False where the value certainly has no match; looks at UTF-8 as it is.</summary>
    public bool MayBeIn(Detail detail)
    {
        if (_literals.IsEmpty)
        {
            return true;
        }

        foreach (string literal in _literals)
        {
            bool isThere = detail.IsText
                ? detail.Text.Contains(literal, StringComparison.Ordinal)
                : Contains(detail.Utf8, literal);
            if (isThere)
            {
                return true;
            }
        }

        return false;
    }

    /// <exception cref="RegexMatchTimeoutException">The time limit is over.</exception>
    public bool IsFoundIn(string text)
    {
        string mapped = Map(text);
        return Engine(mapped).IsMatch(mapped);
    }

    /// <summary>Replaces every match from left to right, as <c>String.prototype.replace</c> does with the flag <c>g</c>.</summary>
    /// <returns>Null where nothing matched.</returns>
    /// <exception cref="RegexMatchTimeoutException">The time limit is over, or the result is longer than any value may be.</exception>
    public string? ReplaceIn(string text)
    {
        string mapped = Map(text);
        Regex engine = Engine(mapped);
        long start = Stopwatch.GetTimestamp();
        StringBuilder? result = null;
        int copied = 0;
        for (Match match = engine.Match(mapped); match.Success; match = match.NextMatch())
        {
            result ??= new StringBuilder(text.Length);
            result.Append(text, copied, match.Index - copied);
            _replacement!.AppendTo(result, text, RangeOf(match), number => RangeOf(match, number));
            copied = match.Index + match.Length;
            if (result.Length > LongestResult || Stopwatch.GetElapsedTime(start) > _limit)
            {
                throw new RegexMatchTimeoutException();
            }
        }

        return result?.Append(text, copied, text.Length - copied).ToString();
    }

    private static Range RangeOf(Group group) => group.Success ? group.Index..(group.Index + group.Length) : 0..0;

    /// <summary>At most two loops, none in another: at worst cubic, which is nothing for a short text.</summary>
    private static bool IsTame(PatternNode root)
    {
        PatternNode.Repeat[] loops = root.DescendantsAndSelf().OfType<PatternNode.Repeat>().ToArray();
        return loops.Length <= 2 && loops.All(loop => !loop.Body.DescendantsAndSelf().OfType<PatternNode.Repeat>().Any());
    }

    private static bool Contains(ReadOnlySpan<byte> utf8, string literal)
    {
        Span<byte> bytes = literal.Length <= 256 ? stackalloc byte[literal.Length] : new byte[literal.Length];
        Encoding.ASCII.GetBytes(literal, bytes);
        return utf8.IndexOf(bytes) >= 0;
    }

    private string Map(string text) => _translation.Alphabet is null ? text : _translation.Alphabet.Map(text);

    private Regex Engine(string text) => _linear is null || (_isTame && text.Length <= ShortText) ? _backtracking : _linear.Value;

    /// <summary>Where a group of the JavaScript pattern matched; empty where it took no part.</summary>
    private Range RangeOf(Match match, int number)
    {
        for (int i = 0; i < _translation.Groups.Count; i++)
        {
            if (_translation.Groups[i] == number)
            {
                return RangeOf(match.Groups[i + 1]);
            }
        }

        return 0..0;
    }
}
