using Gor.Kafka;
using Gor.Tests.Kit;
using Microsoft.Extensions.Time.Testing;

namespace Gor.Tests.Kafka;

/// <summary>An input whose outputs give calls up, and one without a broker.</summary>
public sealed class KafkaSourceTests : IAsyncDisposable
{
    private const string Topic = "calls";

    private readonly MockKafka _kafka = new();
    private readonly Logged _log = new();
    private readonly FakeTimeProvider _time = new();
    private readonly Counters _counters = new();
    private readonly CancellationTokenSource _stop = new();
    private Pipeline? _gor;
    private Task<bool>? _running;
    private long _givenUp;

    public KafkaSourceTests() => _kafka.Create(Topic, 1);

    public async ValueTask DisposeAsync()
    {
        await _stop.CancelAsync();
        Assert.True(await _running!);
        await _gor!.DisposeAsync();
        _kafka.Dispose();
        _stop.Dispose();
    }

    [Fact]
    public async Task Commits_nothing_behind_a_call_that_was_given_up_and_says_so_once()
    {
        Start("writers");
        await SendAsync(read: 1);
        await Eventually.TrueAsync(() => Committed() == 1);
        Volatile.Write(ref _givenUp, 3);
        await SendAsync(read: 2);
        await Eventually.TrueAsync(() =>
        {
            _time.Advance(TimeSpan.FromSeconds(1));
            return _counters[Counter.TapedMessagesUncommitted] == 1;
        });
        await SendAsync(read: 3);
        await SendAsync(read: 4);
        await Eventually.TrueAsync(() => _counters[Counter.TapedMessagesUncommitted] == 3);
        _time.Advance(TimeSpan.FromMinutes(2));
        await SendAsync(read: 5);
        Assert.Equal(1, Committed());
        Assert.Contains("3 calls", Assert.Single(_log.Lines, line => line.Contains("nothing is committed from here on", StringComparison.Ordinal)));
    }

    [Theory]
    [InlineData("")]
    [InlineData("writers")]
    public async Task Is_away_until_a_broker_answers_also_where_the_topic_is_silent(string group)
    {
        _kafka.Down();
        KafkaSource source = Start(group);
        var health = new Health(_gor!, []);
        await Eventually.TrueAsync(() => _gor!.IsCapturing);
        await Eventually.TrueAsync(() =>
        {
            _time.Advance(TimeSpan.FromSeconds(1));
            return health.Obstacles().Count > 0;
        });
        Assert.Matches("^kafka .+/calls has been away for 6[0-9] s$", Assert.Single(health.Obstacles()));
        Assert.Empty(health.Faults());
        _kafka.Up();
        await Eventually.TrueAsync(() =>
        {
            _time.Advance(TimeSpan.FromSeconds(1));
            return source.Away == TimeSpan.Zero;
        });
        Assert.Empty(health.Obstacles());
    }

    /// <summary>Beside a source that is no matter here.</summary>
    private KafkaSource Start(string group)
    {
        var options = new KafkaOptions { Input = new KafkaEnd { Hosts = _kafka.Hosts, Topic = Topic }, Group = group, Offset = -2 };
        KafkaSource source = new KafkaFactory(options, _log.Log, _time).OpenSource(_counters, () => Volatile.Read(ref _givenUp));
        var run = Assert.IsType<Gor.Cli.RunCommand>(Gor.Cli.RunLine.Parse(["--input-dummy", "1", "--output-null"], new Dictionary<string, string>()));
        _gor = Pipeline.Open(run.Options, _log.Log, new PipelineEnds { Source = source, SourceCounters = _counters });
        _running = _gor.RunAsync(_stop.Token);
        return source;
    }

    private async Task SendAsync(long read)
    {
        _kafka.Write(Topic, "nonsense"u8.ToArray());
        await Eventually.TrueAsync(() => _counters[Counter.TapedMessagesRead] == read);
    }

    private long Committed()
    {
        _time.Advance(TimeSpan.FromSeconds(1));
        return _kafka.Committed(Topic, partitions: 1, group: "writers");
    }
}
