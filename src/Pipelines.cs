using Gor.Capture;
using Gor.Filtering;
using Gor.Kafka;
using Gor.Masking;
using Gor.Middleware;
using Gor.Output;
using Gor.Playback;
using Gor.Replay;
using Serilog;

namespace Gor;

/// <summary>
/// The pipeline of a run, or two where a middleware is between them: the first rebuilds calls and gives them to the middleware, the
/// second filters, masks and delivers what comes back. All goes one way but for answers to replays, which the second pipeline gives to
/// the middleware; nobody waits for their way.
/// </summary>
internal sealed class Pipelines : IAsyncDisposable
{
    private readonly CancellationTokenSource _failed;
    private readonly MiddlewareOutput? _middleware;

    private Pipelines(Pipeline front, Pipeline back, MiddlewareOutput? middleware, CancellationTokenSource failed)
    {
        Front = front;
        Back = back;
        _middleware = middleware;
        _failed = failed;
    }

    /// <summary>The one that captures.</summary>
    public Pipeline Front { get; }

    /// <summary>The one that delivers; the same one where there is no middleware.</summary>
    public Pipeline Back { get; }

    public bool AreTwo => _middleware is not null;

    /// <summary>Of both.</summary>
    public IReadOnlyList<IOutput> Outputs => AreTwo ? [.. Front.Outputs, .. Back.Outputs] : Back.Outputs;

    /// <summary>Messages that a middleware had got, and not given back, whenever it failed: lost.</summary>
    public long Unanswered => _middleware?.Unanswered ?? 0;

    /// <summary>What is printed at the end.</summary>
    public string Ledgers => !AreTwo ? Back.Ledger.ToString()
        : $"to the middleware, {_middleware!.Starts} started, {_middleware.Unanswered} messages unanswered when it failed\n{Front.Ledger}"
            + $"from the middleware\n{Back.Ledger}";

    /// <exception cref="StartException">Something is wrong; the message says all that is known to be.</exception>
    public static Pipelines Open(Options options, ILogger log)
    {
        var failed = new CancellationTokenSource();
        if (!options.Middleware.IsGiven)
        {
            var only = Pipeline.Open(options, log);
            return new Pipelines(only, only, null, failed);
        }

        // All errors of rules first: the front does not know them.
        Pipeline.CheckRules(options);
        var counters = new Counters();
        MiddlewareOutput? middleware = null;
        Pipeline? back = null;
        bool hasAnswers = options.Replay.TracksResponses;
        var feed = new TapeFeed(counters, TimeProvider.System, hasAnswers ? answer => back!.HandOnAnswer(answer.Write()) : null);
        var answerCounters = new Counters();
        var answers = new MiddlewareAnswers(answerCounters, TimeProvider.System);
        if (!hasAnswers)
        {
            answers.Complete();
        }

        Pipeline front = Pipeline.Open(OptionsOfFront(options), log, new PipelineEnds
        {
            Output = queue => middleware = new MiddlewareOutput(options.Middleware, queue, answers, feed, failed.Cancel, log, TimeProvider.System)
            {
                AnswersUnderWay = () =>
                    back?.Outputs.Where(output => output is { Form: OutputForm.Tape, TakesAnswers: false }).Sum(output => output.Tally.Waiting) ?? 0,
            },
            HeldBehind = () => answers.Held + (back?.MemoryHolders.Sum(holder => holder.Bytes()) ?? 0),
        });
        try
        {
            back = Pipeline.Open(OptionsOfBack(options), log, new PipelineEnds
            {
                Source = new MiddlewareSource(feed),
                SourceCounters = counters,
                Answered = hasAnswers ? answers.Add : null,
                AnswerCounters = answerCounters,
                IsFedLive = front.IsLive,
                Pressure = front.Pressure,
            });
            return new Pipelines(front, back, middleware, failed);
        }
        catch
        {
            front.DisposeAsync().AsTask().GetAwaiter().GetResult();
            throw;
        }
    }

    public IEnumerable<string> Describe() => AreTwo ? [.. Front.Describe().Where(line => !line.StartsWith("rules: ", StringComparison.Ordinal)), .. Back.Describe()] : Back.Describe();

    /// <summary>Captures until every source has ended or <paramref name="stop"/> comes, then lets everything under way arrive.</summary>
    /// <returns>False where something failed; that is logged.</returns>
    public async Task<bool> RunAsync(CancellationToken stop)
    {
        if (!AreTwo)
        {
            return await Back.RunAsync(stop);
        }

        using var frontStop = CancellationTokenSource.CreateLinkedTokenSource(stop, _failed.Token);
        using var backStop = new CancellationTokenSource();
        await using CancellationTokenRegistration lettingGo = frontStop.Token.Register(Back.LetGo);
        Task<bool> back = BackAsync(backStop.Token, frontStop);

        // Ends when the middleware has said all it had to say.
        bool isWhole = await Front.RunAsync(frontStop.Token);
        await using (stop.Register(backStop.Cancel))
        {
            isWhole &= await back;
        }

        return isWhole && !_failed.IsCancellationRequested;
    }

    public async ValueTask DisposeAsync()
    {
        await Front.DisposeAsync();
        if (AreTwo)
        {
            await Back.DisposeAsync();
        }

        _failed.Dispose();
    }

    /// <summary>Nobody takes calls any more where the second pipeline ends first, by a fault.</summary>
    private async Task<bool> BackAsync(CancellationToken stop, CancellationTokenSource frontStop)
    {
        bool isWhole = await Back.RunAsync(stop);
        try
        {
            await frontStop.CancelAsync();
        }
        catch (ObjectDisposedException)
        {
        }

        return isWhole;
    }

    /// <summary>Inputs as they are; no rules, no filters, no outputs.</summary>
    private static Options OptionsOfFront(Options options) => options with
    {
        Filters = new FilterOptions { InputRates = options.Filters.InputRates },
        Masking = new MaskingOptions { RealIpHeader = options.Masking.RealIpHeader },
        Output = new OutputOptions { MemoryLimit = options.Output.MemoryLimit, ShutdownTimeout = options.Output.ShutdownTimeout },
        Replay = new ReplayOptions(),
        Kafka = options.Kafka with { Output = new KafkaEnd() },
        SplitsOutput = false,
    };

    /// <summary>No inputs; what comes back names no ports.</summary>
    private static Options OptionsOfBack(Options options) => options with
    {
        Capture = new CaptureOptions(),
        Decode = new Decode.DecodeOptions(),
        Flows = options.Flows with { Ports = [] },
        Filters = options.Filters with { InputRates = [] },
        Playback = new PlaybackOptions(),
        Kafka = options.Kafka with { Input = new KafkaEnd() },
        User = "",
    };
}
