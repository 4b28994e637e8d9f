using System.Text;
using Confluent.Kafka;
using Gor.Tests.Capture;
using Gor.Tests.Kit;

namespace Gor.Tests.Kafka;

/// <summary>Whole runs into a topic and out of it, against brokers that librdkafka plays.</summary>
public sealed class KafkaRunTests : IDisposable
{
    private const string Topic = "calls";
    private const int Partitions = 4;

    private readonly TemporaryFolder _folder = new();
    private readonly MockKafka _kafka = new(brokers: 3);

    public KafkaRunTests() => _kafka.Create(Topic, Partitions);

    public void Dispose()
    {
        _kafka.Dispose();
        _folder.Dispose();
    }

    [Theory]
    [InlineData(false, "")]
    [InlineData(true, "")]
    [InlineData(false, "writers")]
    [InlineData(true, "writers")]
    public async Task The_records_behind_a_topic_are_those_of_the_capture(bool isJson, string group)
    {
        string capture = Capture(connections: 5, calls: 4);
        string[] live = await GorRun.RecordsAsync(_folder, "--input-raw", capture);
        await SendAsync(capture, isJson ? ["--output-kafka-json-format"] : []);
        (string[] records, Ledger ledger) = await ReceiveAsync(
            live.Length, ["--input-kafka-offset", "-2", .. isJson ? ["--input-kafka-json-format"] : (string[])[], .. group.Length > 0 ? ["--input-kafka-group", group] : (string[])[]]);
        Assert.Equal(20, live.Length);
        Assert.Equal(live, records);
        Assert.Equal(40, ledger[Counter.TapedMessagesRead]);
    }

    [Fact]
    public async Task All_messages_of_a_connection_are_in_one_partition_in_order()
    {
        await SendAsync(Capture(connections: 20, calls: 3));
        IReadOnlyList<ConsumeResult<byte[], byte[]>> messages = _kafka.Read(Topic, Partitions, messages: 120);
        var connections = messages.GroupBy(message => Encoding.ASCII.GetString(message.Message.Key)).ToList();
        Assert.Equal(20, connections.Count);
        Assert.True(messages.Select(message => message.Partition.Value).Distinct().Count() > 1);
        Assert.All(connections, connection =>
        {
            Assert.Single(connection.Select(message => message.Partition.Value).Distinct());
            Assert.Matches("^[0-9a-f]{8}$", connection.Key);
            Assert.Equal("121212", string.Concat(connection.Select(message => (char)message.Message.Value[0])));
            Assert.Equal(3, connection.Select(message => Encoding.ASCII.GetString(message.Message.Value.AsSpan(2, 24))).Distinct().Count());
        });
    }

    [Fact]
    public async Task Brokers_that_are_away_at_the_start_are_waited_for()
    {
        _kafka.Down();
        var log = new Logged();
        await using Pipeline gor = OpenSender(log, Capture(connections: 2, calls: 2));
        Task<bool> running = gor.RunAsync(TestContext.Current.CancellationToken);
        await Eventually.TrueAsync(() => log.Lines.Any(line => line.Contains("does not take records: ", StringComparison.Ordinal)));
        Assert.True(gor.Outputs[0].Status.IsFailing);
        Assert.Equal(0, gor.Outputs[0].Tally.Delivered);
        _kafka.Up();
        Assert.True(await running);
        Assert.Equal("4 = 4 delivered", gor.Outputs[0].Tally.ToString());
        Assert.True(gor.Ledger.IsBalanced);
        Assert.Contains(log.Lines, line => line.Contains("takes records again", StringComparison.Ordinal));
    }

    [Fact]
    public async Task What_no_broker_took_in_time_is_given_up_and_counted()
    {
        _kafka.Down();
        var log = new Logged();
        await using Pipeline gor = OpenSender(log, Capture(connections: 2, calls: 2), "--shutdown-timeout", "300ms");
        await gor.RunAsync(TestContext.Current.CancellationToken);
        Assert.Equal("4 = 4 given up", gor.Outputs[0].Tally.ToString());
        Assert.True(gor.Ledger.IsBalanced, gor.Ledger.ToString());
        Assert.Contains(log.Lines, line => line.Contains($"kafka {_kafka.Hosts}/calls: 4 records given up: the time to stop was over", StringComparison.Ordinal));
    }

    [Fact]
    public async Task An_outage_that_passes_costs_nothing_and_brings_nothing_twice()
    {
        _kafka.Answer(
            MockKafka.Produce, ErrorCode.LeaderNotAvailable, ErrorCode.NotLeaderForPartition, ErrorCode.RequestTimedOut, ErrorCode.NotEnoughReplicas);
        var log = new Logged();
        await using Pipeline gor = OpenSender(log, Capture(connections: 3, calls: 2));
        Assert.True(await gor.RunAsync(TestContext.Current.CancellationToken));
        Assert.True(gor.Outputs[0].Tally.ToString() == "6 = 6 delivered", gor.Outputs[0].Tally.ToString() + "\n" + string.Join('\n', log.Lines));
        Assert.Equal(12, _kafka.Read(Topic, Partitions, messages: 12).Select(message => Encoding.UTF8.GetString(message.Message.Value)).Distinct().Count());
    }

    [Fact]
    public async Task A_message_that_is_too_large_for_the_brokers_is_counted_and_the_setting_named()
    {
        _kafka.Answer(MockKafka.Produce, ErrorCode.MsgSizeTooLarge);
        var log = new Logged();
        await using Pipeline gor = OpenSender(log, Capture(connections: 1, calls: 1));
        Assert.True(await gor.RunAsync(TestContext.Current.CancellationToken));
        Assert.Equal("1 = 1 rejected", gor.Outputs[0].Tally.ToString());
        Assert.True(gor.Ledger.IsBalanced, gor.Ledger.ToString());
        Assert.Contains(log.Lines, line => line.Contains("raise max.message.bytes of the topic", StringComparison.Ordinal));
    }

    [Fact]
    public async Task A_call_of_megabytes_comes_through()
    {
        string body = new('x', 3_000_000);
        Conversation talk = new Conversation().Opened();
        foreach (char[] piece in $"POST / HTTP/1.1\r\nHost: h\r\nContent-Length: {body.Length}\r\n\r\n{body}".Chunk(1400))
        {
            talk.Client.Sends(new string(piece));
        }

        talk.Server.Sends("HTTP/1.1 204 No Content\r\n\r\n");
        string capture = _folder.Write("large.pcap", talk.Closed().ToPcap());
        string[] live = await GorRun.RecordsAsync(_folder, "--input-raw", capture);
        await SendAsync(capture);
        Assert.Equal(live, (await ReceiveAsync(1, "--input-kafka-offset", "-2")).Records);
    }

    [Fact]
    public async Task What_is_no_message_is_counted_and_named_by_its_place_but_not_shown()
    {
        _kafka.Write(Topic, "secret nonsense"u8.ToArray(), [], "1 a 5 7\nGET /ok HTTP/1.1\r\n\r\n"u8.ToArray(), "2 a 6 7\nHTTP/1.1 204 No Content\r\n\r\n"u8.ToArray());
        var log = new Logged();
        (string[] records, Ledger ledger) = await ReceiveAsync(1, log, "--input-kafka-offset", "0");
        Assert.Contains("/ok", Assert.Single(records));
        Assert.Equal((4, 2, 2), (ledger[Counter.TapedMessagesRead], ledger[Counter.TapedMessagesMalformed], ledger[Counter.TapedMessagesHanded]));
        Assert.Contains(log.Lines, line => line.Contains("the message at partition 0, offset 0 is not in GoReplay's format", StringComparison.Ordinal));
        Assert.DoesNotContain(log.Lines, line => line.Contains("secret", StringComparison.Ordinal));
    }

    [Fact]
    public async Task Without_an_offset_reading_begins_behind_the_newest_message()
    {
        await SendAsync(Capture(connections: 1, calls: 1));
        var log = new Logged();
        await using Pipeline gor = OpenReceiver(log, Path.Combine(_folder.Path, "none.ndjson"));
        using var stop = new CancellationTokenSource();
        Task<bool> running = gor.RunAsync(stop.Token);

        // The topic's end is known once something behind it arrives.
        await Eventually.TrueAsync(() =>
        {
            _kafka.Write(Topic, "1 b 5 7\nGET /new HTTP/1.1\r\n\r\n"u8.ToArray());
            return gor.Ledger[Counter.TapedMessagesRead] > 0;
        });
        await stop.CancelAsync();
        Assert.True(await running);
        Assert.Equal(0, gor.Ledger[Counter.ResponsesOrphanedNoRequest]);
        Assert.Equal(0, gor.Ledger[Counter.ExchangesRecorded]);
    }

    [Fact]
    public async Task Answers_to_replays_are_passed_over_and_a_topic_that_comes_later_is_waited_for()
    {
        var log = new Logged();
        await using Pipeline gor = GorRun.Open(log, "--input-kafka-host", _kafka.Hosts, "--input-kafka-topic", "later", "--input-kafka-offset", "-2", "--output-null");
        using var stop = new CancellationTokenSource();
        Task<bool> running = gor.RunAsync(stop.Token);
        await Eventually.TrueAsync(() => log.Lines.Any(line => line.Contains("no partition of the topic later", StringComparison.Ordinal)));
        _kafka.Create("later", 1);
        _kafka.Write("later", "3 a 5 7\nHTTP/1.1 200 OK\r\n\r\n"u8.ToArray());
        await Eventually.TrueAsync(() => gor.Ledger[Counter.TapedMessagesIgnoredReplayed] == 1);
        await stop.CancelAsync();
        Assert.True(await running);
    }

    private string Capture(int connections, int calls)
    {
        var talks = new List<(Conversation, long)>();
        for (int connection = 0; connection < connections; connection++)
        {
            Conversation talk = new Conversation(clientPort: 40000 + connection).Opened();
            for (int call = 0; call < calls; call++)
            {
                talk.Client.Sends($"POST /{connection}/{call} HTTP/1.1\r\nHost: shop.example\r\nX: 1\r\nX: 2\r\nContent-Length: 5\r\n\r\n\u00ff\u0000abc");
                talk.Paused(TimeSpan.FromMilliseconds(3));
                talk.Server.Sends($"HTTP/1.1 201 Created\r\nSet-Cookie: a={call}\r\nSet-Cookie: b=2\r\nContent-Length: 8\r\n\r\n\"ans<er\"");
            }

            talks.Add((talk.Closed(), 0));
        }

        return _folder.Write($"{Guid.NewGuid():N}.pcap", Conversation.ToPcap([.. talks]));
    }

    private Pipeline OpenSender(Logged log, string capture, params string[] flags) =>
        GorRun.Open(log, ["--input-raw", capture, "--output-kafka-host", _kafka.Hosts, "--output-kafka-topic", Topic, .. flags]);

    private Pipeline OpenReceiver(Logged log, string records, params string[] flags) => GorRun.Open(
        log,
        ["--input-kafka-host", _kafka.Hosts, "--input-kafka-topic", Topic, "--output-resurface", records, "--output-resurface-rules", "include debug", .. flags]);

    private Task<Ledger> SendAsync(string capture, params string[] flags) =>
        GorRun.ToEndAsync(["--input-raw", capture, "--output-kafka-host", _kafka.Hosts, "--output-kafka-topic", Topic, .. flags]);

    private Task<(string[] Records, Ledger Ledger)> ReceiveAsync(int calls, params string[] flags) => ReceiveAsync(calls, new Logged(), flags);

    private async Task<(string[] Records, Ledger Ledger)> ReceiveAsync(int calls, Logged log, params string[] flags)
    {
        string records = Path.Combine(_folder.Path, $"{Guid.NewGuid():N}.ndjson");
        Pipeline gor = OpenReceiver(log, records, flags);
        using var stop = new CancellationTokenSource();
        Task<bool> running = gor.RunAsync(stop.Token);
        await Eventually.TrueAsync(() => gor.Ledger[Counter.ExchangesRecorded] >= calls);
        await stop.CancelAsync();
        Assert.True(await running);
        Assert.True(gor.Ledger.IsBalanced, gor.Ledger.ToString());
        await gor.DisposeAsync();
        return ([.. File.ReadAllLines(records, Encoding.UTF8).Order(StringComparer.Ordinal)], gor.Ledger);
    }
}
