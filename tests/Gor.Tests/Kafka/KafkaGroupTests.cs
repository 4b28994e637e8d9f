using System.Text;
using Gor.Tests.Capture;
using Gor.Tests.Kit;
using Gor.Tests.Output;

namespace Gor.Tests.Kafka;

/// <summary>Several writers of one group: each call arrives, also where a writer ends in between.</summary>
public sealed class KafkaGroupTests : IDisposable
{
    private const string Topic = "calls";

    private readonly TemporaryFolder _folder = new();
    private readonly MockKafka _kafka = new();
    private int _calls;

    public KafkaGroupTests() => _kafka.Create(Topic, 4);

    public void Dispose()
    {
        _kafka.Dispose();
        _folder.Dispose();
    }

    [Fact]
    public async Task Writers_share_the_partitions_and_lose_nothing()
    {
        await using Pipeline first = Open("first.ndjson");
        await using Pipeline second = Open("second.ndjson");
        using var stop = new CancellationTokenSource();
        Task<bool>[] running = [first.RunAsync(stop.Token), second.RunAsync(stop.Token)];

        // Until both have partitions.
        await Eventually.TrueAsync(() =>
        {
            SendCallsAsync(8).GetAwaiter().GetResult();
            return first.Ledger[Counter.TapedMessagesRead] > 0 && second.Ledger[Counter.TapedMessagesRead] > 0;
        });
        await Eventually.TrueAsync(() => first.Ledger[Counter.ExchangesRecorded] + second.Ledger[Counter.ExchangesRecorded] >= _calls);
        await stop.CancelAsync();
        Assert.All(await Task.WhenAll(running), Assert.True);
        Assert.True(first.Ledger.IsBalanced && second.Ledger.IsBalanced);
        await first.DisposeAsync();
        await second.DisposeAsync();
        Assert.Equal(_calls, Urls("first.ndjson").Union(Urls("second.ndjson")).Count());
    }

    [Fact]
    public async Task The_next_one_goes_on_where_the_last_one_was()
    {
        await SendCallsAsync(10);
        await ReceiveAsync("first.ndjson", calls: 10);
        await SendCallsAsync(5);
        await ReceiveAsync("second.ndjson", calls: 5);
        Assert.Equal((10, 5), (Urls("first.ndjson").Count(), Urls("second.ndjson").Count()));
        Assert.Equal(15, Urls("first.ndjson").Union(Urls("second.ndjson")).Count());
    }

    [Fact]
    public async Task How_far_it_came_is_told_while_it_runs()
    {
        await SendCallsAsync(10);
        await using Pipeline gor = Open("first.ndjson");
        using var stop = new CancellationTokenSource();
        Task<bool> running = gor.RunAsync(stop.Token);
        await Eventually.TrueAsync(() => _kafka.Committed(Topic, partitions: 4, group: "writers") == 20);
        await stop.CancelAsync();
        Assert.True(await running);
    }

    [Fact]
    public async Task What_did_not_reach_its_destination_comes_again()
    {
        await SendCallsAsync(10);
        string away = $"http://127.0.0.1:{ResurfaceOutputTests.FreePort()}/message";
        await using (Pipeline gor = GorRun.Open(new Logged(), Words("--output-resurface", away, "--output-resurface-spool", "off", "--shutdown-timeout", "200ms")))
        {
            using var stop = new CancellationTokenSource();
            Task<bool> running = gor.RunAsync(stop.Token);
            await Eventually.TrueAsync(() => gor.Ledger[Counter.ExchangesRecorded] == 10);
            await stop.CancelAsync();
            await running;
            Assert.Equal(10, gor.Outputs[0].Tally.GivenUp);
        }

        await ReceiveAsync("second.ndjson", calls: 10);
        Assert.Equal(10, Urls("second.ndjson").Count());
    }

    [Fact]
    public async Task Half_a_call_comes_again_with_its_other_half()
    {
        _kafka.Write(Topic, "1 a 5 7\nGET /half HTTP/1.1\r\n\r\n"u8.ToArray());
        await using (Pipeline gor = Open("first.ndjson"))
        {
            using var stop = new CancellationTokenSource();
            Task<bool> running = gor.RunAsync(stop.Token);
            await Eventually.TrueAsync(() => gor.Ledger[Counter.TapedMessagesRead] == 1);
            await stop.CancelAsync();
            Assert.True(await running);
            Assert.True(gor.Ledger.IsBalanced, gor.Ledger.ToString());
            Assert.Equal(1, gor.Ledger[Counter.TapedMessagesUnplayed]);
        }

        _kafka.Write(Topic, "2 a 6 7\nHTTP/1.1 204 No Content\r\n\r\n"u8.ToArray());
        await ReceiveAsync("second.ndjson", calls: 1);
        Assert.Contains("/half", Assert.Single(Urls("second.ndjson")));
    }

    private string[] Words(params string[] more) =>
        ["--input-kafka-host", _kafka.Hosts, "--input-kafka-topic", Topic, "--input-kafka-group", "writers", .. more];

    private Pipeline Open(string records) => GorRun.Open(
        new Logged(), Words("--output-resurface", Path.Combine(_folder.Path, records), "--output-resurface-rules", "include debug"));

    private async Task ReceiveAsync(string records, int calls)
    {
        await using Pipeline gor = Open(records);
        using var stop = new CancellationTokenSource();
        Task<bool> running = gor.RunAsync(stop.Token);
        await Eventually.TrueAsync(() => gor.Ledger[Counter.ExchangesRecorded] >= calls);
        await stop.CancelAsync();
        Assert.True(await running);
        Assert.True(gor.Ledger.IsBalanced, gor.Ledger.ToString());
    }

    /// <summary>Each over a connection of its own.</summary>
    private async Task SendCallsAsync(int calls)
    {
        var talks = new List<(Conversation, long)>();
        for (int call = 0; call < calls; call++)
        {
            Conversation talk = new Conversation(clientPort: 20000 + _calls).Opened();
            talk.Client.Sends($"GET /{_calls++} HTTP/1.1\r\nHost: h\r\n\r\n");
            talk.Server.Sends("HTTP/1.1 204 No Content\r\n\r\n");
            talks.Add((talk.Closed(), 0));
        }

        string capture = _folder.Write($"{Guid.NewGuid():N}.pcap", Conversation.ToPcap([.. talks]));
        await GorRun.ToEndAsync("--input-raw", capture, "--output-kafka-host", _kafka.Hosts, "--output-kafka-topic", Topic);
    }

    private IEnumerable<string> Urls(string records) => File.ReadAllLines(Path.Combine(_folder.Path, records), Encoding.UTF8)
        .Select(line => line.Split("""["request_url",""")[1].Split(']')[0]);
}
