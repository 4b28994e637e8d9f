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
        int[] groups = [.. _translation.Groups];
        for (Match match = _regex.Match(text); match.Success; match = match.NextMatch())
        {
            int[] captures = new int[2 * groups.Length];
            for (int i = 0; i < groups.Length; i++)
            {
                Group group = match.Groups[i + 1];
                captures[2 * i] = group.Success ? group.Index : -1;
                captures[(2 * i) + 1] = group.Index + group.Length;
            }

            yield return new PatternMatch(match.Index, match.Index + match.Length, groups, captures);
        }
    }
}
