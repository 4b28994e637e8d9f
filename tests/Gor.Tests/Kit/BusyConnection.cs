using System.Text;
using Gor.Decode;
using Gor.Flows;
using Gor.Http;
using Gor.Masking;
using Gor.Output;
using Serilog.Core;

namespace Gor.Tests.Kit;

/// <summary>Keep-alive connections, one at a time, their segments fed to flows, HTTP, rules and encoder; the records go nowhere.</summary>
internal sealed class BusyConnection : IRecordSink
{
    private const int SegmentSize = 1448;

    private static readonly byte[] Request = Encoding.ASCII.GetBytes(
        "GET /items/2?page=17&sort=created HTTP/1.1\r\nHost: shop.example:8080\r\nUser-Agent: Mozilla/5.0 (X11; Linux x86_64)\r\n"
        + "Accept: application/json\r\nCookie: session=4f1c2d9e8b7a6f5e; theme=dark\r\nAuthorization: Bearer eyJhbGciOiJIUzI1NiJ9\r\n\r\n");

    private readonly ConnectionTable _table;
    private readonly Dictionary<long, byte[]> _heads = [];
    private readonly byte[] _body = Encoding.ASCII.GetBytes(string.Concat(Enumerable.Repeat("{\"id\":1,\"name\":\"x\"},", 5001)));
    private FlowKey _toServer;
    private ushort _port = 10_000;
    private uint _sent;
    private uint _answered;
    private long _ordinal;

    /// <param name="rules">Null: nothing is recorded, calls are only counted.</param>
    public BusyConnection(string? rules)
    {
        var options = new MaskingOptions { Rules = rules ?? "include debug" };
        var book = new RuleBook(options, RuleParser.Parse(options), Logger.None);
        OutputForm forms = rules is null ? OutputForm.None : OutputForm.Record;
        var recorder = new Recorder(new Options { Masking = options }, book, new OwnConnections(), this, Counters, forms, Logger.None);
        var http = new HttpOptions
        {
            KeepsRequestBodies = () => rules is not null && book.Current.CanKeepRequestBodies,
            KeepsResponseBodies = () => rules is not null && book.Current.CanKeepResponseBodies,
        };
        var room = new DialogueRoom(http, Counters, recorder);
        _table = new ConnectionTable(new FlowOptions(), Counters, start => new HttpSession(start, room));
        Open();
    }

    public Counters Counters { get; } = new();

    /// <summary>Goes on with a new connection; those before stay open.</summary>
    public void Open()
    {
        _toServer = new FlowKey(new Endpoint(Address.FromIpv4(0x0A000001), _port++), new Endpoint(Address.FromIpv4(0x0A000002), 8080), 0);
        (_sent, _answered) = (1001, 5001);
        Send(_toServer, TcpFlags.Syn, _sent - 1, 0, []);
        Send(_toServer.Reversed, TcpFlags.Syn | TcpFlags.Ack, _answered - 1, _sent, []);
    }

    /// <summary>Calls, each with an answer whose body has so many bytes.</summary>
    public void Call(int calls, int bodyLength)
    {
        for (int i = 0; i < calls; i++)
        {
            Begin(bodyLength);
            for (int left = bodyLength; left > 0; left -= SegmentSize)
            {
                Answer(_body.AsSpan(0, Math.Min(SegmentSize, left)));
            }
        }
    }

    /// <summary>A request and the head of its answer.</summary>
    public void Begin(long bodyLength)
    {
        Send(_toServer, TcpFlags.Ack, _sent, _answered, Request);
        _sent += (uint)Request.Length;
        Answer(Head(bodyLength));
    }

    /// <summary>Segments of the body; where they are swapped, each second one comes before the first.</summary>
    public void SendBody(int segments, bool isSwapped)
    {
        for (int i = 0; i < segments; i += 2)
        {
            uint second = _answered + SegmentSize;
            Send(_toServer.Reversed, TcpFlags.Ack, isSwapped ? second : _answered, _sent, _body.AsSpan(0, SegmentSize));
            Send(_toServer.Reversed, TcpFlags.Ack, isSwapped ? _answered : second, _sent, _body.AsSpan(0, SegmentSize));
            _answered += 2 * SegmentSize;
            Send(_toServer, TcpFlags.Ack, _sent, _answered, []);
        }
    }

    public void Write(in Rendition call, in ExchangeOrder order, bool isByTick)
    {
    }

    public void Advance(long ordinal)
    {
    }

    public void Tick(bool isBehind)
    {
    }

    public void Close()
    {
    }

    private byte[] Head(long bodyLength)
    {
        if (!_heads.TryGetValue(bodyLength, out byte[]? head))
        {
            head = Encoding.ASCII.GetBytes(
                $"HTTP/1.1 200 OK\r\nContent-Length: {bodyLength}\r\nContent-Type: application/json\r\nDate: Tue, 24 Nov 2026 20:00:00 GMT\r\nServer: Kestrel\r\n\r\n");
            _heads.Add(bodyLength, head);
        }

        return head;
    }

    private void Answer(ReadOnlySpan<byte> bytes)
    {
        Send(_toServer.Reversed, TcpFlags.Ack, _answered, _sent, bytes);
        _answered += (uint)bytes.Length;
    }

    private void Send(FlowKey key, TcpFlags flags, uint sequence, uint acknowledgment, ReadOnlySpan<byte> payload) => _table.OnSegment(new Segment
    {
        Key = key,
        Sequence = sequence,
        Acknowledgment = acknowledgment,
        Flags = flags,
        TimestampNs = 1_767_225_600_000_000_000 + (++_ordinal * 1000),
        Ordinal = _ordinal,
        CapturePoint = 0,
        Payload = payload,
    });
}
