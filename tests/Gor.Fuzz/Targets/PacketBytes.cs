using System.Buffers.Binary;
using Gor.Capture;
using Gor.Decode;

namespace Gor.Fuzz.Targets;

/// <summary>
/// Packets of one source. Input: per packet a link type (2 bytes), a length (2), what the snap length cut (1), the packet.
/// </summary>
internal sealed class PacketBytes : IFuzzTarget
{
    private const int HeaderLength = 5;

    public string Name => "packets";

    public void Run(ReadOnlySpan<byte> input)
    {
        var consumer = new SegmentCheck();
        var decoder = new SegmentDecoder(new DecodeOptions { FragmentDatagrams = 4, FragmentBytes = 1 << 18 }, consumer.Counters, consumer);
        long ordinal = 0;
        while (input.Length > HeaderLength)
        {
            int length = Math.Min(BinaryPrimitives.ReadUInt16BigEndian(input[2..]), input.Length - HeaderLength);
            ReadOnlySpan<byte> data = input.Slice(HeaderLength, length);
            decoder.OnPacket(new Packet
            {
                LinkType = (LinkType)BinaryPrimitives.ReadUInt16BigEndian(input),
                TimestampNs = ordinal * 1_000_000_000,
                OriginalLength = length + input[4],
                Ordinal = ++ordinal,
                CapturePoint = 0,
                Data = data,
            });
            input = input[(HeaderLength + length)..];
        }

        decoder.Complete();
        LedgerCheck.Balances(consumer.Counters, "packets");
        BrokenPromiseException.Unless(consumer.Counters[Counter.PacketsDecoded] == consumer.Segments, "a decoded packet is one segment");
    }

    private sealed class SegmentCheck : ISegmentConsumer
    {
        public Counters Counters { get; } = new();

        public long Segments { get; private set; }

        public void OnSegment(in Segment segment)
        {
            Segments++;
            BrokenPromiseException.Unless(segment.MissingLength >= 0, "a segment does not miss less than nothing");
            BrokenPromiseException.Unless(segment.Payload.Length <= FragmentedDatagram.MaxLength, "a payload fits a packet");
            BrokenPromiseException.Unless(
                segment.Key.SymmetricHash() == segment.Key.Reversed.SymmetricHash(), "both directions have one hash");
        }
    }
}
