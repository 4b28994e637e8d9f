namespace Gor.Flows;

/// <summary>Bytes that lack before what a flow would tell next, and when they are given up.</summary>
/// <param name="Position">Where they begin, or Arrival.Unknown where none lack.</param>
/// <param name="IsInVain">True where waiting for a retransmission is in vain, so only another copy can bring them.</param>
/// <param name="DueNs">When they are given up.</param>
internal readonly record struct Hole(long Position, bool IsInVain, long DueNs)
{
    public static Hole None { get; } = new(Arrival.Unknown, false, long.MaxValue);

    public bool IsOpen => Position != Arrival.Unknown;

    /// <summary>
    /// The hole as it is now: the same one, or another. One that lay behind the last one has aged with it, since what is
    /// behind it came.
    /// </summary>
    public Hole At(long position, bool isInVain, long heldNs, long nowNs, long ageNs)
    {
        if (position == Position && isInVain == IsInVain)
        {
            return this;
        }

        return new Hole(position, isInVain, (position == Position ? nowNs : Math.Min(heldNs, nowNs)) + ageNs);
    }
}
