using System.Collections.Concurrent;
using System.Net;
using System.Net.Http.Headers;
using System.Net.Sockets;
using System.Text;

namespace Gor.Tests.Live;

/// <summary>Makes calls of many kinds at once, by HttpClient and on a bare socket, and remembers them.</summary>
/// <param name="server">Whom to call.</param>
/// <param name="open">Makes the client's sockets, in another network for instance.</param>
internal sealed class LiveClient(IPEndPoint server, Func<Socket>? open = null) : IDisposable
{
    private const int OneMebibyte = 1 << 20;

    private static readonly Func<int, (LiveCall Call, HttpContent? Content, Action<HttpRequestMessage>? Change)>[] Kinds =
    [
        id => (new(id, "GET", $"/text?id={id}&size=100", 200, "", LiveCall.Text(id, 100)), null, null),
        id => Json(id),
        id => Form(id),
        id => Chunked(id),
        id => Coded(id, "gzip"),
        id => Coded(id, "br"),
        id => (new(id, "HEAD", $"/text?id={id}&size=100", 200) { Pairs = [("response_header:content-length", "100")] }, null, null),
        id => (new(id, "GET", $"/unchanged?id={id}", 304), null, request => request.Headers.IfNoneMatch.ParseAdd("\"v1\"")),
        id => (new(id, "DELETE", $"/nothing?id={id}", 204), null, null),
        id => Expecting(id),
        id => (new(id, "GET", $"/missing?id={id}&size=20", 404, "", LiveCall.Text(id, 20)), null, null),
        id => (new(id, "GET", $"/broken?id={id}&size=20", 500, "", LiveCall.Text(id, 20)), null, null),
        id => (new(id, "GET", $"/text?id={id}&size=3000", 200, "", LiveCall.Text(id, 3000)), null, request => request.Headers.ConnectionClose = true),
        id => UntilClosed(id),
        id => (new(id, "GET", $"/text?id={id}&size=100000&q=a%20b%2Fc", 200, "", LiveCall.Text(id, 100000)) { Pairs = [("request_param:q", "a b/c")] }, null, null),
        id => Large(id),
    ];

    private readonly ConcurrentQueue<LiveCall> _calls = [];
    private readonly HttpClient _client = new(new SocketsHttpHandler
    {
        UseProxy = false,
        AllowAutoRedirect = false,
        AutomaticDecompression = DecompressionMethods.None,
        Expect100ContinueTimeout = TimeSpan.FromSeconds(20),
        ConnectCallback = async (_, stop) =>
        {
            Socket socket = open?.Invoke() ?? new Socket(SocketType.Stream, ProtocolType.Tcp);
            socket.NoDelay = true;
            await socket.ConnectAsync(server, stop);
            return new NetworkStream(socket, ownsSocket: true);
        },
    })
    {
        BaseAddress = new Uri($"http://{server}"),
    };

    public IReadOnlyCollection<LiveCall> Calls => _calls;

    /// <summary>Each kind in its turn.</summary>
    public Task CallAsync(int firstId, int count, int atOnce) => Parallel.ForEachAsync(
        Enumerable.Range(firstId, count), new ParallelOptions { MaxDegreeOfParallelism = atOnce }, async (id, stop) =>
        {
            (LiveCall call, HttpContent? content, Action<HttpRequestMessage>? change) = Kinds[id % Kinds.Length](id);
            using var request = new HttpRequestMessage(new HttpMethod(call.Method), call.Target) { Content = content };
            request.Headers.Add("x-call", $"{id}");
            change?.Invoke(request);
            using HttpResponseMessage response = await _client.SendAsync(request, stop);
            Assert.Equal(call.Status, (int)response.StatusCode);
            _calls.Enqueue(call);
        });

    /// <summary>Requests sent together on one connection, before any of them is answered.</summary>
    public async Task PipelineAsync(int firstId, int count)
    {
        LiveCall[] calls = [.. Enumerable.Range(firstId, count).Select(id =>
            new LiveCall(id, "GET", $"/text?id={id}&size={id % 2000}", 200, "", LiveCall.Text(id, id % 2000)))];
        string requests = string.Concat(calls.Select(call =>
            $"{call.Method} {call.Target} HTTP/1.1\r\nHost: {server}\r\nx-call: {call.Id}\r\n{(call == calls[^1] ? "Connection: close\r\n" : "")}\r\n"));
        using var socket = new Socket(SocketType.Stream, ProtocolType.Tcp);
        await socket.ConnectAsync(server);
        await socket.SendAsync(Encoding.ASCII.GetBytes(requests));
        byte[] buffer = new byte[64 << 10];
        while (await socket.ReceiveAsync(buffer) > 0)
        {
        }

        Array.ForEach(calls, _calls.Enqueue);
    }

    public void Dispose() => _client.Dispose();

    private static (LiveCall, HttpContent?, Action<HttpRequestMessage>?) Json(int id)
    {
        string body = $$"""{"id":{{id}},"name":"Käse \"{{id}}\"","text":"{{LiveCall.Text(id, 500)}}"}""";
        return (new(id, "POST", $"/echo?id={id}", 201, body, body), new StringContent(body, Encoding.UTF8, "application/json"), null);
    }

    private static (LiveCall, HttpContent?, Action<HttpRequestMessage>?) Form(int id)
    {
        var content = new FormUrlEncodedContent([new("name", $"Ada {id}"), new("at", "a&b=c")]);
        string body = $"name=Ada+{id}&at=a%26b%3Dc";
        var call = new LiveCall(id, "POST", $"/echo?id={id}", 201, body, body)
        {
            Pairs = [("request_param:name", $"Ada {id}"), ("request_param:at", "a&b=c")],
        };
        return (call, content, null);
    }

    private static (LiveCall, HttpContent?, Action<HttpRequestMessage>?) Chunked(int id)
    {
        string body = LiveCall.Text(id, 7000);
        var content = new StreamContent(new MemoryStream(Encoding.UTF8.GetBytes(body)), bufferSize: 1000);
        content.Headers.ContentType = new MediaTypeHeaderValue("text/plain");
        var call = new LiveCall(id, "PUT", $"/chunks?id={id}&size=5000", 200, body, LiveCall.Text(id, 5000))
        {
            Pairs = [("request_header:transfer-encoding", "chunked"), ("response_header:transfer-encoding", "chunked")],
        };
        return (call, content, request => request.Headers.TransferEncodingChunked = true);
    }

    private static (LiveCall, HttpContent?, Action<HttpRequestMessage>?) Coded(int id, string coding) =>
        (new(id, "GET", $"/{coding}?id={id}&size=20000", 200, "", LiveCall.Text(id, 20000)) { Pairs = [("response_header:content-encoding", coding)] }, null, null);

    private static (LiveCall, HttpContent?, Action<HttpRequestMessage>?) Expecting(int id)
    {
        string body = LiveCall.Text(id, 20000);
        var call = new LiveCall(id, "POST", $"/echo?id={id}", 201, body, body) { Pairs = [("request_header:expect", "100-continue")] };
        return (call, new StringContent(body), request => request.Headers.ExpectContinue = true);
    }

    /// <summary>HTTP/1.0 knows no chunks: the body ends with the connection.</summary>
    private static (LiveCall, HttpContent?, Action<HttpRequestMessage>?) UntilClosed(int id) =>
        (new(id, "GET", $"/chunks?id={id}&size=4000", 200, "", LiveCall.Text(id, 4000)), null, request => request.Version = HttpVersion.Version10);

    /// <summary>The largest body that a record holds, both ways, every now and then.</summary>
    private static (LiveCall, HttpContent?, Action<HttpRequestMessage>?) Large(int id)
    {
        string body = LiveCall.Text(id, id % 13 == 0 ? OneMebibyte : 10000);
        return (new(id, "POST", $"/echo?id={id}", 201, body, body), new StringContent(body), null);
    }
}
