using Gor.Capture;
using Gor.Cluster;
using Gor.Decode;
using Gor.Filtering;
using Gor.Http;
using Gor.Kafka;
using Gor.Masking;
using Gor.Output;
using Gor.Playback;
using Gor.Replay;
using Serilog;

namespace Gor;

/// <summary>
/// capture → decode → flows → http → masking → output: opens the stages, and runs them from the last to the first, so that whatever is captured
/// has a place to go, and stops them from the first to the last, so that everything under way arrives.
/// </summary>
internal sealed class Pipeline : IAsyncDisposable
{
    /// <summary>
    /// Batches between a capture file and a worker: enough that neither waits for the other all the time, few enough that they stay in
    /// the processor's cache.
    /// </summary>
    private const int FileBatches = 8;

    private const int MostWorkers = 4;

    private readonly Options _options;
    private readonly ILogger _log;
    private readonly CancellationTokenSource _stopWaiting = new();
    private readonly OwnConnections _own = new();
    private readonly List<IOutput> _outputs = [];
    private readonly ClusterWatch? _cluster;
    private readonly PacketSources _sources;
    private readonly PacketFile? _packets;
    private readonly IReadOnlyList<(ITapeSource Source, Counters Counters)> _tapes;
    private readonly DropWatch _drops;
    private readonly IReadOnlyList<CallRate> _rates;
    private readonly List<string> _warnings = [];
    private readonly BundleQueues _queues;
    private readonly MemoryPressure _pressure;
    private readonly MemoryPlan _memory;
    private readonly int _workers;
    private readonly AnswerFanOut? _answers;
    private volatile IReadOnlyList<Shard> _shards = [];
    private volatile bool _isCapturing;

    private Pipeline(Options options, RuleBook rules, PipelineEnds ends, ILogger log)
    {
        _options = options;
        _log = log;
        Rules = rules;
        IsLive = options.Capture.Inputs.Any(input => input.Kind != InputKind.File) && options.Capture.Engine != "pcap_file";
        _workers = options.Workers > 0 ? options.Workers : IsLive ? Math.Min(MostWorkers, Environment.ProcessorCount) : 1;

        // A file is read as slowly as the rest needs, and gives the same on a small machine and a large one.
        bool holdsBack = !IsLive && !ends.IsFedLive;
        _memory = new MemoryPlan(holdsBack ? long.MaxValue : options.MemoryLimit, holdsBack ? long.MaxValue : MemoryPlan.Available(), _workers);
        _pressure = ends.Pressure ?? new MemoryPressure();
        _queues = new BundleQueues(holdsBack, TimeProvider.System);
        _stopWaiting.Token.Register(_queues.StopWaiting);
        _drops = new DropWatch(log);
        Counters[] others = [.. new[] { ends.SourceCounters, ends.AnswerCounters }.OfType<Counters>()];
        Ledger = new Ledger(others, _outputs, IsLive ? _drops : null) { IsShared = options.Sharing != Sharing.None };

        // First what may need root, then what shall belong to whom it becomes.
        _cluster = OpenCluster(options.Capture, log);
        try
        {
            _sources = options.Capture.Inputs.Count > 0 ? PacketSources.Open(options.Capture, log, _warnings, _cluster is null ? null : _cluster.TermsOf) : PacketSources.None(log);
            _cluster?.OnChange(Rescan);
            RootRights.GiveUp(options.User);
            _packets = options.Capture.PacketFile.Length == 0 ? null
                : PacketFile.Open(options.Capture.PacketFile, options.Capture.PacketFileSize, options.Capture.PacketFiles, log);
            _answers = options.Replay.TracksResponses ? new AnswerFanOut(Ledger.NewBlock()) : null;
            OpenOutputs(rules.Current, ends);
            _tapes = OpenTapes(ends);
        }
        catch
        {
            _packets?.Dispose();
            DisposeSources();
            DisposeOutputs();
            _cluster?.DisposeAsync().AsTask().GetAwaiter().GetResult();
            throw;
        }

        _rates = CallRate.Of(options.Filters.InputRates);
        MemoryHolders =
        [
            ("segments", () => _shards.Sum(shard => (long)shard.Queue.Made * SegmentBatch.SlabSize)),
            ("held_segments", () => _shards.Sum(shard => shard.Worker.HeldSize)),
            ("bodies", () => _shards.Sum(shard => shard.Bodies.Taken)),
            ("connections", () => _shards.Sum(shard => (long)shard.Worker.Connections * MemoryPlan.ConnectionSize)),
            ("taped_messages", () => _tapes.Sum(tape => tape.Source.Held)),
            ("records", () => _outputs.Sum(output => output.Status.Held)),
            .. ends.HeldBehind is null ? Array.Empty<(string, Func<long>)>() : [("behind_middleware", ends.HeldBehind)],
        ];
    }

    /// <summary>True for a capture that cannot be held back: one that includes a device.</summary>
    public bool IsLive { get; }

    public RuleBook Rules { get; }

    public Ledger Ledger { get; }

    public IReadOnlyList<IOutput> Outputs => _outputs;

    /// <summary>Where taped calls come from.</summary>
    public IEnumerable<ITapeSource> Tapes => _tapes.Select(tape => tape.Source);

    /// <summary>How much of the capture files has been read; null where a device is captured too, or no file.</summary>
    public ReadMeter? FilesRead => IsLive ? null : _sources.FilesRead;

    /// <summary>What never reached a decoder, by device, since the start.</summary>
    public IReadOnlyList<SourceLosses> Losses => _drops.Losses;

    /// <summary>One for each worker, once they run.</summary>
    public IReadOnlyList<Shard> Shards => _shards;

    /// <summary>True from the start to the end of the last source.</summary>
    public bool IsCapturing => _isCapturing;

    public MemoryPressure Pressure => _pressure;

    /// <summary>Bytes; without meaning for a capture file.</summary>
    public long MemoryLimit => _memory.Limit;

    /// <summary>What of the memory is whose.</summary>
    public IReadOnlyList<(string Name, Func<long> Bytes)> MemoryHolders { get; }

    /// <summary>Opens everything that the options name, before anything is captured.</summary>
    /// <exception cref="StartException">Something is wrong; the message says all that is known to be.</exception>
    public static Pipeline Open(Options options, ILogger log, PipelineEnds? ends = null)
    {
        ParsedRules rules = CheckRules(options);
        try
        {
            return new Pipeline(options, new RuleBook(options.Masking, rules, log, read => PlainHttp.Check(options.Output, read)), ends ?? PipelineEnds.None, log);
        }
        catch (Exception failure) when (failure is CaptureException or ClusterException or OutputException or PlaybackException)
        {
            throw new StartException(ExitCode.Failed, failure.Message.Split(Environment.NewLine));
        }
    }

    /// <summary>What the rules say, and whether they fit the outputs.</summary>
    /// <exception cref="StartException">They cannot be used; the message says all that is wrong.</exception>
    public static ParsedRules CheckRules(Options options)
    {
        ParsedRules rules = RuleParser.Parse(options.Masking);
        List<string> errors = [.. rules.Errors.Select(error => error.ToString())];
        if (errors.Count == 0)
        {
            errors.AddRange(PlainHttp.Check(options.Output, rules));
            errors.AddRange(options.Replay.Http.TracksResponses && options.Masking.AreGiven
                ? ["--output-http-track-response: no rule can mask what a server answers to a replay, so rules and this flag do not go together. Drop one of them."] : []);
        }

        return errors.Count == 0 ? rules : throw new StartException(ExitCode.Usage, errors);
    }

    /// <summary>The run is about to stop: what waits in memory may go to the spool, also where the source was held back until now. Any thread.</summary>
    public void LetGo() => _queues.LetGo();

    /// <summary>An answer to a replay that went another way first, to the outputs that take answers; waits as they do.</summary>
    /// <param name="answer">In GoReplay's format, without the last line end.</param>
    public void HandOnAnswer(ReadOnlyMemory<byte> answer) => _answers?.WriteAsync(answer).AsTask().GetAwaiter().GetResult();

    /// <summary>Looks for devices now.</summary>
    public void Rescan() => _sources.Devices?.Rescan();

    /// <summary>What is captured, where it goes, and under which rules: a line each.</summary>
    public IEnumerable<string> Describe()
    {
        IEnumerable<string> inputs = _sources.AtStart.Select(source => source.Description).Concat(_tapes.Select(tape => tape.Source.Description))
            .Concat(_cluster?.Describe() ?? []);
        bool isSpooled = _outputs.Any(output => output is ResurfaceOutput);
        IEnumerable<string> lines = RunDescription.Lines(
            inputs, _sources.AtStart, _outputs.Select(output => output.Name), _options.Output, isSpooled, Rules.Current);
        if (_options.User.Length > 0 && _sources.Devices is not null)
        {
            lines = lines.Append($"user: {_options.User} from here on, without the right to open devices: those that appear later are not captured");
        }

        return IsLive ? lines.Append($"memory: {_memory.Limit >> 20} MiB at most; beyond it bodies are cut, then calls are shed") : lines;
    }

    /// <summary>Captures until every source has ended or <paramref name="stop"/> comes, then lets everything under way arrive.</summary>
    /// <returns>False where something failed; that is logged.</returns>
    public async Task<bool> RunAsync(CancellationToken stop)
    {
        foreach (string warning in _warnings)
        {
            _log.Warning("{Warning:l}", warning);
        }

        _shards = [.. OpenSinks(_workers).Select(OpenShard)];
        List<BatchQueue> queues = [.. _shards.Select(shard => shard.Queue)];
        using var time = new OneThreadTime();
        using MemoryBudget? budget = IsLive ? new MemoryBudget(_memory.Limit, _pressure, MemoryHolders, HeapSize, CollectGarbage, _log, time) : null;
        using var end = CancellationTokenSource.CreateLinkedTokenSource(stop);
        await using CancellationTokenRegistration lettingGo = stop.Register(LetGo);
        Task<bool>[] working = [.. _shards.Select(shard => Start(shard, end))];
        _isCapturing = true;
        Task<bool>[] playing = [.. _tapes.Select(tape => new PlaybackThread(tape.Source, queues, IsLive, tape.Counters, _log).RunAsync(end.Token))];
        bool isCaptured = await new CaptureStage(_sources, _options.Capture, _options.Decode, Ledger, _drops, _packets, _log, time).RunAsync(queues, end.Token)
            || _options.Capture.Inputs.Count == 0;
        bool[] arePlayed = await Task.WhenAll(playing);
        _isCapturing = false;
        queues.ForEach(queue => queue.Complete());
        using var deadline = new DeliveryDeadline(_outputs, _options.Output.ShutdownTimeout, stop);
        await using (deadline.Token.Register(_stopWaiting.Cancel))
        {
            isCaptured &= (await Task.WhenAll(working)).All(isWhole => isWhole);
            await StopOutputsAsync(deadline.Token);
        }

        return isCaptured && arePlayed.All(isPlayed => isPlayed);
    }

    public async ValueTask DisposeAsync()
    {
        if (_cluster is not null)
        {
            await _cluster.DisposeAsync();
        }

        DisposeSources();
        _ = _answers?.StopAsync();
        _packets?.Dispose();
        foreach (ITapeSource tape in Tapes)
        {
            tape.Dispose();
        }

        foreach (IOutput output in _outputs)
        {
            await output.DisposeAsync();
        }

        _stopWaiting.Dispose();
    }

    /// <summary>Null where no input names a part of a cluster.</summary>
    /// <exception cref="ClusterException">The cluster cannot be asked.</exception>
    public static ClusterWatch? OpenCluster(CaptureOptions options, ILogger log) =>
        options.Inputs.Any(input => input.Cluster is not null) ? ClusterWatch.Open(options, Environment.GetEnvironmentVariable, log) : null;

    /// <summary>One for each worker: live and taped calls go out as they come, those of a capture file in one order.</summary>
    private IReadOnlyList<IRecordSink> OpenSinks(int workers)
    {
        if (IsLive || workers == 1 || _tapes.Count > 0)
        {
            return [.. Enumerable.Range(0, workers).Select(_ => OpenFanOut())];
        }

        return new RecordMerge(OpenFanOut(), workers).Lanes;
    }

    private void OpenOutputs(RuleSet rules, PipelineEnds ends)
    {
        OutputOptions options = _memory.Of(_options.Output, _options.TapeOutputs);
        _outputs.AddRange(OutputFactory.Create(options, rules.SkipsCompression, rules.SkipsSubmission, _queues, _log, _own.Add));
        if (!rules.SkipsSubmission)
        {
            Func<ReadOnlyMemory<byte>, ValueTask> answered = _answers is null ? _ => ValueTask.CompletedTask : _answers.WriteAsync;
            if (ends.Answered is { } first)
            {
                answered = answer =>
                {
                    first(answer);
                    return ValueTask.CompletedTask;
                };
            }

            var replay = new ReplayFactory(options.MemoryLimit, _queues, _own.Add, answered, _log, TimeProvider.System);
            _outputs.AddRange(replay.Create(_options.Replay));
            if (_options.Kafka.Output.IsGiven)
            {
                _outputs.Add(new KafkaFactory(_options.Kafka, _log, TimeProvider.System).OpenOutput(_queues.Open(options.MemoryLimit)));
            }
        }

        if (ends.Output is not null)
        {
            _outputs.Add(ends.Output(_queues.Open(options.MemoryLimit)));
        }

        _answers?.Start([.. _outputs.Where(output => output.TakesAnswers).Select(output => output.OpenWriter())]);
    }

    private IReadOnlyList<(ITapeSource Source, Counters Counters)> OpenTapes(PipelineEnds ends)
    {
        var tapes = new List<(ITapeSource, Counters)>(TapeSources.Open(_options.Playback, Ledger.NewBlock, _log));
        if (_options.Kafka.Input.IsGiven)
        {
            Counters counters = Ledger.NewBlock();
            tapes.Add((new KafkaFactory(_options.Kafka, _log, TimeProvider.System).OpenSource(counters, LostAtRest), counters));
        }

        if (ends.Source is not null)
        {
            tapes.Add((ends.Source, ends.SourceCounters!));
        }

        return tapes;
    }

    /// <summary>
    /// Null while anything that sources have handed on is under way; else how many calls outputs could not bring home in time, as a sum.
    /// Of what a source that can be held back brings none finds no room before the end.
    /// </summary>
    private long? LostAtRest() => _shards.All(shard => shard.Queue.IsIdle) && _outputs.All(output => output.Tally.Waiting == 0)
        ? _outputs.Sum(output => output.Tally.GivenUp + (IsLive ? 0 : output.Tally.Shed))
        : null;

    /// <summary>First those whose answers go to the others.</summary>
    private async Task StopOutputsAsync(CancellationToken deadline)
    {
        if (_answers is not null)
        {
            await Task.WhenAll(_outputs.Where(output => output is { Form: OutputForm.Tape, TakesAnswers: false }).Select(output => output.StopAsync(deadline)));
            await _answers.StopAsync();
        }

        await Task.WhenAll(_outputs.Where(output => _answers is null || output is not { Form: OutputForm.Tape, TakesAnswers: false }).Select(output => output.StopAsync(deadline)));
    }

    private RecordFanOut OpenFanOut() => new([.. _outputs.Select(output => (output.Form, output.OpenWriter()))], _options.Sharing);

    private Shard OpenShard(IRecordSink sink)
    {
        var queue = new BatchQueue(IsLive ? _memory.BatchesPerWorker : FileBatches, waitsForRoom: !IsLive);
        Counters counters = Ledger.NewBlock();
        OutputForm forms = _outputs.Aggregate(OutputForm.None, (forms, output) => forms | output.Form);
        bool keepsAll = forms.HasFlag(OutputForm.Tape) && !_options.Masking.AreGiven;
        var bodies = new BodyRoom(_pressure, counters);
        HttpOptions http = _options.Http with
        {
            Room = bodies,
            BodyLimit = keepsAll ? Math.Max(_options.Http.BodyLimit, _options.Tape.CopyBufferSize) : _options.Http.BodyLimit,
            KeepsRequestBodies = () => keepsAll || (forms != OutputForm.None && Rules.Current.CanKeepRequestBodies),
            KeepsResponseBodies = () => keepsAll || (forms != OutputForm.None && Rules.Current.CanKeepResponseBodies),
        };
        var recorder = new Recorder(_options, Rules, _own, sink, counters, forms, _log) { Pressure = _pressure };
        IReadOnlyList<IFilterStep> filters = FilterSteps.Of(_options.Filters);
        IExchangeConsumer calls = filters.Count == 0 ? recorder : new ExchangeFilter(filters, counters, recorder);
        calls = _rates.Count == 0 ? calls : new CallRateFilter(_rates, counters, calls);
        var worker = new Worker(queue, _memory.Of(_options.Flows), http, calls, recorder, sink, counters, IsLive, _log);
        return new Shard(queue, worker, bodies);
    }

    private Task<bool> Start(Shard shard, CancellationTokenSource end) => Task.Factory.StartNew(
        () => Work(shard.Worker, shard.Queue, end), CancellationToken.None, TaskCreationOptions.LongRunning, TaskScheduler.Default);

    private static long HeapSize() => GC.GetTotalMemory(forceFullCollection: false);

    private static void CollectGarbage() => GC.Collect(GC.MaxGeneration, GCCollectionMode.Forced, blocking: true, compacting: false);

    /// <summary>A worker that fails ends the run: its share of the connections would be lost in silence.</summary>
    private bool Work(Worker worker, BatchQueue queue, CancellationTokenSource end)
    {
        try
        {
            worker.Run();
            return true;
        }
        catch (Exception fault)
        {
            // Its message could quote what was captured.
            _log.Error("a fault of gor's own ends the run; please report it: {Fault:l}\n{Trace:l}", fault.GetType().Name, fault.StackTrace);
            queue.Abandon();
            end.Cancel();
            return false;
        }
    }

    private void DisposeSources()
    {
        foreach (IPacketSource source in _sources?.AtStart ?? [])
        {
            source.Dispose();
        }
    }

    private void DisposeOutputs() => Task.WhenAll(_outputs.Select(output => output.DisposeAsync().AsTask())).GetAwaiter().GetResult();
}
