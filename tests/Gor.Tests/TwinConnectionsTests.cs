using System.Net;
using CsCheck;
using Gor.Decode;
using Gor.Tests.Capture;
using Gor.Tests.Kit;

namespace Gor.Tests;

/// <summary>Connections that a capture shows under two names: which are one, which only look alike, and what becomes of the second.</summary>
public sealed class TwinConnectionsTests : IDisposable
{
    private const long Ms = 1_000_000;
    private const uint Client = 0xFFFF_FF00;
    private const uint Server = 0x7A12_0001;

    private readonly TemporaryFolder _folder = new();
    private readonly TwinConnections _twins = new();

    public void Dispose() => _folder.Dispose();

    [Theory]
    [InlineData("a published port", "10.0.0.1:40000", "172.17.0.2:80", 0)]
    [InlineData("a masqueraded client", "172.17.0.3:40000", "10.0.0.2:8080", 0)]
    [InlineData("a masqueraded client with another port", "172.17.0.3:1024", "10.0.0.2:8080", 0)]
    [InlineData("both ends", "172.17.0.1:40000", "172.17.0.2:80", 0)]
    [InlineData("IPv6 in front", "[2001:db8::1]:40000", "[2001:db8::2]:8080", 0)]
    [InlineData("a tunnel", "10.0.0.1:40000", "10.0.0.2:8080", 77)]
    public void Are_one_where_an_address_or_the_tunnel_is_another(string _, string client, string server, ulong tunnel)
    {
        Assert.False(_twins.IsTwin(Answer("10.0.0.1:40000", "10.0.0.2:8080", 0, Client, Server, 0)));
        Assert.True(_twins.IsTwin(Answer(client, server, tunnel, Client, Server, 40_000)));
        Assert.True(_twins.IsTwin(Answer(client, server, tunnel, Client, Server, 90_000)));
        Assert.False(_twins.IsTwin(Answer("10.0.0.1:40000", "10.0.0.2:8080", 0, Client, Server, 5 * Ms)));
    }

    [Theory]
    [InlineData("another number of the client", "10.0.0.1:40000", "172.17.0.2:80", Client + 1, Server, 0)]
    [InlineData("another number of the server", "10.0.0.1:40000", "172.17.0.2:80", Client, Server + 1, 0)]
    [InlineData("the numbers exchanged", "10.0.0.1:40000", "172.17.0.2:80", Server, Client, 0)]
    [InlineData("the same hosts: made-up numbers", "10.0.0.1:40001", "10.0.0.2:8080", Client, Server, 0)]
    [InlineData("nothing in common: made-up numbers", "10.0.0.3:40001", "10.0.0.2:8081", Client, Server, 0)]
    [InlineData("later", "10.0.0.1:40000", "172.17.0.2:80", Client, Server, 251 * Ms)]
    [InlineData("much later", "10.0.0.1:40000", "172.17.0.2:80", Client, Server, 60_000 * Ms)]
    [InlineData("before", "10.0.0.1:40000", "172.17.0.2:80", Client, Server, -251 * Ms)]
    public void Are_two_otherwise(string _, string client, string server, uint clientNumber, uint serverNumber, long laterNs)
    {
        Assert.False(_twins.IsTwin(Answer("10.0.0.1:40000", "10.0.0.2:8080", 0, Client, Server, 0)));
        Assert.False(_twins.IsTwin(Answer(client, server, 0, clientNumber, serverNumber, laterNs)));
    }

    /// <summary>Times in milliseconds: SYN and answer of the one, SYN and answer of the other; below zero: not seen.</summary>
    [Theory]
    [InlineData("inside the other", 0, 5, 1, 4, true, true)]
    [InlineData("around the other, which comes first", 1, 4, 0, 5, true, true)]
    [InlineData("later by a mirror's delay", 0, 5, 1, 6, true, false)]
    [InlineData("at the same time", 0, 5, 0, 5, true, false)]
    [InlineData("all at once", 0, 0, 0, 0, true, false)]
    [InlineData("one after the other", 0, 1, 2, 3, false, false)]
    [InlineData("one after the other, the first seen last", 2, 3, 0, 1, false, false)]
    [InlineData("without one SYN", -1, 5, 1, 4, true, false)]
    [InlineData("without the other SYN", 0, 5, -1, 4, true, false)]
    public void Have_handshakes_that_fit(string _, int opened, int answered, int otherOpened, int otherAnswered, bool isOneByRandom, bool isOneByMadeUp)
    {
        Assert.Equal(isOneByRandom, IsOne(Client, Server));
        Assert.Equal(isOneByMadeUp, IsOne(1000, Server));
        Assert.Equal(isOneByMadeUp, IsOne(Client, 1000));

        bool IsOne(uint client, uint server)
        {
            var twins = new TwinConnections();
            if (opened >= 0)
            {
                Assert.False(twins.IsTwin(Syn("10.0.0.1:40000", "10.0.0.2:8080", client, opened * Ms)));
            }

            if (otherOpened >= 0)
            {
                Assert.False(twins.IsTwin(Syn("10.0.0.9:40001", "10.0.0.2:8080", client, otherOpened * Ms)));
            }

            Assert.False(twins.IsTwin(Answer("10.0.0.1:40000", "10.0.0.2:8080", 0, client, server, answered * Ms)));
            return twins.IsTwin(Answer("10.0.0.9:40001", "10.0.0.2:8080", 0, client, server, otherAnswered * Ms));
        }
    }

    /// <summary>A SYN that found no server the first time; and one that an older connection with the same name had.</summary>
    [Fact]
    public void Count_the_first_syn_of_the_same_number()
    {
        Assert.False(_twins.IsTwin(Syn("10.0.0.1:40000", "10.0.0.2:8080", 99, 0)));
        Assert.False(_twins.IsTwin(Syn("10.0.0.1:40000", "10.0.0.2:8080", 1000, 1 * Ms)));
        Assert.False(_twins.IsTwin(Syn("10.0.0.1:40000", "172.17.0.2:80", 1000, 2 * Ms)));
        Assert.False(_twins.IsTwin(Syn("10.0.0.1:40000", "10.0.0.2:8080", 1000, 3 * Ms)));
        Assert.False(_twins.IsTwin(Answer("10.0.0.1:40000", "172.17.0.2:80", 0, 1000, 2000, 4 * Ms)));
        Assert.True(_twins.IsTwin(Answer("10.0.0.1:40000", "10.0.0.2:8080", 0, 1000, 2000, 5 * Ms)));
    }

    /// <summary>Captures that a program wrote, not a network: every connection begins with the same numbers.</summary>
    [Theory]
    [InlineData(1000u, 5_000_000u)]
    [InlineData(0u, 0u)]
    [InlineData(0x12345678u, 0x9ABCDEF0u)]
    public async Task Are_not_seen_in_made_up_connections_that_share_their_numbers(uint client, uint server)
    {
        (Conversation, long)[] talks = [.. Enumerable.Range(1, 20).Select(i => (
            Call(new Conversation().Numbered(client, server).Between($"10.0.0.{i}", "10.0.1.1", 8080).Opened()), i * 10 * Ms))];
        FileRun run = await FileRun.OfAsync(_folder.Write("made-up.pcap", Conversation.ToPcap(talks)), workers: 1);
        Assert.Equal(20, run.Ledger[Counter.ExchangesRecorded]);
        Assert.Equal(0, run.Ledger[Counter.ConnectionsTwin]);
        Assert.True(run.Ledger.IsBalanced, run.Ledger.ToString());
    }

    [Theory]
    [InlineData("Ack")]
    [InlineData("Psh, Ack")]
    [InlineData("Rst, Ack")]
    public void Are_judged_by_the_answer_to_the_syn_only(string names)
    {
        TcpFlags flags = Enum.Parse<TcpFlags>(names);
        Assert.False(_twins.IsTwin(Answer("10.0.0.1:40000", "10.0.0.2:8080", 0, Client, Server, 0) with { Flags = flags }));
        Assert.False(_twins.IsTwin(Answer("10.0.0.1:40000", "172.17.0.2:80", 0, Client, Server, 0) with { Flags = flags }));
    }

    /// <summary>Times of a damaged file, and more answers than are kept.</summary>
    [Fact]
    public void Bear_any_time_and_any_number()
    {
        foreach (long at in (long[])[long.MaxValue, long.MinValue, 0, long.MinValue + 1, long.MaxValue])
        {
            Assert.False(_twins.IsTwin(Answer("10.0.0.1:40000", "10.0.0.2:8080", 0, Client, Server, at)));
            _ = _twins.IsTwin(Answer("10.0.0.1:40000", "172.17.0.2:80", 0, Client, Server, at));
        }

        for (uint i = 0; i < 200_000; i++)
        {
            Assert.False(_twins.IsTwin(Answer("10.0.0.1:40000", "10.0.0.2:8080", 0, Client - i, Server, 0)));
        }

        Assert.True(_twins.IsTwin(Answer("10.0.0.1:40000", "172.17.0.2:80", 0, Client - 199_999, Server, 0)));
        Assert.False(_twins.IsTwin(Answer("10.0.0.1:40000", "172.17.0.2:80", 0, Client, Server, 0)));
    }

    [Theory]
    [InlineData(1)]
    [InlineData(4)]
    public async Task Are_logged_once_by_the_first(int workers)
    {
        string path = _folder.Write("twins.pcap", Conversation.ToPcap(
            (Talk("10.0.0.1", "10.0.0.2", 8080), 0), (Talk("10.0.0.1", "172.17.0.2", 80), 30_000), (Talk("192.168.0.1", "172.17.0.2", 80), 60_000)));
        FileRun run = await FileRun.OfAsync(path, workers);
        Assert.Equal(1, run.Ledger[Counter.ExchangesRecorded]);
        Assert.Contains("http://10.0.0.2:8080/once", run.Records, StringComparison.Ordinal);
        Assert.Equal(2, run.Ledger[Counter.ConnectionsTwin]);
        Assert.Equal(2 * run.Ledger[Counter.BytesConsumed], run.Ledger[Counter.BytesTwin]);
        Assert.True(run.Ledger.IsBalanced, run.Ledger.ToString());
    }

    /// <summary>The answer to the SYN is sent again, and then seen first where the first one was seen last.</summary>
    [Fact]
    public async Task Are_logged_once_where_the_handshake_is_repeated_in_another_order()
    {
        string path = _folder.Write("again.pcap", Conversation.ToPcap(
            (Repeated("10.0.0.2", 8080, TimeSpan.FromSeconds(1)), 0), (Repeated("172.17.0.2", 80, TimeSpan.FromMilliseconds(999)), 30_000)));
        FileRun run = await FileRun.OfAsync(path, workers: 4);
        Assert.Equal(1, run.Ledger[Counter.ExchangesRecorded]);
        Assert.Contains("http://10.0.0.2:8080/once", run.Records, StringComparison.Ordinal);
        Assert.Equal(1, run.Ledger[Counter.ConnectionsTwin]);
        Assert.True(run.Ledger.IsBalanced, run.Ledger.ToString());

        static Conversation Repeated(string server, ushort port, TimeSpan pause)
        {
            Conversation talk = new Conversation().Numbered(Client, Server).Between("10.0.0.1", server, port);
            talk.Client.Opens();
            talk.Server.Opens();
            talk.Paused(pause).Server.Opens();
            return Call(talk);
        }
    }

    /// <summary>The first is cut: its twin does not mend it, and all is accounted for.</summary>
    [Fact]
    public async Task Of_which_the_first_is_damaged_stay_as_they_are()
    {
        Conversation damaged = new Conversation().Numbered(Client, Server).Between("10.0.0.1", "10.0.0.2").Opened();
        damaged.Client.Sends("GET /once HTTP/1.1\r\n\r\n");
        damaged.Server.Sends("HTTP/1.1 200 OK\r\nContent-Length: 5\r\n\r\nhel");
        damaged.Server.Sends("lo").Lost();
        damaged.Closed();
        string path = _folder.Write("damaged.pcap", Conversation.ToPcap((damaged, 0), (Talk("10.0.0.1", "172.17.0.2", 80), 30_000)));
        FileRun run = await FileRun.OfAsync(path, workers: 1);
        Assert.Equal((1, 1), (run.Ledger[Counter.ExchangesRecorded], run.Ledger[Counter.ExchangesTruncated]));
        Assert.True(run.Ledger.IsBalanced, run.Ledger.ToString());
    }

    /// <summary>They were open before the capture began.</summary>
    [Theory]
    [InlineData(1)]
    [InlineData(4)]
    public async Task Without_a_handshake_are_logged_once_by_the_first(int workers)
    {
        string path = _folder.Write("ongoing.pcap", Conversation.ToPcap(
            (Ongoing("10.0.0.1", "10.0.0.2", 8080), 0), (Ongoing("10.0.0.1", "172.17.0.2", 80), 30_000), (Ongoing("192.168.0.1", "172.17.0.2", 80), 60_000)));
        FileRun run = await FileRun.OfAsync(path, workers);
        Assert.Equal(2, run.Ledger[Counter.ExchangesRecorded]);
        Assert.Contains("http://10.0.0.2:8080/0", run.Records, StringComparison.Ordinal);
        Assert.Contains("http://10.0.0.2:8080/1", run.Records, StringComparison.Ordinal);
        Assert.Equal(2, run.Ledger[Counter.ConnectionsTwin]);
        Assert.Equal(2 * run.Ledger[Counter.BytesConsumed], run.Ledger[Counter.BytesTwin]);
        Assert.True(run.Ledger.IsBalanced, run.Ledger.ToString());
    }

    /// <summary>The second device was opened a little later.</summary>
    [Fact]
    public async Task Without_a_handshake_may_be_heard_of_one_call_later()
    {
        Conversation later = Numbered("10.0.0.1", "172.17.0.2", 80);
        later.Client.Sends("GET /0 HTTP/1.1\r\n\r\n").Lost();
        later.Server.Sends("HTTP/1.1 200 OK\r\nContent-Length: 5\r\n\r\nhello").Lost();
        string path = _folder.Write("later.pcap", Conversation.ToPcap((Ongoing("10.0.0.1", "10.0.0.2", 8080), 0), (Call(later, 1).Closed(), 30_000)));
        FileRun run = await FileRun.OfAsync(path, workers: 1);
        Assert.Equal((2, 1), (run.Ledger[Counter.ExchangesRecorded], run.Ledger[Counter.ConnectionsTwin]));
        Assert.True(run.Ledger.IsBalanced, run.Ledger.ToString());
    }

    [Theory]
    [InlineData("made-up numbers", 1000u, 5_000_000u, "172.17.0.2", 30_000)]
    [InlineData("answered before", Client, Server, "172.17.0.2", 20 * Ms)]
    [InlineData("later", Client, Server, "172.17.0.2", 251 * Ms)]
    [InlineData("the same host", Client, Server, "10.0.0.2", 30_000)]
    public async Task Without_a_handshake_are_two_otherwise(string _, uint client, uint server, string host, long laterNs)
    {
        Conversation one = Call(new Conversation().Numbered(client, server).Between("10.0.0.1", "10.0.0.2", 8080), 0).Closed();
        Conversation other = Call(new Conversation(clientPort: host == "10.0.0.2" ? 40001 : 40000).Numbered(client, server).Between("10.0.0.1", host, 8080), 0).Closed();
        FileRun run = await FileRun.OfAsync(_folder.Write("two.pcap", Conversation.ToPcap((one, 0), (other, laterNs))), workers: 1);
        Assert.Equal((2, 0), (run.Ledger[Counter.ExchangesRecorded], run.Ledger[Counter.ConnectionsTwin]));
        Assert.True(run.Ledger.IsBalanced, run.Ledger.ToString());
    }

    [Fact]
    public async Task Without_a_handshake_and_with_other_data_are_two()
    {
        Conversation other = Call(Numbered("10.0.0.1", "172.17.0.2", 80), 7).Closed();
        string path = _folder.Write("other.pcap", Conversation.ToPcap((Ongoing("10.0.0.1", "10.0.0.2", 8080), 0), (other, 30_000)));
        FileRun run = await FileRun.OfAsync(path, workers: 1);
        Assert.Equal((3, 0), (run.Ledger[Counter.ExchangesRecorded], run.Ledger[Counter.ConnectionsTwin]));
    }

    /// <summary>Random crowds: each call is logged once, whatever is seen twice, and none is taken for another's twin.</summary>
    [Fact]
    public void Are_found_in_a_crowd_and_nobody_else()
    {
        Gen<(uint Client, uint Server, ushort Port, bool IsTwice, int LaterMs)[]> crowds =
            Gen.Select(Gen.UInt[Client, Client + 3], Gen.UInt[Server, Server + 3], Gen.UShort[1, 60_000], Gen.Bool, Gen.Int[0, 100]).Array[1, 30];
        crowds.Sample(crowd =>
        {
            var twins = new TwinConnections();
            var numbers = new HashSet<(uint, uint)>();
            for (int i = 0; i < crowd.Length; i++)
            {
                (uint client, uint server, ushort port, bool isTwice, int laterMs) = crowd[i];

                // One of the two numbers is often shared, both never are.
                if (!numbers.Add((client, server)))
                {
                    continue;
                }

                long atNs = i * 10 * Ms;
                Assert.False(twins.IsTwin(Answer($"10.0.0.{i + 1}:{port}", "10.0.1.1:8080", 0, client, server, atNs)));
                if (isTwice)
                {
                    Assert.True(twins.IsTwin(Answer($"10.0.0.{i + 1}:{port}", $"172.17.0.{i + 1}:80", 0, client, server, atNs + laterMs * Ms)));
                }
            }
        });
    }

    private static Conversation Numbered(string client, string server, ushort port) => new Conversation().Numbered(Client, Server).Between(client, server, port);

    private static Conversation Ongoing(string client, string server, ushort port) => Call(Call(Numbered(client, server, port), 0), 1).Closed();

    private static Conversation Call(Conversation talk, int number)
    {
        talk.Client.Sends($"GET /{number} HTTP/1.1\r\n\r\n");
        talk.Server.Sends("HTTP/1.1 200 OK\r\nContent-Length: 5\r\n\r\nhello");
        return talk;
    }

    private static Conversation Talk(string client, string server, ushort port) =>
        Call(new Conversation().Numbered(Client, Server).Between(client, server, port).Opened());

    private static Conversation Call(Conversation talk)
    {
        talk.Client.Sends("GET /once HTTP/1.1\r\n\r\n");
        talk.Server.Sends("HTTP/1.1 200 OK\r\nContent-Length: 5\r\n\r\nhello");
        return talk.Closed();
    }

    private static Segment Syn(string client, string server, uint number, long timestampNs) =>
        Answer(server, client, 0, 0, number, timestampNs) with { Flags = TcpFlags.Syn };

    private static Segment Answer(string client, string server, ulong tunnel, uint clientNumber, uint serverNumber, long timestampNs) => new()
    {
        Key = new FlowKey(EndpointOf(server), EndpointOf(client), tunnel),
        Sequence = serverNumber,
        Acknowledgment = clientNumber + 1,
        Flags = TcpFlags.Syn | TcpFlags.Ack,
        TimestampNs = timestampNs,
        Ordinal = 1,
        CapturePoint = 0,
        Payload = [],
    };

    private static Endpoint EndpointOf(string text)
    {
        IPEndPoint place = IPEndPoint.Parse(text);
        return new Endpoint(Address.From(place.Address), (ushort)place.Port);
    }
}
