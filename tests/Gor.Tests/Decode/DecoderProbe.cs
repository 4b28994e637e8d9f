using System.Text;
using Gor.Capture;
using Gor.Decode;

namespace Gor.Tests.Decode;

/// <summary>A decoder whose segments and counters can be looked at. Holds the ledger's law after every packet.</summary>
internal sealed class DecoderProbe : ISegmentConsumer
{
    private readonly SegmentDecoder _decoder;
    private long _ordinal;

    public DecoderProbe(DecodeOptions? options = null) => _decoder = new SegmentDecoder(options ?? new(), Counters, this);

    public Counters Counters { get; } = new();

    public List<SeenSegment> Segments { get; } = [];

    public SeenSegment Single => Assert.Single(Segments);

    public static SeenSegment Decode(LinkType linkType, params byte[][] parts) => new DecoderProbe().Feed(linkType, parts).Single;

    /// <summary>The reason under which the one packet was counted.</summary>
    public static Counter Reason(LinkType linkType, params byte[][] parts) => new DecoderProbe().Feed(linkType, parts).Outcome;

    public DecoderProbe Feed(LinkType linkType, params byte[][] parts)
    {
        Feed(linkType, Frames.Concat(parts));
        return this;
    }

    public void Feed(LinkType linkType, byte[] data, int? originalLength = null, long timestampNs = 0, int capturePoint = 0) =>
        _decoder.OnPacket(new Packet
        {
            LinkType = linkType,
            TimestampNs = timestampNs,
            OriginalLength = originalLength ?? data.Length,
            Ordinal = ++_ordinal,
            CapturePoint = capturePoint,
            Data = data,
        });

    public DecoderProbe Complete()
    {
        _decoder.Complete();
        Assert.Equal(_ordinal, Ends.Sum(end => Counters[end]));
        Assert.Equal(_ordinal, Counters[Counter.PacketsReceived]);
        return this;
    }

    public Counter Outcome => Assert.Single(Ends, end => Complete().Counters[end] != 0);

    public static IEnumerable<Counter> Ends { get; } = Ledger.Equations.Single(equation => equation.Entered == Counter.PacketsReceived).Ends.ToArray();

    public void OnSegment(in Segment segment) => Segments.Add(new SeenSegment(
        segment.Key,
        segment.Sequence,
        segment.Acknowledgment,
        segment.Flags,
        segment.Ordinal,
        Encoding.Latin1.GetString(segment.Payload),
        segment.MissingLength));
}
