using Gor.Output;
using Serilog;

namespace Gor.Replay;

/// <summary>Makes the outputs in GoReplay's format that the options name.</summary>
/// <param name="memoryLimit">Bytes that may wait for one output.</param>
/// <param name="isLossless">The source can be held back: writers wait for room, until <paramref name="stopWaiting"/>.</param>
internal sealed class ReplayFactory(long memoryLimit, bool isLossless, ILogger log, TimeProvider time, CancellationToken stopWaiting)
{
    /// <summary>The outputs, running.</summary>
    /// <exception cref="OutputException">One of them cannot start.</exception>
    public IReadOnlyList<IOutput> Create(ReplayOptions options)
    {
        var outputs = new List<IOutput>();
        if (options.Stdout)
        {
            var settings = new StreamSettings(Age: TimeSpan.Zero, EndsAtError: true) { Form = OutputForm.Tape };
            outputs.Add(new StreamOutput("stdout", LineStream.OpenStandardOutput(), settings, Queue(), Log("stdout"), time));
        }

        outputs.AddRange(options.Paths.Select(file => Limited(OpenFiles(file.Address, options.FileSettings), file.Limit)));
        return outputs;
    }

    private StreamOutput OpenFiles(string template, TapeFileSettings settings)
    {
        var files = new TapeFiles(new TapeFileName(template, RunName()), settings, time);
        try
        {
            files.Check();
        }
        catch (IOException e)
        {
            throw new OutputException($"--output-file {template}: {e.Message}.", e);
        }

        var stream = new StreamSettings(settings.FlushInterval, EndsAtError: false) { Form = OutputForm.Tape };
        return new StreamOutput(template, files, stream, Queue(), Log(template), time);
    }

    private IOutput Limited(IOutput output, RateLimit limit) =>
        limit == RateLimit.None ? output : new LimitedOutput(output, new RateGate(limit, time, Random.Shared.NextDouble));

    /// <summary>Eight letters, another word at each run.</summary>
    private static string RunName() => string.Create(8, 0, (name, _) =>
        Random.Shared.GetItems<char>("abcdefghijklmnopqrstuvwxyzABCDEFGHIJKLMNOPQRSTUVWXYZ", name));

    private OutputLog Log(string output) => new(output, log, time);

    private BundleQueue Queue()
    {
        var queue = new BundleQueue(memoryLimit, isLossless, time);
        stopWaiting.Register(queue.StopWaiting);
        return queue;
    }
}
