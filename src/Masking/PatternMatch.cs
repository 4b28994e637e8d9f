namespace Gor.Masking;

/// <summary>Where a pattern matched.</summary>
/// <param name="Groups">The numbers of the groups that were asked for.</param>
/// <param name="Captures">Where each of them matched: two places a group, negative where it took no part.</param>
internal readonly record struct PatternMatch(int Start, int End, int[] Groups, int[] Captures)
{
    /// <summary>An empty range for a group that took no part.</summary>
    public Range GroupAt(int number)
    {
        int slot = 2 * Array.IndexOf(Groups, number);
        return slot < 0 || Captures[slot] < 0 || Captures[slot + 1] < 0 ? 0..0 : Captures[slot]..Captures[slot + 1];
    }
}
