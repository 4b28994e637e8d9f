using System.Buffers;
using Gor.Http;
using Gor.Masking;
using Gor.Output;
using Gor.Tape;
using Serilog;

namespace Gor;

/// <summary>
/// Exchanges of one worker to what the outputs take: flattened, masked, encoded. What the rules do not let go is counted and gone
/// before anything else sees it.
/// </summary>
internal sealed class Recorder : IExchangeConsumer, IDisposable
{
    /// <summary>One huge record shall not hold its room for ever.</summary>
    private const int LargestKeptBuffer = 8 << 20;

    private readonly RuleBook _rules;
    private readonly OwnConnections _own;
    private readonly IRecordSink _sink;
    private readonly Counters _counters;
    private readonly bool _wantsRecords;
    private readonly bool _wantsTapes;
    private readonly bool _masksTapes;
    private readonly ILogger _log;
    private readonly DetailsBuilder _builder;
    private readonly CallTaper _taper;
    private readonly Details _details = new();
    private RuleSet _current;
    private ArrayBufferWriter<byte> _record = new(64 << 10);
    private ArrayBufferWriter<byte> _tape = new(64 << 10);

    /// <param name="forms">What the outputs take; with none, exchanges are only counted.</param>
    public Recorder(
        Options options, RuleBook rules, OwnConnections own, IRecordSink sink, Counters counters, OutputForm forms, ILogger log)
    {
        _rules = rules;
        _own = own;
        _sink = sink;
        _counters = counters;
        _wantsRecords = forms.HasFlag(OutputForm.Record);
        _wantsTapes = forms.HasFlag(OutputForm.Tape);
        _masksTapes = options.Masking.AreGiven;
        _log = log;
        _current = rules.Current;
        _builder = new DetailsBuilder(options.Masking, counters, name => _current.Kills(name));
        _taper = new CallTaper(options.Tape, options.Masking.RealIpHeader);
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

            if ((_wantsRecords || _wantsTapes) && Pressure.ShedsExchanges)
            {
                _counters.Add(Counter.ExchangesShedMemory);
                return;
            }

            RuleOutcome outcome = Render(exchange, isAlone: false);
            _counters.Add(outcome switch
            {
                RuleOutcome.Kept => Counter.ExchangesRecorded,
                RuleOutcome.Discarded => Counter.ExchangesDiscardedRule,
                _ => Counter.ExchangesDiscardedMaskingFailed,
            });
            if (outcome == RuleOutcome.Kept)
            {
                _sink.Write(new Rendition { Record = _record.WrittenSpan, Tape = _tape.WrittenSpan, Connection = exchange.Key.SymmetricHash() }, exchange.Order, IsInTick);
            }
        }
    }

    public void OnAlone(Exchange request)
    {
        using (request)
        {
            if (!_wantsTapes || _own.Contains(request.Key))
            {
                return;
            }

            bool isKept = !Pressure.ShedsExchanges && Render(request, isAlone: true) == RuleOutcome.Kept;
            _counters.Add(isKept ? Counter.RequestsAloneSent : Counter.RequestsAloneDiscarded);
            if (isKept)
            {
                _sink.Write(new Rendition { Tape = _tape.WrittenSpan, Connection = request.Key.SymmetricHash(), IsAlone = true }, request.Order, IsInTick);
            }
        }
    }

    public void Dispose()
    {
        _builder.Dispose();
        _taper.Dispose();
    }

    /// <summary>Whatever goes wrong on the way from exchange to outputs ends the call: it fails closed.</summary>
    private RuleOutcome Render(Exchange exchange, bool isAlone)
    {
        try
        {
            // Once an exchange: a reload never splits one.
            _current = _rules.Current;
            Clear(ref _record);
            Clear(ref _tape);
            RuleOutcome outcome = (_wantsRecords && !isAlone) || (_wantsTapes && _masksTapes) ? Mask(exchange) : RuleOutcome.Kept;
            if (outcome != RuleOutcome.Kept)
            {
                return outcome;
            }

            if (_current.SkipsSubmission)
            {
                return RuleOutcome.Discarded;
            }

            Tape(exchange, isAlone);
            if (_wantsRecords && !isAlone)
            {
                _builder.AddAfterRules(_details);
                NdjsonEncoder.Encode(_details, _record);
            }

            return RuleOutcome.Kept;
        }
        catch (Exception fault)
        {
            // Its message could quote a value.
            _log.Error("a fault of gor's own costs one record; please report it: {Fault:l}\n{Trace:l}", fault.GetType().Name, fault.StackTrace);
            return RuleOutcome.Failed;
        }
    }

    private RuleOutcome Mask(Exchange exchange)
    {
        _builder.Build(exchange, _details);
        _current.CopySessionFields(_details);
        return _current.Apply(_details, _counters);
    }

    private void Tape(Exchange exchange, bool isAlone)
    {
        if (!_wantsTapes)
        {
            return;
        }

        if (_masksTapes)
        {
            CallTaper.WriteMasked(exchange, _details, isAlone, _tape);
        }
        else if (isAlone)
        {
            _taper.WriteAlone(exchange, _tape);
        }
        else
        {
            _taper.Write(exchange, _tape);
        }
    }

    private static void Clear(ref ArrayBufferWriter<byte> buffer)
    {
        if (buffer.Capacity > LargestKeptBuffer)
        {
            buffer = new(64 << 10);
        }
        else
        {
            buffer.ResetWrittenCount();
        }
    }
}
