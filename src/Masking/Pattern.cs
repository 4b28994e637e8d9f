using System.Diagnostics;
using System.Runtime.CompilerServices;
using System.Text.RegularExpressions;

namespace Gor.Masking;

/// <summary>
/// A JavaScript regular expression, ready to search. Safe for any number of threads. Where the pattern allows, its time is linear in
/// the text; every search has a time limit.
/// </summary>
internal sealed class Pattern
{
    /// <summary>
    /// Linear patterns get this many times the limit, twice: a large body is no attack. The first time nobody looks at how long the thread
    /// has worked, as asking would cost more than most searches.
    /// </summary>
    private const int LinearPatience = 5;

    /// <summary>No replacement may blow a value up beyond this many UTF-16 units; it counts as too slow.</summary>
    private const int LongestResult = 1 << 24;

    /// <summary>A linear search of so few units ends long before any limit, even where it is made anew behind each unit: no clock is asked.</summary>
    private const int ShortText = 1024;

    /// <summary>Replacements in one value that are told.</summary>
    public const int MostEdits = 1 << 14;

    /// <summary>A look at the clock costs as much as a short match.</summary>
    private const int MatchesByClock = 64;

    private readonly IMatchEngine _engine;
    private readonly LinearEngine? _linear;
    private readonly Template? _replacement;
    private readonly int _least;
    private readonly long _limit;
    private readonly PatternLiterals? _literals;
    private readonly PatternRuns? _runs;
    private readonly Lazy<RunSearch>? _runSearch;
    private readonly Patience _patience;

    /// <param name="limit">Time for one value, where it cannot be linear.</param>
    /// <param name="replacement">What each match becomes, in JavaScript's notation.</param>
    /// <exception cref="PatternException">No regular expression, or one that cannot be carried out.</exception>
    public Pattern(string text, TimeSpan limit, string? replacement = null)
    {
        Text = text;
        PatternNode root = PatternProgress.Rewrite(PatternParser.Parse(text, out int groupCount, out IReadOnlyDictionary<string, int> names));
        _replacement = replacement is null ? null : new Template(replacement, groupCount, names);
        _literals = PatternLiterals.Of(root);
        _least = PatternLength.LeastOf(root);
        IsLinear = LinearEngine.CanRun(root);
        TimeSpan patience = IsLinear ? limit * LinearPatience : limit;
        _limit = (long)(patience.TotalSeconds * Stopwatch.Frequency);
        _patience = new Patience(patience, () => ThreadTime.Worked);
        IReadOnlySet<int> used = _replacement?.Groups ?? new HashSet<int>();
        if (!IsLinear)
        {
            _engine = new BacktrackingEngine(root, used, limit);
            return;
        }

        _runs = PatternRuns.Of(root, set => !set.IsEmpty && char.IsAscii(set.Ranges[^1].Last));
        _engine = _linear = new LinearEngine(root, used, _literals, _runs);
        if (_runs is { AreRare: true } runs)
        {
            // Made when first needed: of ten thousand rules few ever search.
            _runSearch = new Lazy<RunSearch>(() => new RunSearch(runs.Runs.Select(run => (0, run))));
        }
    }

    /// <summary>As it was written.</summary>
    public string Text { get; }

    public bool IsLinear { get; }

    /// <summary>True where UTF-8 can be searched as it is.</summary>
    public bool TakesUtf8 => IsLinear && _replacement is not { IsUtf8: false };

    /// <summary>What any match in UTF-8 must contain one of; null where that is not known, or not worth a search.</summary>
    public PatternRuns? Runs => _runs is { AreRare: true } ? _runs : null;

    /// <summary>Goes over the places of <see cref="Runs"/> in a value that was not searched for them.</summary>
    public HitCursor Cursor => new(_runSearch?.Value);

    /// <summary>False where the value certainly has no match; looks at UTF-8 as it is.</summary>
    public bool MayBeIn(Detail detail) =>
        detail.IsText ? MayBeIn(detail.Text) : detail.Utf8.Length >= _least && (_literals is null || _literals.MayBeIn(detail.Utf8));

    /// <exception cref="RegexMatchTimeoutException">The time limit is over.</exception>
    public bool IsFoundIn(string text) => MayBeIn(text) && (IsLinear ? IsMatchSoon(text) : IsMatchPatiently(text));

    /// <summary>Replaces every match from left to right, as <c>String.prototype.replace</c> does with the flag <c>g</c>.</summary>
    /// <param name="isReal">Matches that it denies stay; null: none does.</param>
    /// <returns>Null where nothing matched.</returns>
    /// <exception cref="RegexMatchTimeoutException">The time limit is over, or the result is longer than any value may be.</exception>
    public string? ReplaceIn(string text, MatchCheck? isReal = null) =>
        !MayBeIn(text) ? null : IsLinear ? ReplaceSoon(text, isReal) : ReplacePatiently(text, isReal);

    /// <param name="utf8">Valid; only where <see cref="TakesUtf8"/>.</param>
    /// <param name="hits">Where the pattern's runs are.</param>
    /// <exception cref="RegexMatchTimeoutException">It took long: as text it gets more time.</exception>
    public bool IsFoundIn(ReadOnlySpan<byte> utf8, ref HitCursor hits) =>
        MayBeIn(utf8, ref hits) && _linear!.IsMatch(utf8, DeadlineOf(utf8.Length), ref hits);

    /// <summary>Writes the value with every match replaced, as <see cref="ReplaceIn(string, MatchCheck?)"/> does.</summary>
    /// <param name="utf8">Valid; only where <see cref="TakesUtf8"/>.</param>
    /// <param name="hits">Where the pattern's runs are.</param>
    /// <param name="edits">Gets the place of each replacement, up to <see cref="MostEdits"/>; null where nobody asks.</param>
    /// <returns>False where nothing matched: then there is no value. Null where UTF-8 cannot tell: within a character, or too long.</returns>
    /// <exception cref="RegexMatchTimeoutException">It took long: as text it gets more time.</exception>
    public bool? TryReplaceIn(ReadOnlySpan<byte> utf8, ref HitCursor hits, Utf8Room room, List<Edit>? edits)
    {
        edits?.Clear();
        if (!MayBeIn(utf8, ref hits))
        {
            return false;
        }

        long deadline = DeadlineOf(utf8.Length);
        LinearMatcher matcher = _linear!.Borrow();
        int copied = 0;
        int count = 0;
        for (int from = 0; from <= utf8.Length && _linear.TryFind(matcher, utf8, from, deadline, ref hits, out PatternMatch match);)
        {
            if (match.IsInsideCharacter(utf8))
            {
                _linear.GiveBack(matcher);
                return null;
            }

            if (count++ == 0)
            {
                room.Begin(utf8.Length);
            }

            room.Append(utf8[copied..match.Start]);
            int start = room.Length;
            _replacement!.AppendTo(room, utf8, match);
            if (room.Length > LongestResult)
            {
                // In units it may be shorter.
                _linear.GiveBack(matcher);
                return null;
            }

            if (edits is not null && count <= MostEdits)
            {
                edits.Add(new Edit(match.Start, match.End, start, room.Length));
            }

            copied = match.End;
            from = match.End;
            if (match.End == match.Start)
            {
                from += from < utf8.Length ? Utf8Units.WidthAt(utf8, from) : 1;
            }

            if (count % MatchesByClock == 0 && Stopwatch.GetTimestamp() > deadline)
            {
                throw new RegexMatchTimeoutException();
            }
        }

        _linear.GiveBack(matcher);
        if (count > 0)
        {
            room.Append(utf8[copied..]);
        }

        return count > 0;
    }

    private bool IsMatch(string text) => _engine.IsMatch(text, DeadlineOf(text.Length));

    private bool IsMatchPatiently(string text) => _patience.Try(() => IsMatch(text));

    private string? ReplacePatiently(string text, MatchCheck? isReal) => _patience.Try(() => Replace(text, isReal));

    private bool IsMatchSoon(string text)
    {
        try
        {
            return IsMatch(text);
        }
        catch (RegexMatchTimeoutException)
        {
            return IsMatchPatiently(text);
        }
    }

    private string? ReplaceSoon(string text, MatchCheck? isReal)
    {
        try
        {
            return Replace(text, isReal);
        }
        catch (RegexMatchTimeoutException slow) when (slow is not ResultTooLongException)
        {
            return ReplacePatiently(text, isReal);
        }
    }

    private string? Replace(string text, MatchCheck? isReal)
    {
        long deadline = DeadlineOf(text.Length);
        bool isFound = false;
        DefaultInterpolatedStringHandler result = default;
        long length = 0;
        int copied = 0;
        foreach (PatternMatch match in _engine.Matches(text, deadline))
        {
            if (isReal is not null && !isReal(text, match.Start, match.End))
            {
                continue;
            }

            if (!isFound)
            {
                // Not for its syntax: it is the builder that rents its memory.
                result = new DefaultInterpolatedStringHandler(text.Length, 0);
                isFound = true;
            }

            result.AppendFormatted(text.AsSpan(copied, match.Start - copied));
            length += match.Start - copied + _replacement!.AppendTo(ref result, text, match);
            copied = match.End;
            if (length > LongestResult)
            {
                throw new ResultTooLongException();
            }

            if (deadline < long.MaxValue && Stopwatch.GetTimestamp() > deadline)
            {
                throw new RegexMatchTimeoutException();
            }
        }

        result.AppendFormatted(text.AsSpan(isFound ? copied : text.Length));
        return isFound ? result.ToStringAndClear() : null;
    }

    private long DeadlineOf(int length) => IsLinear && length <= ShortText ? long.MaxValue : Stopwatch.GetTimestamp() + _limit;

    private bool MayBeIn(ReadOnlySpan<byte> utf8, ref HitCursor hits) =>
        utf8.Length >= _least && (_runSearch is null || hits.Next(utf8, 0) < utf8.Length);

    private bool MayBeIn(string text) => text.Length >= _least && (_literals is null || _literals.IndexIn(text) >= 0);
}
