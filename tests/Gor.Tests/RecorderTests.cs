using System.Net;
using System.Text;
using Gor.Http;
using Gor.Masking;
using Gor.Output;
using Gor.Tests.Kit;
using Gor.Tests.Masking;

namespace Gor.Tests;

public class RecorderTests
{
    private readonly Counters _counters = new();
    private readonly Written _sink = new();
    private readonly Logged _log = new();
    private readonly OwnConnections _own = new();

    [Fact]
    public void A_kept_exchange_becomes_one_masked_record_with_the_host_behind_the_rules()
    {
        using Recorder recorder = Make("/request_header:.*/ remove\n/host/ remove");
        recorder.OnExchange(new SampleExchange { Target = "/a?b=1"u8.ToArray() }.Make());
        string record = Assert.Single(_sink.Records);
        Assert.StartsWith("""[["request_method","GET"],["request_url","http://shop.example/a?b=1"],["response_code","200"],""", record);
        Assert.DoesNotContain("request_header", record);
        Assert.Contains("[\"host\",\"", record);
        Assert.Equal((1, 0, 0), Ends());
    }

    [Theory]
    [InlineData("/request_url/ stop")]
    [InlineData("/.*/ remove")]
    [InlineData("skip_submission")]
    public void A_discarded_exchange_is_counted_and_leaves_nothing(string rules)
    {
        using Recorder recorder = Make(rules);
        recorder.OnExchange(new SampleExchange().Make());
        Assert.Empty(_sink.Records);
        Assert.Equal((0, 1, 0), Ends());
    }

    [Fact]
    public void Rules_that_take_too_long_end_the_record()
    {
        using Recorder recorder = Make(@"/request_body/ stop_if_found /(a+)+\1!/");
        recorder.OnExchange(new SampleExchange { RequestBody = Encoding.ASCII.GetBytes(new string('a', 60) + "b!") }.Make());
        Assert.Empty(_sink.Records);
        Assert.Equal((0, 0, 1), Ends());
        Assert.DoesNotContain(_log.Lines, line => line.Contains("aaa", StringComparison.Ordinal));
    }

    [Fact]
    public void Where_nothing_is_recorded_exchanges_are_counted()
    {
        using Recorder recorder = Make("include debug", forms: OutputForm.None);
        recorder.OnExchange(new SampleExchange().Make());
        Assert.Equal([""], _sink.Records);
        Assert.Equal((1, 0, 0), Ends());
    }

    [Fact]
    public void Our_own_deliveries_are_counted_and_left_out()
    {
        using Recorder recorder = Make("include debug");
        Exchange exchange = new SampleExchange().Make();
        _own.Add(
            new IPEndPoint(exchange.Key.Source.Address.ToIPAddress(), exchange.Key.Source.Port),
            new IPEndPoint(exchange.Key.Destination.Address.ToIPAddress(), exchange.Key.Destination.Port));
        recorder.OnExchange(exchange);
        Assert.Empty(_sink.Records);
        Assert.Equal(1, _counters[Counter.ExchangesDiscardedOwn]);
    }

    [Fact]
    public void Without_memory_for_them_exchanges_are_shed_and_counted()
    {
        var pressure = new MemoryPressure { Level = 2 };
        using Recorder recorder = Make("include debug", pressure: pressure);
        recorder.OnExchange(new SampleExchange().Make());
        pressure.Level = 1;
        recorder.OnExchange(new SampleExchange().Make());
        Assert.Single(_sink.Records);
        Assert.Equal((1, 1), (_counters[Counter.ExchangesShedMemory], _counters[Counter.ExchangesRecorded]));
    }

    [Fact]
    public void Without_rules_tapes_hold_what_was_on_the_wire_although_records_do_not()
    {
        using Recorder recorder = Make("", OutputForm.Record | OutputForm.Tape);
        recorder.OnExchange(new SampleExchange { Target = "/a?b=1"u8.ToArray(), RequestFields = [("Authorization", "secret")] }.Make());
        Assert.DoesNotContain("secret", Assert.Single(_sink.Records));
        Assert.Contains("GET /a?b=1 HTTP/1.1\r\nAuthorization: secret\r\n", Assert.Single(_sink.Tapes));
    }

    [Fact]
    public void Rules_hold_for_tapes_too()
    {
        using Recorder recorder = Make("/request_header:authorization/ remove\n/request_url/ stop_if_found /private/", OutputForm.Tape);
        recorder.OnExchange(new SampleExchange { RequestFields = [("Authorization", "secret")] }.Make());
        recorder.OnExchange(new SampleExchange { Target = "/private"u8.ToArray() }.Make());
        Assert.DoesNotContain("secret", Assert.Single(_sink.Tapes));
        Assert.Equal((1, 1, 0), Ends());
    }

    [Fact]
    public void A_request_without_an_answer_is_for_tapes_only()
    {
        using (Recorder recorder = Make("", OutputForm.Record))
        {
            recorder.OnAlone(new SampleExchange().Make());
            Assert.Empty(_sink.Tapes);
        }

        using Recorder taper = Make("/request_header:x/ stop", OutputForm.Record | OutputForm.Tape);
        taper.OnAlone(new SampleExchange().Make());
        taper.OnAlone(new SampleExchange { RequestFields = [("X", "1")] }.Make());
        Assert.Empty(_sink.Records);
        Assert.DoesNotContain("\n2 ", Assert.Single(_sink.Tapes));
        Assert.Equal((0, 0, 0), Ends());
        Assert.Equal((1, 1), (_counters[Counter.RequestsAloneSent], _counters[Counter.RequestsAloneDiscarded]));
    }

    private (long Recorded, long Discarded, long Failed) Ends() => (
        _counters[Counter.ExchangesRecorded],
        _counters[Counter.ExchangesDiscardedRule],
        _counters[Counter.ExchangesDiscardedMaskingFailed]);

    private Recorder Make(string rules, OutputForm forms = OutputForm.Record, MemoryPressure? pressure = null)
    {
        var options = new MaskingOptions { Rules = rules };
        ParsedRules parsed = RuleParser.Parse(options);
        Assert.Empty(parsed.Errors);
        return new Recorder(
            new Options { Masking = options }, new RuleBook(options, parsed, _log.Log), _own, _sink, _counters, forms, _log.Log)
        {
            Pressure = pressure ?? new MemoryPressure(),
        };
    }

    private sealed class Written : IRecordSink
    {
        public List<string> Records { get; } = [];

        public List<string> Tapes { get; } = [];

        public void Write(in Rendition call, in ExchangeOrder order, bool isByTick)
        {
            Tapes.Add(Encoding.UTF8.GetString(call.Tape));
            if (!call.IsAlone)
            {
                Records.Add(Encoding.UTF8.GetString(call.Record));
            }
        }

        public void Advance(long ordinal)
        {
        }

        public void Tick(bool isBehind)
        {
        }

        public void Close()
        {
        }
    }
}
