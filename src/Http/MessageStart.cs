using Gor.Flows;

namespace Gor.Http;

/// <summary>Where and when a message began, and what its sender had of the other flow: the evidence for pairing.</summary>
/// <param name="Position">Of the first byte of the start line.</param>
/// <param name="Boundary">Where the message before it ended: less than <paramref name="Position"/> by empty lines only.</param>
/// <param name="Acknowledged">
/// Position in the other flow up to which the sender had everything when it sent the first byte, or Arrival.Unknown.
/// </param>
/// <param name="AcknowledgedBefore">
/// The same for the byte before the first; Arrival.Unknown where that byte was not captured,
/// <see cref="NothingBefore"/> where there is none.
/// </param>
/// <param name="TimestampNs">Capture time of the packet with the first byte, nanoseconds since the Unix epoch.</param>
/// <param name="IsAfterLoss">True for the first message behind bytes that could not be read: others may be lost before it.</param>
/// <param name="OpensSegment">True where the first byte was the first of its segment.</param>
internal readonly record struct MessageStart(
    long Position, long Boundary, long Acknowledged, long AcknowledgedBefore, long TimestampNs, bool IsAfterLoss, bool OpensSegment)
{
    public const long NothingBefore = -2;

    /// <summary>
    /// True where it acknowledges nothing, which no real segment does: where the handshake was not seen, and nothing was seen to be lost, such a
    /// capture was written by hand, and order is all that it has.
    /// </summary>
    public bool IsMadeUp => Acknowledged == Arrival.Unknown && OpensSegment;

    /// <summary>True where it was found within a segment behind a loss: as likely content that looks like a message.</summary>
    public bool IsDoubtful => IsAfterLoss && !OpensSegment;
}
