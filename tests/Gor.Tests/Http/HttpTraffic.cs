using System.Globalization;
using System.Text;
using Gor.Http;

namespace Gor.Tests.Http;

/// <summary>How a client sends its requests.</summary>
public enum ClientManner
{
    /// <summary>The next request after the whole response.</summary>
    KeepAlive,

    /// <summary>Several requests, then their responses, then several again.</summary>
    Batches,

    /// <summary>A few requests always under way.</summary>
    Window,
}

/// <summary>
/// What a client and a server send each other over TCP, with a wire between them that delays.
/// Request N asks for <c>/N</c> and its response carries <c>N</c> in a field and all over its body, so a wrong pair shows:
/// judges the exchanges that are made of it.
/// </summary>
internal sealed class HttpTraffic : IExchangeConsumer
{
    /// <summary>Positions of the first bytes.</summary>
    public const long ClientStart = 1000;
    public const long ServerStart = 9000;

    private readonly Random _random;
    private readonly List<TrafficSegment> _segments = [];
    private readonly List<Call> _calls = [];

    private sealed record Call(byte[] Request, byte[] RequestBody, bool Expects, byte[] Interim, byte[] Response, byte[] ResponseBody);

    public HttpTraffic(Random random, ClientManner manner, int count)
    {
        _random = random;
        for (int i = 0; i < count; i++)
        {
            _calls.Add(MakeCall(i, i == count - 1));
        }

        Run(manner);
    }

    /// <summary>In the order in which they were sent; without handshake.</summary>
    public IReadOnlyList<TrafficSegment> Segments => _segments;

    public int Found { get; private set; }

    public int Truncated { get; private set; }

    public List<string> Wrong { get; } = [];

    public void OnExchange(Exchange exchange)
    {
        Found++;
        int asked = int.Parse(Encoding.ASCII.GetString(exchange.Request.Target.AsSpan(1)), CultureInfo.InvariantCulture);
        int field = exchange.Response.Fields.IndexOf("X-Id"u8);
        string answered = field < 0 ? "nobody" : Encoding.ASCII.GetString(exchange.Response.Fields.Value(field));
        Truncated += exchange.Request.Body.IsTruncated || exchange.Response.Body.IsTruncated ? 1 : 0;
        if (answered != asked.ToString(CultureInfo.InvariantCulture)
            || !IsHonest(exchange.Request.Body, _calls[asked].RequestBody) || !IsHonest(exchange.Response.Body, _calls[asked].ResponseBody))
        {
            Wrong.Add($"/{asked} -> {answered}");
        }

        exchange.Dispose();
    }

    /// <summary>What is kept is the beginning of the truth, and it is called whole only where it is.</summary>
    private static bool IsHonest(MessageBody body, byte[] truth) =>
        truth.AsSpan().StartsWith(body.Kept) && (body.IsTruncated || body.Length == truth.Length);

    private Call MakeCall(int id, bool isLast)
    {
        byte[] body = Body(id, _random.Next(3) == 0 ? _random.Next(5000) : _random.Next(60));
        string host = "Host: x\r\n" + new string('p', _random.Next(4) == 0 ? 300 : 0) + ": \r\n";
        int kind = _random.Next(10);
        byte[] interim = _random.Next(12) == 0 ? Encoding.ASCII.GetBytes("HTTP/1.1 103 Early\r\nX: y\r\n\r\n") : [];
        string method = kind switch { 0 => "HEAD", 1 or 2 or 3 => "POST", _ => "GET" };
        byte[] upload = method == "POST" ? Body(id + 1000, _random.Next(2) == 0 ? _random.Next(4000) : _random.Next(40)) : [];
        bool expects = method == "POST" && upload.Length > 0 && _random.Next(3) == 0;
        string framing = method != "POST" ? "" : _random.Next(3) == 0 && upload.Length > 0
            ? "Transfer-Encoding: chunked\r\n" : $"Content-Length: {upload.Length}\r\n";
        byte[] sent = framing.StartsWith('T') ? Chunked(upload) : upload;
        string head = $"{method} /{id} HTTP/1.1\r\n{host}{framing}{(expects ? "Expect: 100-continue\r\n" : "")}\r\n";
        int status = _random.Next(12) == 0 ? 304 : _random.Next(12) == 0 ? 204 : 200;
        bool closes = isLast && _random.Next(3) == 0;
        bool chunks = _random.Next(3) == 0 && body.Length > 0;
        string answer = $"HTTP/1.1 {status} OK\r\nX-Id: {id}\r\n"
            + (closes ? "Connection: close\r\n" : chunks ? "Transfer-Encoding: chunked\r\n" : $"Content-Length: {body.Length}\r\n") + "\r\n";
        bool isEmpty = method == "HEAD" || status != 200;
        byte[] answered = isEmpty ? [] : closes || !chunks ? body : Chunked(body);
        return new Call(
            [.. Encoding.ASCII.GetBytes(head), .. sent],
            upload,
            expects,
            expects ? Encoding.ASCII.GetBytes("HTTP/1.1 100 Continue\r\n\r\n") : interim,
            [.. Encoding.ASCII.GetBytes(answer), .. answered],
            isEmpty ? [] : body);
    }

    /// <summary>Content that now and then looks like messages.</summary>
    private byte[] Body(int id, int length)
    {
        var text = new StringBuilder();
        while (text.Length < length)
        {
            text.Append(CultureInfo.InvariantCulture, $"{id},");
            if (_random.Next(40) == 0)
            {
                text.Append(CultureInfo.InvariantCulture, $"\r\nHTTP/1.1 200 OK\r\nX-Id: {_random.Next(9)}\r\nContent-Length: 3\r\n\r\n");
                text.Append(CultureInfo.InvariantCulture, $"\nGET /{_random.Next(9)} HTTP/1.1\r\n\r\n");
            }
        }

        return Encoding.ASCII.GetBytes(text.ToString(0, length));
    }

    private byte[] Chunked(byte[] body)
    {
        var coded = new List<byte>();
        for (int at = 0; at < body.Length;)
        {
            int length = Math.Min(body.Length - at, 1 + _random.Next(900));
            coded.AddRange(Encoding.ASCII.GetBytes($"{length:x}\r\n"));
            coded.AddRange(body.AsSpan(at, length));
            coded.AddRange("\r\n"u8);
            at += length;
        }

        coded.AddRange("0\r\n\r\n"u8);
        return [.. coded];
    }

    /// <summary>Lets both sides send, a random one at a time, as soon as they may.</summary>
    private void Run(ClientManner manner)
    {
        long[] sent = [ClientStart, ServerStart];
        long[] received = [ClientStart, ServerStart];
        var requestEnds = new List<long>();
        var responseEnds = new List<long>();
        int asked = 0;
        int answered = 0;
        int batch = 0;
        var out0 = new Queue<byte[]>();
        var out1 = new Queue<byte[]>();
        byte[]? heldBody = null;
        long heldUntil = 0;
        bool hasContinued = false;
        int speed = _random.Next(3);
        while (responseEnds.Count < _calls.Count || out1.Count > 0)
        {
            int pending = asked - responseEnds.Count(end => end <= received[1]);
            bool mayAsk = asked < _calls.Count && out0.Count == 0 && heldBody is null && manner switch
            {
                ClientManner.KeepAlive => pending == 0,
                ClientManner.Batches => pending == 0 || batch > 0,
                _ => pending < 2 + (asked % 2),
            };
            switch (_random.Next(6))
            {
                case 0 or 1 when mayAsk:
                    Call call = _calls[asked++];
                    batch = batch > 0 ? batch - 1 : _random.Next(4);
                    int head = call.Expects ? call.Request.AsSpan().IndexOf("\r\n\r\n"u8) + 4 : call.Request.Length;
                    Cut(call.Request.AsSpan(0, head), out0);
                    requestEnds.Add(sent[0] + call.Request.Length);
                    if (call.Expects)
                    {
                        heldBody = call.Request[head..];
                        heldUntil = sent[0] + head;
                        hasContinued = false;
                    }

                    break;
                case 0 or 1 when out0.Count > 0:
                    byte[] piece = out0.Dequeue();
                    _segments.Add(new TrafficSegment(0, sent[0], piece, received[1], false));
                    sent[0] += piece.Length;
                    break;
                case 2:
                    received[0] = speed == 0 ? sent[0] : Boundary(0, received[0], sent[0]);
                    break;
                case 3:
                    received[1] = Boundary(1, received[1], sent[1]);
                    break;
                default:
                    if (heldBody is not null && !hasContinued && out1.Count == 0 && answered == asked - 1 && received[0] >= heldUntil)
                    {
                        out1.Enqueue(_calls[asked - 1].Interim);
                        hasContinued = true;
                    }
                    else if (out1.Count > 0)
                    {
                        byte[] reply = out1.Dequeue();
                        _segments.Add(new TrafficSegment(1, sent[1], reply, received[0], false));
                        sent[1] += reply.Length;
                        if (heldBody is not null && hasContinued)
                        {
                            Cut(heldBody, out0);
                            heldBody = null;
                            received[1] = sent[1];
                        }

                        if (out1.Count == 0 && answered > responseEnds.Count)
                        {
                            responseEnds.Add(sent[1]);
                        }
                    }
                    else if (answered < asked && answered < requestEnds.Count && received[0] >= requestEnds[answered] && _random.Next(1 + speed) == 0)
                    {
                        Call reply = _calls[answered++];
                        Cut(reply.Expects ? reply.Response : [.. reply.Interim, .. reply.Response], out1);
                    }

                    break;
            }
        }

        _segments.Add(new TrafficSegment(1, sent[1], [], received[0], true));
        _segments.Add(new TrafficSegment(0, sent[0], [], sent[1], true));
    }

    /// <summary>Somewhere between what was received and what was sent, at a segment's end.</summary>
    private long Boundary(int flow, long received, long sent)
    {
        long[] ends = _segments.Where(s => s.Flow == flow && s.Position + s.Data.Length > received).Select(s => s.Position + s.Data.Length).ToArray();
        return ends.Length == 0 ? sent : ends[_random.Next(ends.Length)];
    }

    private void Cut(ReadOnlySpan<byte> data, Queue<byte[]> to)
    {
        int most = _random.Next(4) == 0 ? 40 : 1460;
        while (!data.IsEmpty)
        {
            int length = Math.Min(data.Length, most);
            to.Enqueue(data[..length].ToArray());
            data = data[length..];
        }
    }
}
