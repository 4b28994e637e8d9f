using System.Net;
using Gor.Decode;
using Gor.Flows;

namespace Gor.Tests.Kit;

/// <summary>
/// A TCP conversation as a script, and what a capture saw of it:
/// <code>
/// Conversation talk = new Conversation().Opened();
/// talk.Client.Sends("GET / HTTP/1.1\r\n\r\n").Duplicated();
/// talk.Server.Sends("HTTP/1.1 200 OK\r\n\r\n").In(5).Reordered();
/// talk.Closed();
/// talk.PlayTo(table);               // as segments
/// File.WriteAllBytes("talk.pcap", talk.ToPcap());
/// </code>
/// Each side acknowledges what the other one has sent so far, captured or not. A segment is captured a millisecond after the one before.
/// </summary>
internal sealed class Conversation
{
    /// <summary>2023-11-14 22:13:20 UTC.</summary>
    public const long StartNs = 1_700_000_000_000_000_000;

    private readonly List<ConversationSegment> _segments = [];
    private readonly List<(ConversationSegment Segment, int Left)> _delayed = [];
    private uint _clientNumber = 1000;
    private uint _serverNumber = 5_000_000;
    private long _timestampNs = StartNs;

    public Conversation(int clientPort = 40000, int serverPort = 80, bool ipv6 = false)
    {
        Address client = ipv6 ? new Address(0x2001_0DB8_0000_0000, 1) : Address.FromIpv4(0x0A000001);
        Address server = ipv6 ? new Address(0x2001_0DB8_0000_0000, 2) : Address.FromIpv4(0x0A000002);
        ClientKey = new FlowKey(new Endpoint(client, (ushort)clientPort), new Endpoint(server, (ushort)serverPort), 0);
        Client = new ConversationSide(this, isClient: true);
        Server = new ConversationSide(this, isClient: false);
    }

    public FlowKey ClientKey { get; private set; }

    public ConversationSide Client { get; }

    public ConversationSide Server { get; }

    /// <summary>What the capture holds, in its order.</summary>
    public IReadOnlyList<ConversationSegment> Segments => [.. _segments, .. _delayed.Select(delayed => delayed.Segment)];

    /// <summary>Sequence numbers wrap around before the byte of this offset, in both flows.</summary>
    public Conversation WrappingAt(int offset)
    {
        _clientNumber = (uint)(-offset - 1);
        _serverNumber = _clientNumber;
        return this;
    }

    /// <summary>Sets the initial sequence numbers.</summary>
    public Conversation Numbered(uint client, uint server)
    {
        _clientNumber = client;
        _serverNumber = server;
        return this;
    }

    /// <summary>Sets the addresses and keeps the ports; <paramref name="serverPort"/> is another one where it is not 0.</summary>
    public Conversation Between(string client, string server, ushort serverPort = 0)
    {
        ClientKey = new FlowKey(
            ClientKey.Source with { Address = Address.From(IPAddress.Parse(client)) },
            new Endpoint(Address.From(IPAddress.Parse(server)), serverPort == 0 ? ClientKey.Destination.Port : serverPort),
            ClientKey.Tunnel);
        return this;
    }

    /// <summary>The handshake.</summary>
    public Conversation Opened()
    {
        Client.Opens();
        Server.Opens();
        Client.Acknowledges();
        return this;
    }

    /// <summary>Both sides are done, the client first.</summary>
    public Conversation Closed()
    {
        Client.Finishes();
        Server.Finishes();
        Client.Acknowledges();
        return this;
    }

    public Conversation Paused(TimeSpan time)
    {
        _timestampNs += time.Ticks * TimeSpan.NanosecondsPerTick;
        return this;
    }

    /// <summary>Feeds the segments.</summary>
    public void PlayTo(ISegmentConsumer consumer)
    {
        int ordinal = 0;
        foreach (ConversationSegment segment in Segments)
        {
            consumer.OnSegment(ToSegment(segment, ++ordinal));
        }
    }

    /// <summary>Feeds the segments with a tick of the clock every 100 ms, then a minute of silence, then the end.</summary>
    public void PlayTo(ConnectionTable table)
    {
        const long TickNs = 100_000_000;
        long clock = StartNs;
        int ordinal = 0;
        foreach (ConversationSegment segment in Segments)
        {
            for (; clock + TickNs <= segment.TimestampNs; clock += TickNs)
            {
                table.Tick(clock + TickNs, ordinal);
            }

            table.OnSegment(ToSegment(segment, ++ordinal));
        }

        for (int i = 0; i < 600; i++)
        {
            table.Tick(clock += TickNs, ordinal);
        }

        table.Close(ordinal);
    }

    /// <summary>The segments as Ethernet frames.</summary>
    public IEnumerable<byte[]> ToFrames() => Segments.Select((segment, index) => ConversationFrame.Of(ToSegment(segment, index + 1)));

    /// <summary>The frames as a capture file with nanoseconds; cut ones with the length they had on the wire.</summary>
    public byte[] ToPcap() => ToPcap((this, 0));

    /// <summary>Several conversations in one file, in order of time, each so much later than it was.</summary>
    public static byte[] ToPcap(params (Conversation Talk, long LaterNs)[] talks)
    {
        var file = new Gor.Tests.Capture.PcapBytes(Gor.Tests.Capture.PcapBytes.Nanoseconds);
        var frames =
            from part in talks
            from pair in part.Talk.Segments.Zip(part.Talk.ToFrames())
            select (Ns: pair.First.TimestampNs + part.LaterNs, Frame: pair.Second, pair.First.MissingLength);
        foreach ((long ns, byte[] frame, int missingLength) in talks.Length == 1 ? frames : frames.OrderBy(packet => packet.Ns))
        {
            file.Packet(ns / 1_000_000_000, ns % 1_000_000_000, frame, frame.Length + missingLength);
        }

        return file.ToArray();
    }

    public Segment ToSegment(ConversationSegment segment, long ordinal) => new()
    {
        Key = segment.IsClient ? ClientKey : ClientKey.Reversed,
        Sequence = NumbersOf(segment).First - ((segment.Flags & TcpFlags.Syn) != 0 ? 1u : 0),
        Acknowledgment = NumbersOf(segment).Acknowledgment,
        Flags = segment.Flags,
        TimestampNs = segment.TimestampNs,
        Ordinal = ordinal,
        CapturePoint = 0,
        Payload = segment.Payload,
        MissingLength = segment.MissingLength,
    };

    /// <summary>The sequence number of the segment's first byte and the number that it acknowledges.</summary>
    public (uint First, uint Acknowledgment) NumbersOf(ConversationSegment segment)
    {
        uint own = segment.IsClient ? _clientNumber : _serverNumber;
        uint other = segment.IsClient ? _serverNumber : _clientNumber;
        return (
            (uint)(own + 1 + segment.Position + ((segment.Flags & TcpFlags.Syn) != 0 ? 1 : 0)),
            segment.Acknowledged is { } position ? (uint)(other + 1 + position) : 0);
    }

    internal ConversationSegment Add(ConversationSegment segment)
    {
        _timestampNs += 1_000_000;
        segment = segment with { TimestampNs = _timestampNs };
        _segments.Add(segment);
        for (int i = 0; i < _delayed.Count; i++)
        {
            _delayed[i] = (_delayed[i].Segment, _delayed[i].Left - 1);
        }

        foreach ((ConversationSegment Segment, int Left) due in _delayed.Where(delayed => delayed.Left == 0).ToArray())
        {
            _delayed.Remove(due);
            _segments.Add(due.Segment);
        }

        return segment;
    }

    internal ConversationSegment[] Replace(ConversationSegment segment, ConversationSegment[] by)
    {
        int index = _segments.FindIndex(other => ReferenceEquals(other, segment));
        _segments.RemoveAt(index);
        _segments.InsertRange(index, by);
        return by;
    }

    internal void Delay(ConversationSegment segment, int by)
    {
        Replace(segment, []);
        _delayed.Add((segment, by));
    }
}
