namespace Gor.Flows;

/// <summary>
/// When and where bytes arrived. Positions are sequence numbers unwrapped to 64 bits:
/// <c>(uint)Position</c> is the number on the wire, and positions of one flow never wrap.
/// </summary>
/// <param name="TimestampNs">Capture time of the segment, nanoseconds since the Unix epoch, never going backwards within a connection.</param>
/// <param name="Ordinal">Number of the packet whose processing caused this call (not necessarily the one that carried the bytes).</param>
/// <param name="Position">Position of the first byte (of the data, of the gap, or of the end).</param>
/// <param name="Acknowledged">
/// Position in the opposite flow up to which the sender had received everything when it sent these bytes;
/// <see cref="Unknown"/> where the segment had no ACK.
/// </param>
internal readonly record struct Arrival(long TimestampNs, long Ordinal, long Position, long Acknowledged)
{
    public const long Unknown = -1;
}
