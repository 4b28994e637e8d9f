using Gor.Capture;
using Gor.Cluster;
using Gor.Masking;
using Gor.Output;
using Gor.Playback;
using Serilog;

namespace Gor;

/// <summary>
/// <c>--dry-run</c>: what a run would do. What is captured is really opened, so that missing rights and wrong filters show;
/// outputs are only named.
/// </summary>
internal static class DryRun
{
    /// <exception cref="StartException">The run could not start; the message says all that is known to be wrong.</exception>
    public static IReadOnlyList<string> Describe(Options options, ILogger log)
    {
        ParsedRules parsed = Pipeline.CheckRules(options);
        var rules = new RuleSet(parsed, log);
        List<string> warnings = [];
        PacketSources sources;
        List<string> pods = [];
        ClusterWatch? cluster = null;
        try
        {
            cluster = Pipeline.OpenCluster(options.Capture, log);
            sources = options.Capture.Inputs.Count > 0 ? PacketSources.Open(options.Capture, log, warnings, cluster is null ? null : cluster.TermsOf) : PacketSources.None(log);
            pods.AddRange(cluster?.Describe() ?? []);
        }
        catch (Exception failure) when (failure is CaptureException or ClusterException)
        {
            throw new StartException(ExitCode.Failed, failure.Message.Split(Environment.NewLine));
        }
        finally
        {
            cluster?.DisposeAsync().AsTask().GetAwaiter().GetResult();
        }

        try
        {
            IEnumerable<string> outputs = OutputFactory.Names(options.Output, rules.SkipsSubmission)
                .Concat(rules.SkipsSubmission ? [] : options.Replay.Names)
                .Concat(rules.SkipsSubmission || !options.Kafka.Output.IsGiven ? [] : [options.Kafka.Output.Name]);
            bool isSpooled = !rules.SkipsSubmission && options.Output.Resurface.Any(OutputFactory.IsPosted);
            return [.. RunDescription.Lines(Inputs(options, sources).Concat(pods), sources.AtStart, outputs, options.Output, isSpooled, rules), .. Middleware(options), .. warnings];
        }
        finally
        {
            foreach (IPacketSource source in sources.AtStart)
            {
                source.Dispose();
            }
        }
    }

    /// <summary><c>--input-file-dry-run</c>: what the files hold.</summary>
    /// <exception cref="StartException">A file cannot be read.</exception>
    public static string Survey(PlaybackOptions options)
    {
        try
        {
            using var source = TapeFileSource.Open(options, new Counters(), TimeProvider.System);
            return source.Survey().ToString();
        }
        catch (PlaybackException failure)
        {
            throw new StartException(ExitCode.Failed, [failure.Message]);
        }
    }

    private static string[] Middleware(Options options) =>
        options.Middleware.IsGiven ? [$"through the middleware {string.Join(' ', options.Middleware.Command)}"] : [];

    private static IEnumerable<string> Inputs(Options options, PacketSources sources) => sources.AtStart.Select(source => source.Description)
        .Concat(options.Playback.Paths.Select(file => $"{file}: taped calls"))
        .Concat(options.Playback.Listens.Select(address => $"tcp {address}: taped calls"))
        .Concat(options.Playback.Dummies > 0 ? ["dummy: a made-up call a second"] : [])
        .Concat(options.Kafka.Input.IsGiven ? [$"{options.Kafka.Input.Name}: taped calls"] : []);
}
