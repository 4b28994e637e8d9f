using System.Text;
using Gor.Decode;
using Gor.Flows;
using Gor.Http;

namespace Gor.Tests.Http;

/// <summary>
/// One connection's two ordered flows as the reassembly would tell them to an <see cref="HttpSession"/>, with the sequence and
/// acknowledgement numbers that a real client and server would use. Writes down what comes out.
/// </summary>
internal sealed class Talk : IExchangeConsumer, IDisposable
{
    private static readonly FlowKey ClientKey =
        new(new Endpoint(Address.FromIpv4(0x0A000001), 40000), new Endpoint(Address.FromIpv4(0x0A000002), 80), 0);

    private readonly HttpSession _session;
    private readonly DialogueRoom _room;
    private readonly FlowSide _clientSide;
    private readonly long[] _position = [1000, 5_000_000_000];
    private long _ordinal;

    public Talk(bool sawSyn = true, FlowSide clientSide = FlowSide.Forward, bool knowsClient = true, HttpOptions? options = null)
    {
        _clientSide = clientSide;
        FlowKey key = clientSide == FlowSide.Forward ? ClientKey : ClientKey.Reversed;
        var start = new ConnectionStart(key, sawSyn, knowsClient ? clientSide : null, 1);
        _room = new DialogueRoom(options ?? new HttpOptions(), Counters, this);
        _session = new HttpSession(start, _room);
    }

    public Counters Counters { get; } = new();

    public List<string> Exchanges { get; } = [];

    public List<string> Fields { get; } = [];

    public List<ExchangeOrder> Orders { get; } = [];

    public long BytesFed { get; private set; }

    public HttpSession Session => _session;

    /// <summary>Places that the connection takes.</summary>
    public int Taken => _room.Taken;

    public long ClientPosition => _position[0];

    public long ServerPosition => _position[1];

    public void Client(string text) => Client(Encoding.Latin1.GetBytes(text));

    public void Server(string text) => Server(Encoding.Latin1.GetBytes(text));

    public void Client(ReadOnlySpan<byte> data, long? acknowledged = null) => Send(0, data, acknowledged ?? _position[1]);

    public void Server(ReadOnlySpan<byte> data, long? acknowledged = null) => Send(1, data, acknowledged ?? _position[0]);

    public void LoseClient(long length) => Lose(0, length);

    public void LoseServer(long length) => Lose(1, length);

    public void EndClient(FlowEnd reason = FlowEnd.Fin) => End(0, reason);

    public void EndServer(FlowEnd reason = FlowEnd.Fin) => End(1, reason);

    public void Close()
    {
        _session.OnClose(new Arrival(++_ordinal * 1_000_000, _ordinal, Arrival.Unknown, Arrival.Unknown));
        _session.Dispose();
        Assert.Equal(0, Taken);
    }

    /// <summary>Every byte, request and response that went in came out under one name.</summary>
    public void AssertBalanced()
    {
        var ledger = new Ledger([Counters], []);
        Counters.Add(Counter.BytesPayload, BytesFed - Counters[Counter.BytesPayload]);
        foreach (Equation equation in Ledger.Equations)
        {
            if (equation.Name is "payload bytes" or "requests" or "responses")
            {
                Assert.True(equation.Difference(ledger) == 0, ledger.ToString());
            }
        }

        Assert.Equal(Exchanges.Count, Counters[Counter.RequestsExchanged]);
        Assert.Equal(Exchanges.Count, Counters[Counter.ResponsesExchanged]);
        Assert.Equal(Exchanges.Count, Counters[Counter.ExchangesFormed]);
    }

    public void OnExchange(Exchange exchange)
    {
        Assert.Equal(ClientKey, exchange.Key);
        HttpRequest request = exchange.Request;
        HttpResponse response = exchange.Response;
        Exchanges.Add($"{Text(request.Method)} {Text(request.Target)}{Shown(request.Body)} -> {response.StatusCode}{Shown(response.Body)}");
        Fields.Add(Shown(request.Fields) + " -> " + Shown(response.Fields));
        Orders.Add(exchange.Order);
        exchange.Dispose();
    }

    public void Dispose() => _session.Dispose();

    private static string Text(ReadOnlySpan<byte> bytes) => Encoding.Latin1.GetString(bytes);

    /// <summary>In brackets where there is one; with <c>~N</c> where N bytes are missing.</summary>
    private static string Shown(MessageBody body) =>
        (body.Length == 0 && !body.IsTruncated ? "" : $" [{Text(body.Kept)}]")
        + (body.IsTruncated ? $"~{body.MissingLength}" : "")
        + (body.IsOverLimit ? $" of {body.Length}" : "");

    private static string Shown(FieldList fields) =>
        string.Join("; ", Enumerable.Range(0, fields.Count).Select(i => $"{Text(fields.Name(i))}={Text(fields.Value(i))}"));

    private FlowSide Side(int flow) => flow == 0 ? _clientSide : 1 - _clientSide;

    private void Send(int flow, ReadOnlySpan<byte> data, long acknowledged)
    {
        if (data.IsEmpty)
        {
            return;
        }

        BytesFed += data.Length;
        if (_session.WantsData)
        {
            _session.OnData(Side(flow), data, Next(flow, acknowledged));
        }
        else
        {
            _session.CountUnwanted(Side(flow), data.Length);
        }

        _position[flow] += data.Length;
    }

    private void Lose(int flow, long length)
    {
        _session.OnGap(Side(flow), length, Next(flow, Arrival.Unknown));
        _position[flow] += length;
    }

    private void End(int flow, FlowEnd reason) => _session.OnEnd(Side(flow), reason, Next(flow, _position[1 - flow]));

    private Arrival Next(int flow, long acknowledged) => new(++_ordinal * 1_000_000, _ordinal, _position[flow], acknowledged);
}
