using Gor.Flows;

namespace Gor.Http;

/// <summary>What a <see cref="MessageReader"/> knows of its flow between two messages. A mutable struct: lives in a field.</summary>
/// <param name="startsAtBoundary">True where the flow's first byte is the first of a message (the handshake was seen).</param>
internal struct ReaderState(bool startsAtBoundary)
{
    public readonly bool StartsAtBoundary = startsAtBoundary;

    /// <summary>Position behind the last byte that was read or lost.</summary>
    public long Position = Arrival.Unknown;

    /// <summary>Where the last message ended, if nothing but empty lines came since.</summary>
    public long Boundary = Arrival.Unknown;

    /// <summary>What the sender had of the other flow at the last byte: see <see cref="MessageStart"/>.</summary>
    public long AcknowledgedBefore = startsAtBoundary ? MessageStart.NothingBefore : Arrival.Unknown;

    /// <summary>Of what is passed over in search of a start line.</summary>
    public Counter SkippedAs = Counter.BytesSkippedAfterGap;

    /// <summary>Of what comes once nothing is read any more.</summary>
    public Counter RefusedAs;

    public ReaderPhase Phase = startsAtBoundary ? ReaderPhase.Start : ReaderPhase.Search;

    public bool IsAfterLoss = !startsAtBoundary;

    /// <summary>True where the search goes on behind the next LF.</summary>
    public bool SkipsLine;

    /// <summary>True once a start line was read.</summary>
    public bool IsHttp;
}
