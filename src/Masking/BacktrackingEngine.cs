using System.Text.RegularExpressions;

namespace Gor.Masking;

/// <summary>Runs a pattern on .NET's backtracking engine, with a time limit for each search.</summary>
internal sealed class BacktrackingEngine : IMatchEngine
{
    private readonly Translation _translation;
    private readonly Regex _regex;

    /// <param name="root">Rewritten by <see cref="PatternProgress"/>.</param>
    /// <param name="used">The groups that will be asked for.</param>
    public BacktrackingEngine(PatternNode root, IReadOnlySet<int> used, TimeSpan limit)
    {
        _translation = PatternTranslator.Translate(root, used);
        try
        {
            _regex = new Regex(_translation.Text, RegexOptions.CultureInvariant, limit);
        }
        catch (ArgumentException e)
        {
            throw new PatternException($"cannot be carried out: {e.Message}", 0);
        }
    }

    public bool IsMatch(string text, long deadline) => _regex.IsMatch(text);

    public IEnumerable<PatternMatch> Matches(string text, long deadline)
    {
        for (Match match = _regex.Match(text); match.Success; match = match.NextMatch())
        {
            Match found = match;
            yield return new PatternMatch(match.Index, match.Index + match.Length, number => RangeOf(found, number));
        }
    }

    private Range RangeOf(Match match, int number)
    {
        for (int i = 0; i < _translation.Groups.Count; i++)
        {
            if (_translation.Groups[i] == number && match.Groups[i + 1] is { Success: true } group)
            {
                return group.Index..(group.Index + group.Length);
            }
        }

        return 0..0;
    }
}
