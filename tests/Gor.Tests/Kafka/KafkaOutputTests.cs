using System.Text;
using Confluent.Kafka;
using Gor.Kafka;
using Gor.Output;
using Gor.Tests.Kit;
using Microsoft.Extensions.Time.Testing;

namespace Gor.Tests.Kafka;

/// <summary>What becomes of an output whose producer breaks, and of one to which nobody answers.</summary>
public sealed class KafkaOutputTests : IAsyncDisposable
{
    private readonly MockKafka _kafka = new();
    private readonly Logged _log = new();
    private readonly FakeTimeProvider _time = new();
    private readonly List<IProducer<byte[], byte[]>> _producers = [];
    private readonly KafkaOutput _output;
    private readonly IRecordWriter _writer;
    private int _calls;

    public KafkaOutputTests()
    {
        _kafka.Create("calls", 1);
        var options = new KafkaOptions { Output = new KafkaEnd { Hosts = _kafka.Hosts, Topic = "calls" } };
        _output = new KafkaOutput(
            options.Output, Connect, new BundleQueue(1 << 20, waitsForRoom: false, _time), new OutputLog(options.Output.Name, _log.Log, _time), _time);
        _writer = _output.OpenWriter();

        IProducer<byte[], byte[]> Connect(KafkaOutput output)
        {
            _producers.Add(new ProducerBuilder<byte[], byte[]>(KafkaSettings.OfOutput(options)).SetErrorHandler((_, error) => output.OnError(error)).Build());
            return _producers[^1];
        }
    }

    public async ValueTask DisposeAsync()
    {
        await _output.DisposeAsync();
        _kafka.Dispose();
    }

    [Fact]
    public async Task Goes_on_with_another_producer_where_one_broke()
    {
        Send();
        await Eventually.TrueAsync(() => _output.Tally.Delivered == 1);
        MockKafka.Break(_producers[0], ErrorCode.OutOfOrderSequenceNumber, "made up by a test");
        await Eventually.TrueAsync(() => _log.Lines.Any(line => line.Contains("does not take records: ", StringComparison.Ordinal) && line.Contains("made up by a test", StringComparison.Ordinal)));
        Send();
        await Eventually.TrueAsync(() => _output.Tally.Delivered == 2);
        Assert.Equal(2, _producers.Count);
        Assert.Equal("2 = 2 delivered", _output.Tally.ToString());
        Assert.False(_output.Status.IsFailing);
        Assert.Equal(2, _kafka.Read("calls", partitions: 1, messages: 2).Count);
    }

    [Fact]
    public async Task Counts_what_the_broken_producer_still_had()
    {
        _kafka.Down();
        Send();
        await Eventually.TrueAsync(() => _log.Lines.Any(line => line.Contains("does not take records: ", StringComparison.Ordinal)));
        MockKafka.Break(_producers[0], ErrorCode.OutOfOrderSequenceNumber, "made up by a test");
        await Eventually.TrueAsync(() => _output.Tally.Rejected == 1);
        _kafka.Up();
        Send();
        await Eventually.TrueAsync(() => _output.Tally.Delivered == 1);
        Assert.Equal("2 = 1 delivered + 1 rejected", _output.Tally.ToString());
        Assert.Contains(_log.Lines, line => line.Contains("1 records rejected: ", StringComparison.Ordinal));
    }

    /// <summary>Silence while nothing waits is none.</summary>
    [Fact]
    public async Task Says_how_long_nobody_has_answered_to_what_waits()
    {
        _time.Advance(TimeSpan.FromHours(1));
        Assert.Equal((false, TimeSpan.Zero), (_output.Status.IsFailing, _output.Status.SinceAnswer!.Value));
        _kafka.Answer(MockKafka.Produce, [.. Enumerable.Repeat(ErrorCode.LeaderNotAvailable, 1000)]);
        Send();
        await Eventually.TrueAsync(() => _output.Tally.Waiting == 1 && _output.Status.OldestAge == TimeSpan.Zero);
        await Eventually.TrueAsync(() =>
        {
            _time.Advance(TimeSpan.FromSeconds(1));
            return _output.Status.SinceAnswer > TimeSpan.FromSeconds(30);
        });
        Assert.True(_output.Status.IsFailing);
        _kafka.Answer(MockKafka.Produce);
    }

    private void Send() => _writer.Write(Encoding.UTF8.GetBytes($"1 {++_calls:x40} 5 7\nGET / HTTP/1.1\r\n\r\n\n🐵🙈🙉\n"));
}
