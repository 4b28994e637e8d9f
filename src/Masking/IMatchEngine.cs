using System.Text.RegularExpressions;

namespace Gor.Masking;

/// <summary>Carries a pattern out. Safe for any number of threads.</summary>
internal interface IMatchEngine
{
    /// <param name="deadline">A timestamp of <see cref="System.Diagnostics.Stopwatch"/>.</param>
    /// <exception cref="RegexMatchTimeoutException">The deadline has passed.</exception>
    bool IsMatch(string text, long deadline);

    /// <summary>All matches from left to right, as JavaScript finds them with the flag <c>g</c>: behind an empty one the search goes on a unit later.</summary>
    /// <inheritdoc cref="IsMatch"/>
    IEnumerable<PatternMatch> Matches(string text, long deadline);
}
