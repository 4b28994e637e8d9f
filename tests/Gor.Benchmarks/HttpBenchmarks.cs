using System.Text;
using BenchmarkDotNet.Attributes;
using Gor.Decode;
using Gor.Flows;
using Gor.Http;

namespace Gor.Benchmarks;

/// <summary>
/// One call of a keep-alive connection from ordered bytes to a paired exchange, its body kept, by length or in chunks. Run:
/// <c>dotnet run -c Release --project tests/Gor.Benchmarks -- --filter '*Http*'</c>
/// </summary>
[Config(typeof(ThroughputConfig))]
public class HttpBenchmarks : IExchangeConsumer
{
    private const int SegmentSize = 1448;

    private static readonly FlowKey ToServer = new(
        new Endpoint(Address.FromIpv4(0x0A000001), 50123), new Endpoint(Address.FromIpv4(0x0A000002), 8080), 0);

    private readonly byte[] _request = Encoding.ASCII.GetBytes(
        "GET /items/2?page=17&sort=created HTTP/1.1\r\nHost: shop.example:8080\r\nUser-Agent: Mozilla/5.0 (X11; Linux x86_64)\r\n"
        + "Accept: application/json\r\nCookie: session=4f1c2d9e8b7a6f5e; theme=dark\r\nAuthorization: Bearer eyJhbGciOiJIUzI1NiJ9\r\n\r\n");

    private byte[] _response = [];
    private HttpSession _session = null!;
    private long _asked;
    private long _answered;
    private long _ordinal;

    [Params(1_000, 10_000, 100_000)]
    public int Size { get; set; }

    [Params(false, true)]
    public bool Chunked { get; set; }

    [GlobalSetup]
    public void Open()
    {
        _session = new HttpSession(new ConnectionStart(ToServer, SawSyn: true, FlowSide.Forward, 1), new DialogueRoom(new HttpOptions(), new Counters(), this));
        const string head = "HTTP/1.1 200 OK\r\nContent-Type: application/json\r\nDate: Tue, 24 Nov 2026 20:00:00 GMT\r\nServer: Kestrel\r\n";
        var text = new StringBuilder(head);
        if (Chunked)
        {
            text.Append("Transfer-Encoding: chunked\r\n\r\n");
            for (int left = Size; left > 0; left -= 4096)
            {
                int length = Math.Min(4096, left);
                text.Append($"{length:x}\r\n").Append('x', length).Append("\r\n");
            }

            text.Append("0\r\n\r\n");
        }
        else
        {
            text.Append($"Content-Length: {Size}\r\n\r\n").Append('x', Size);
        }

        _response = Encoding.ASCII.GetBytes(text.ToString());
    }

    [Benchmark]
    public void Call()
    {
        _session.OnData(FlowSide.Forward, _request, new Arrival(++_ordinal, _ordinal, _asked, _answered));
        _asked += _request.Length;
        for (int done = 0; done < _response.Length; done += SegmentSize)
        {
            int length = Math.Min(SegmentSize, _response.Length - done);
            _session.OnData(FlowSide.Reverse, _response.AsSpan(done, length), new Arrival(++_ordinal, _ordinal, _answered, _asked));
            _answered += length;
        }
    }

    void IExchangeConsumer.OnExchange(Exchange exchange) => exchange.Dispose();
}
