namespace Gor.Flows;

/// <summary>The bytes that were told as a gap last.</summary>
internal readonly record struct Gap(long Start, long End)
{
    /// <summary>The gap with more bytes, if they follow it, else a new one.</summary>
    public Gap With(long start, long end) => new(End == start ? Start : start, end);

    /// <summary>How many of the bytes from <paramref name="from"/> to <paramref name="to"/> are in it.</summary>
    public long Count(long from, long to) => Math.Max(0, Math.Min(to, End) - Math.Max(from, Start));
}
