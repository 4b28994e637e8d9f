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

    /// <summary>True where it, or a capture, begins or ends in the middle of a character of UTF-8.</summary>
    public bool IsInsideCharacter(ReadOnlySpan<byte> utf8)
    {
        bool isInside = Utf8Units.IsInsideCharacter(utf8, Start) || Utf8Units.IsInsideCharacter(utf8, End);
        foreach (int place in Captures)
        {
            isInside |= Utf8Units.IsInsideCharacter(utf8, place);
        }

        return isInside;
    }
}
