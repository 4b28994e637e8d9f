using Gor.Capture;
using Gor.Decode;

namespace Gor.Fuzz.Targets;

/// <summary>A capture file of any format, through reader and decoder.</summary>
internal sealed class CaptureFileBytes : IFuzzTarget
{
    public string Name => "files";

    public void Run(ReadOnlySpan<byte> input)
    {
        PacketReader reader;
        try
        {
            reader = CaptureFile.Read("fuzz", new MemoryStream(input.ToArray()));
        }
        catch (CaptureException)
        {
            return;
        }

        var counters = new Counters();
        using (reader)
        {
            var decoder = new SegmentDecoder(new DecodeOptions { FragmentDatagrams = 4, FragmentBytes = 1 << 18 }, counters, new Nobody());
            long ordinal = 0;
            while (reader.Next())
            {
                BrokenPromiseException.Unless(reader.OriginalLength >= reader.Data.Length, "a packet is not longer than it was");
                decoder.OnPacket(new Packet
                {
                    LinkType = reader.LinkType,
                    TimestampNs = reader.TimestampNs,
                    OriginalLength = reader.OriginalLength,
                    Ordinal = ++ordinal,
                    CapturePoint = reader.Interface,
                    Data = reader.Data,
                });
            }

            decoder.Complete();
        }

        LedgerCheck.Balances(counters, "packets");
    }

    private sealed class Nobody : ISegmentConsumer
    {
        public void OnSegment(in Segment segment)
        {
        }
    }
}
