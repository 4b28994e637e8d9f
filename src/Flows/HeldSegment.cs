namespace Gor.Flows;

/// <summary>The new bytes of a segment that cannot be delivered yet.</summary>
internal struct HeldSegment
{
    /// <summary>Where and when they were captured, and what their sender had received.</summary>
    public Arrival Arrival;

    /// <summary>Pooled; the bytes are at its begin.</summary>
    public byte[] Bytes;

    public int Length;

    /// <summary>Bytes behind these that were on the wire but not captured.</summary>
    public int MissingLength;

    /// <summary>Index of the one that continues it within its range, or -1.</summary>
    public int Next;

    public readonly long End => Arrival.Position + Length;
}
