namespace Gor.Masking;

/// <summary>Where a pattern matched.</summary>
/// <param name="GroupAt">Where a group of the pattern did; an empty range where it took no part. Only for groups that were asked for.</param>
internal readonly record struct PatternMatch(int Start, int End, Func<int, Range> GroupAt);
