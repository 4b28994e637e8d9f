using Gor.Capture;
using Gor.Decode;
using Gor.Flows;
using Gor.Http;
using CaptureFile = Gor.Capture.CaptureFile;

namespace Gor.Tests.Fidelity;

/// <summary>
/// Packets through decoder, flows and HTTP as the product connects them, on one thread. Packet N counts as captured at N
/// milliseconds, so that every message has a time of its own.
/// </summary>
internal sealed class CaptureReplay : ISegmentConsumer, IExchangeConsumer
{
    private const long PacketNs = 1_000_000;
    private const int TickPackets = 100;
    private const int BodyLimit = 16 << 20;

    private readonly SegmentDecoder _decoder;
    private readonly ConnectionTable _connections;
    private long _packets;

    public CaptureReplay()
    {
        _decoder = new SegmentDecoder(new DecodeOptions(), Counters, this);
        var room = new DialogueRoom(new HttpOptions { BodyLimit = BodyLimit }, Counters, this);
        _connections = new ConnectionTable(new FlowOptions(), Counters, start => new HttpSession(start, room));
    }

    public Counters Counters { get; } = new();

    public List<SeenCall> Calls { get; } = [];

    /// <param name="path">A capture file of any kind.</param>
    /// <param name="isLost">True for a packet that the capture is to have missed.</param>
    public static CaptureReplay Of(string path, Func<bool>? isLost = null)
    {
        var replay = new CaptureReplay();
        using PacketReader reader = CaptureFile.Read(path, File.OpenRead(path));
        while (reader.Next())
        {
            replay.Feed(reader.LinkType, reader.Data, reader.OriginalLength, isLost?.Invoke() ?? false);
        }

        return replay.Ended();
    }

    public void Feed(LinkType linkType, ReadOnlySpan<byte> data, int originalLength, bool isLost)
    {
        long ordinal = ++_packets;
        if (ordinal % TickPackets == 0)
        {
            _connections.Tick(ordinal * PacketNs, ordinal - 1);
        }

        if (isLost)
        {
            return;
        }

        _decoder.OnPacket(new Packet
        {
            LinkType = linkType,
            TimestampNs = ordinal * PacketNs,
            OriginalLength = originalLength,
            Ordinal = ordinal,
            CapturePoint = 0,
            Data = data,
        });
    }

    /// <summary>The capture is over; the ledger must balance.</summary>
    public CaptureReplay Ended()
    {
        _decoder.Complete();
        _connections.Close(long.MaxValue);
        Counters.Add(Counter.SegmentsHanded, Counters[Counter.PacketsDecoded]);
        Counters.Add(Counter.ExchangesRecorded, Calls.Count);
        var ledger = new Ledger([Counters], []);
        Assert.True(ledger.IsBalanced, ledger.ToString());
        return this;
    }

    public void OnSegment(in Segment segment) => _connections.OnSegment(segment);

    public void OnExchange(Exchange exchange)
    {
        Calls.Add(SeenCall.Of(exchange));
        exchange.Dispose();
    }
}
