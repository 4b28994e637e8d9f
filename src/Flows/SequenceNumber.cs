namespace Gor.Flows;

/// <summary>
/// TCP sequence numbers (RFC 9293 section 3.4): 32 bits that wrap. A position is such a number unwrapped to 64 bits, so that
/// positions compare and subtract like any numbers.
/// </summary>
internal static class SequenceNumber
{
    /// <summary>The position of a flow's first known number; far from 0, as a flow may turn out to begin before it.</summary>
    public static long First(uint number) => (1L << 32) | number;

    /// <summary>The position next to <paramref name="near"/> whose number this is: at most 2 GiB away.</summary>
    public static long Unwrap(uint number, long near) => near + (int)(number - (uint)near);
}
