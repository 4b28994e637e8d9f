namespace Gor.Decode;

/// <summary>Takes the segments of one source, in the order of their packets, on the source's thread.</summary>
internal interface ISegmentConsumer
{
    /// <summary>The segment is borrowed: what it points to is gone after the call.</summary>
    void OnSegment(in Segment segment);
}
