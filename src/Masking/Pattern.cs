using System.Collections.Immutable;
using System.Diagnostics;
using System.Text;
using System.Text.RegularExpressions;

namespace Gor.Masking;

/// <summary>
/// A JavaScript regular expression, ready to search. Safe for any number of threads. Where the pattern allows, its time is linear in
/// the text; every search has a time limit.
/// </summary>
internal sealed class Pattern
{
    /// <summary>Linear patterns get this many times the limit: a large body is no attack.</summary>
    private const int LinearPatience = 10;

    /// <summary>No replacement may blow a value up beyond this many UTF-16 units; it counts as too slow.</summary>
    private const int LongestResult = 1 << 24;

    private readonly IMatchEngine _engine;
    private readonly Template? _replacement;
    private readonly long _limit;
    private readonly ImmutableArray<string> _literals;

    /// <param name="limit">Time for one value, where it cannot be linear.</param>
    /// <param name="replacement">What each match becomes, in JavaScript's notation.</param>
    /// <exception cref="PatternException">No regular expression, or one that cannot be carried out.</exception>
    public Pattern(string text, TimeSpan limit, string? replacement = null)
    {
        Text = text;
        PatternNode root = PatternProgress.Rewrite(PatternParser.Parse(text, out int groupCount, out IReadOnlyDictionary<string, int> names));
        _replacement = replacement is null ? null : new Template(replacement, groupCount, names);
        _literals = PatternLiterals.Required(root);
        IsLinear = LinearEngine.CanRun(root);
        _limit = (long)((IsLinear ? limit * LinearPatience : limit).TotalSeconds * Stopwatch.Frequency);
        IReadOnlySet<int> used = _replacement?.Groups ?? new HashSet<int>();
        _engine = IsLinear ? new LinearEngine(root, used) : new BacktrackingEngine(root, used, limit);
    }

    /// <summary>As it was written.</summary>
    public string Text { get; }

    public bool IsLinear { get; }

    /// <summary>False where the value certainly has no match; looks at UTF-8 as it is.</summary>
    public bool MayBeIn(Detail detail)
    {
        if (detail.IsText)
        {
            return MayBeIn(detail.Text);
        }

        foreach (string literal in _literals)
        {
            if (Contains(detail.Utf8, literal))
            {
                return true;
            }
        }

        return _literals.IsEmpty;
    }

    /// <exception cref="RegexMatchTimeoutException">The time limit is over.</exception>
    public bool IsFoundIn(string text) => MayBeIn(text) && _engine.IsMatch(text, Deadline());

    /// <summary>Replaces every match from left to right, as <c>String.prototype.replace</c> does with the flag <c>g</c>.</summary>
    /// <param name="isReal">Matches that it denies stay; null: none does.</param>
    /// <returns>Null where nothing matched.</returns>
    /// <exception cref="RegexMatchTimeoutException">The time limit is over, or the result is longer than any value may be.</exception>
    public string? ReplaceIn(string text, MatchCheck? isReal = null)
    {
        if (!MayBeIn(text))
        {
            return null;
        }

        long deadline = Deadline();
        StringBuilder? result = null;
        int copied = 0;
        foreach (PatternMatch match in _engine.Matches(text, deadline))
        {
            if (isReal is not null && !isReal(text, match.Start, match.End))
            {
                continue;
            }

            result ??= new StringBuilder(text.Length);
            result.Append(text, copied, match.Start - copied);
            _replacement!.AppendTo(result, text, match);
            copied = match.End;
            if (result.Length > LongestResult || Stopwatch.GetTimestamp() > deadline)
            {
                throw new RegexMatchTimeoutException();
            }
        }

        return result?.Append(text, copied, text.Length - copied).ToString();
    }

    private long Deadline() => Stopwatch.GetTimestamp() + _limit;

    private bool MayBeIn(string text)
    {
        foreach (string literal in _literals)
        {
            if (text.Contains(literal, StringComparison.Ordinal))
            {
                return true;
            }
        }

        return _literals.IsEmpty;
    }

    private static bool Contains(ReadOnlySpan<byte> utf8, string literal)
    {
        Span<byte> bytes = literal.Length <= 256 ? stackalloc byte[literal.Length] : new byte[literal.Length];
        Encoding.ASCII.GetBytes(literal, bytes);
        return utf8.IndexOf(bytes) >= 0;
    }
}
