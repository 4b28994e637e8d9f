using System.Text;
using Gor.Decode;
using Gor.Flows;
using Gor.Http;

namespace Gor.Tests.Http;

public class DialogueRoomTests
{
    private readonly Calls _calls = new();
    private readonly Counters _counters = new();
    private readonly DialogueRoom _room;
    private long _ordinal;

    public DialogueRoomTests() => _room = new DialogueRoom(new HttpOptions(), _counters, _calls);

    [Fact]
    public void Gives_each_a_place_of_its_own()
    {
        int[] numbers = [.. Enumerable.Range(0, 100).Select(_ => _room.Enter())];
        Assert.Equal(100, numbers.Distinct().Count());
        Assert.Equal(100, numbers.Select(number => _room[number]).Distinct().Count());
    }

    [Theory]
    [InlineData("GET /half HTTP/1.1\r\nHo", "")]
    [InlineData("POST /asked HTTP/1.1\r\nContent-Length: 9\r\n\r\n", "")]
    [InlineData("GET /waits HTTP/1.1\r\n\r\n", "")]
    [InlineData("GET /waits HTTP/1.1\r\n\r\n", "HTTP/1.1 103 Early Hints\r\n\r\n")]
    [InlineData("GET /answered HTTP/1.1\r\n\r\n", "HTTP/1.1 200 OK\r\nContent-Length: 9\r\n\r\n")]
    public void Forgets_what_was_left_behind(string client, string server)
    {
        HttpSession session = Open(sawSyn: true);
        Tell(session, FlowSide.Forward, client, 0, 0);
        Tell(session, FlowSide.Reverse, server, 0, client.Length);
        Assert.False(_room[0].IsAtRest);
        session.Dispose();
        Assert.Equal(0, _room.Enter());
        Assert.True(_room[0].IsAtRest);
    }

    /// <summary>Places are as many as calls were under way at a time, not as there were connections.</summary>
    [Fact]
    public void Connections_at_rest_take_none()
    {
        var talk = new Talk();
        for (int i = 0; i < 10; i++)
        {
            talk.Client("GET / HTTP/1.1\r\n\r\n");
            talk.Server("HTTP/1.1 200 OK\r\nContent-Length: 2\r\n\r\nok");
            Assert.Equal(0, talk.Taken);
        }

        talk.Client("GET / HTTP/1.1\r\n");
        Assert.Equal(1, talk.Taken);
        talk.Close();
        Assert.Equal(0, talk.Taken);
    }

    /// <summary>What each way to end leaves in a dialogue is not there for the connection that has it next.</summary>
    [Theory]
    [InlineData("CONNECT a:443 HTTP/1.1\r\n\r\n", "HTTP/1.1 200 OK\r\n\r\n", "\u0016\u0003\u0001")]
    [InlineData("GET /cut HTTP/1.1\r\nHo", "", "")]
    [InlineData("GET /cu", "", "")]
    [InlineData("POST /cut HTTP/1.1\r\nContent-Length: 100\r\n\r\nabc", "", "")]
    [InlineData("POST /cut HTTP/1.1\r\nTransfer-Encoding: chunked\r\n\r\n5\r\nab", "HTTP/1.1 200 OK\r\nTransfer-Encoding: chunked\r\n\r\n5\r\nab", "")]
    [InlineData("GET /open HTTP/1.1\r\n\r\nGET /waits HTTP/1.1\r\n\r\n", "HTTP/1.1 200 OK\r\n\r\nuntil the end", "")]
    [InlineData("\u0016\u0003\u0001\u0002\u0000\u0001", "", "")]
    [InlineData("EHLO mail\r\n", "220 mail\r\n", "")]
    [InlineData("nothing that is known\r\n", "HTTP/1.1 200 OK\r\nContent-Length: 9\r\n\r\nabc", "")]
    public void The_next_connection_finds_nothing_of_the_one_before(string client, string server, string more)
    {
        using (HttpSession first = Open(sawSyn: true))
        {
            Tell(first, FlowSide.Forward, client, 0, 0);
            Tell(first, FlowSide.Reverse, server, 0, client.Length);
            Tell(first, FlowSide.Forward, more, client.Length, server.Length);
        }

        Assert.Equal(0, _room.Taken);
        _calls.Seen.Clear();
        using HttpSession next = Open(sawSyn: true);
        for (int i = 0; i < 2; i++)
        {
            const string request = "GET /next HTTP/1.1\r\n\r\n";
            const string response = "HTTP/1.1 200 OK\r\nContent-Length: 2\r\n\r\nok";
            Tell(next, FlowSide.Forward, request, i * request.Length, i * response.Length);
            Tell(next, FlowSide.Reverse, response, i * response.Length, (i + 1) * request.Length);
        }

        Assert.Equal(["/next 200 ok", "/next 200 ok"], _calls.Seen);
        Assert.Equal(0, _room.Taken);
    }

    /// <summary>Each goes on where it was left, whichever dialogue it gets.</summary>
    [Fact]
    public void Connections_take_turns()
    {
        HttpSession[] sessions = [.. Enumerable.Range(0, 20).Select(i => Open(sawSyn: i % 2 == 0))];
        long[] clients = new long[sessions.Length];
        long[] servers = new long[sessions.Length];
        var random = new Random(5);
        var expected = new List<string>();
        for (int round = 0; round < 30; round++)
        {
            int[] some = [.. Enumerable.Range(0, sessions.Length).OrderBy(_ => random.Next()).Take(7)];
            foreach (int i in some)
            {
                string request = $"POST /{i}/{round} HTTP/1.1\r\nContent-Length: 3\r\n\r\nabc";
                TellInTwo(sessions[i], FlowSide.Forward, request, random.Next(request.Length), clients[i], servers[i]);
                clients[i] += request.Length;
            }

            foreach (int i in some)
            {
                string response = $"HTTP/1.1 200 OK\r\nContent-Length: {round}\r\n\r\n{new string('x', round)}";
                TellInTwo(sessions[i], FlowSide.Reverse, response, random.Next(response.Length), servers[i], clients[i]);
                servers[i] += response.Length;
                expected.Add($"/{i}/{round} 200 {new string('x', round)}");
            }
        }

        foreach (HttpSession session in sessions)
        {
            session.OnClose(new Arrival(++_ordinal, _ordinal, Arrival.Unknown, Arrival.Unknown));
        }

        // A connection whose begin was not seen proves a call by the next one, so that some come later.
        Assert.Equal(expected.Order(StringComparer.Ordinal), _calls.Seen.Order(StringComparer.Ordinal));
        Assert.Equal(0, _room.Taken);
    }

    private HttpSession Open(bool sawSyn)
    {
        var key = new FlowKey(new Endpoint(Address.FromIpv4(1), 40000), new Endpoint(Address.FromIpv4(2), 80), 0);
        return new HttpSession(new ConnectionStart(key, sawSyn, FlowSide.Forward, 1), _room);
    }

    private void TellInTwo(HttpSession session, FlowSide side, string text, int cut, long position, long acknowledged)
    {
        Tell(session, side, text[..cut], position, acknowledged);
        Tell(session, side, text[cut..], position + cut, acknowledged);
    }

    private void Tell(HttpSession session, FlowSide side, string text, long position, long acknowledged)
    {
        if (text.Length > 0)
        {
            session.OnData(side, Encoding.Latin1.GetBytes(text), new Arrival(++_ordinal, _ordinal, position, acknowledged));
        }
    }

    private sealed class Calls : IExchangeConsumer
    {
        public List<string> Seen { get; } = [];

        public void OnExchange(Exchange exchange)
        {
            Seen.Add($"{Encoding.Latin1.GetString(exchange.Request.Target)} {exchange.Response.StatusCode} {Encoding.Latin1.GetString(exchange.Response.Body.Kept)}");
            exchange.Dispose();
        }
    }
}
