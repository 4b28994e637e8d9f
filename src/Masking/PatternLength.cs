namespace Gor.Masking;

/// <summary>How long a match must be at least, so that short values need not be searched.</summary>
internal static class PatternLength
{
    /// <returns>UTF-16 units.</returns>
    public static int LeastOf(PatternNode root) => (int)Least(root);

    private static long Least(PatternNode node) => node switch
    {
        PatternNode.Set => 1,
        PatternNode.Sequence sequence => Math.Min(int.MaxValue, sequence.Parts.Sum(Least)),
        PatternNode.Choice choice => choice.Branches.Min(Least),
        PatternNode.Group group => Least(group.Body),
        PatternNode.Repeat repeat => Math.Min(int.MaxValue, repeat.Least * Least(repeat.Body)),
        PatternNode.Advance advance => Math.Max(1, Least(advance.Body)),
        _ => 0,
    };
}
