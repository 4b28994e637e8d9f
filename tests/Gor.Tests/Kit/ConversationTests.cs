using System.Text;
using Gor.Capture;
using Gor.Decode;
using Gor.Flows;
using Gor.Tests.Flows;

namespace Gor.Tests.Kit;

/// <summary>What the scripts of other tests stand on: that a conversation's segments, frames and file say the same.</summary>
public class ConversationTests
{
    [Theory]
    [InlineData(false)]
    [InlineData(true)]
    public void Makes_frames_that_decode_to_its_segments(bool ipv6)
    {
        Conversation talk = Make(ipv6);
        var expected = new List<string>();
        talk.PlayTo(new Listing(expected));
        var decoded = new List<string>();
        var decoder = new SegmentDecoder(new DecodeOptions(), new Counters(), new Listing(decoded));
        using var reader = new PcapReader(new CaptureInput(new MemoryStream(talk.ToPcap())));
        for (int ordinal = 1; reader.Next(); ordinal++)
        {
            decoder.OnPacket(new Packet
            {
                LinkType = reader.LinkType,
                TimestampNs = reader.TimestampNs,
                OriginalLength = reader.OriginalLength,
                Ordinal = ordinal,
                CapturePoint = 0,
                Data = reader.Data,
            });
        }

        Assert.Equal(expected, decoded);
    }

    [Fact]
    public void Loses_doubles_cuts_and_delays_what_it_is_told_to()
    {
        Conversation talk = Make(ipv6: false);
        talk.Client.Sends("abcdef").CutTo(2).Duplicated();
        Assert.Equal(
            [
                "c -1 Syn +0", "s -1 Syn, Ack +0", "c 0 Ack +0", "c 0 Psh, Ack GET +0", "s 0 Psh, Ack 2+0", "s 1 Psh, Ack 0+0",
                "c 5 Fin, Ack +0", "c 4 Psh, Ack /+0", "s 6 Fin, Ack +0", "c 6 Ack +0", "c 6 Psh, Ack ab+4", "c 6 Psh, Ack ab+4",
            ],
            talk.Segments.Select(segment =>
                $"{(segment.IsClient ? 'c' : 's')} {segment.Position} {segment.Flags} {Encoding.Latin1.GetString(segment.Payload)}+{segment.MissingLength}"));
        Assert.Equal(4, talk.Segments[4].Acknowledged);
        Assert.True(talk.Segments[7].TimestampNs < talk.Segments[6].TimestampNs);
    }

    [Fact]
    public void Tells_a_table_its_time()
    {
        var counters = new Counters();
        FlowRecorder? recorder = null;
        var table = new ConnectionTable(new FlowOptions(), counters, start => recorder = new FlowRecorder(start, counters));
        var talk = new Conversation();
        talk.Opened().WrappingAt(4);
        talk.Client.Sends("GET / ");
        talk.Server.Sends("HTTP/1.1").Lost();
        talk.Server.Sends(" 200");
        talk.Paused(TimeSpan.FromSeconds(3)).Client.Acknowledges();
        talk.Paused(TimeSpan.FromSeconds(3)).Closed();
        talk.PlayTo(table);
        Assert.Equal([.. "GET / ".Select(c => (int)c)], recorder!.Told[0]);
        Assert.Equal([.. Enumerable.Repeat(-1, 8), .. " 200".Select(c => (int)c)], recorder.Told[1]);
        Assert.Equal([FlowEnd.Fin, FlowEnd.Fin], recorder.Ends.Select(end => end!.Value));
        Assert.Equal(0xFFFF_FFFC, (uint)recorder.First[0]);
    }

    private static Conversation Make(bool ipv6)
    {
        Conversation talk = new Conversation(ipv6: ipv6).WrappingAt(2).Opened();
        talk.Client.Sends("GET ");
        talk.Client.Sends("/").Reordered(by: 3);
        talk.Server.Sends("20").In(1).Acknowledging(4);
        talk.Server.Sends("lost").Lost();
        return talk.Closed();
    }

    private sealed class Listing(List<string> lines) : ISegmentConsumer
    {
        public void OnSegment(in Segment segment) => lines.Add(
            $"{segment.Ordinal}:{segment.TimestampNs} {segment.Key} {segment.Sequence} {segment.Acknowledgment} {segment.Flags} {Convert.ToHexString(segment.Payload)}+{segment.MissingLength}");
    }
}
