using System.Buffers;
using Gor.Http;
using Gor.Masking;
using Gor.Output;
using Serilog;

namespace Gor;

/// <summary>
/// Exchanges of one worker to records: flattened, masked, encoded, handed to the outputs. What the rules do not let go is counted and
/// gone before anything else sees it.
/// </summary>
internal sealed class Recorder : IExchangeConsumer, IDisposable
{
    /// <summary>One huge record shall not hold its room for ever.</summary>
    private const int LargestKeptBuffer = 8 << 20;

    private readonly RuleBook _rules;
    private readonly OwnConnections _own;
    private readonly IRecordSink _sink;
    private readonly Counters _counters;
    private readonly bool _recordsNothing;
    private readonly ILogger _log;
    private readonly DetailsBuilder _builder;
    private readonly Details _details = new();
    private RuleSet _current;
    private ArrayBufferWriter<byte> _record = new(64 << 10);

    /// <param name="recordsNothing">True where no output looks at records: exchanges are then only counted.</param>
    public Recorder(
        MaskingOptions options, RuleBook rules, OwnConnections own, IRecordSink sink, Counters counters, bool recordsNothing, ILogger log)
    {
        _rules = rules;
        _own = own;
        _sink = sink;
        _counters = counters;
        _recordsNothing = recordsNothing;
        _log = log;
        _current = rules.Current;
        _builder = new DetailsBuilder(options, counters, name => _current.Kills(name));
    }

    /// <summary>Where it says so, exchanges are shed before they cost anything.</summary>
    public MemoryPressure Pressure { get; init; } = new();

    /// <summary>True while the capture's clock, and not a packet, completes exchanges.</summary>
    public bool IsInTick { get; set; }

    public void OnExchange(Exchange exchange)
    {
        using (exchange)
        {
            if (_own.Contains(exchange.Key))
            {
                _counters.Add(Counter.ExchangesDiscardedOwn);
                return;
            }

            if (_recordsNothing)
            {
                _counters.Add(Counter.ExchangesRecorded);
                _sink.Write([], exchange.Order, IsInTick);
                return;
            }

            if (Pressure.ShedsExchanges)
            {
                _counters.Add(Counter.ExchangesShedMemory);
                return;
            }

            // Once an exchange: a reload never splits one.
            _current = _rules.Current;
            RuleOutcome outcome = Encode(exchange);
            _counters.Add(outcome switch
            {
                RuleOutcome.Kept => Counter.ExchangesRecorded,
                RuleOutcome.Discarded => Counter.ExchangesDiscardedRule,
                _ => Counter.ExchangesDiscardedMaskingFailed,
            });
            if (outcome == RuleOutcome.Kept)
            {
                _sink.Write(_record.WrittenSpan, exchange.Order, IsInTick);
            }
        }
    }

    public void Dispose() => _builder.Dispose();

    /// <summary>Whatever goes wrong on the way from exchange to record ends the record: it fails closed.</summary>
    private RuleOutcome Encode(Exchange exchange)
    {
        try
        {
            _builder.Build(exchange, _details);
            _current.CopySessionFields(_details);
            RuleOutcome outcome = _current.Apply(_details, _counters);
            if (outcome != RuleOutcome.Kept)
            {
                return outcome;
            }

            if (_current.SkipsSubmission)
            {
                return RuleOutcome.Discarded;
            }

            _builder.AddAfterRules(_details);
            Clear();
            NdjsonEncoder.Encode(_details, _record);
            return RuleOutcome.Kept;
        }
        catch (Exception fault)
        {
            // Its message could quote a value.
            _log.Error("a fault of gor's own costs one record; please report it: {Fault:l}\n{Trace:l}", fault.GetType().Name, fault.StackTrace);
            return RuleOutcome.Failed;
        }
    }

    private void Clear()
    {
        if (_record.Capacity > LargestKeptBuffer)
        {
            _record = new(64 << 10);
        }
        else
        {
            _record.ResetWrittenCount();
        }
    }
}
