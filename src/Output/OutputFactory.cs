using System.Net;
using Serilog;

namespace Gor.Output;

/// <summary>Makes the outputs that the options name.</summary>
/// <param name="skipCompression">The rule <c>skip_compression</c>.</param>
/// <param name="skipSubmission">The rule <c>skip_submission</c>: no destination of records is opened.</param>
/// <param name="queues">Makes what records wait in.</param>
internal sealed class OutputFactory(
    bool skipCompression,
    bool skipSubmission,
    BundleQueues queues,
    Action<EndPoint?, EndPoint?> connected,
    ILogger log,
    TimeProvider time)
{
    private readonly HashSet<string> _folders = [];

    /// <summary>The outputs in the order of the command line, running.</summary>
    /// <param name="connected">Told both ends of each connection that they make.</param>
    /// <exception cref="OutputException">One of them cannot start.</exception>
    public static IReadOnlyList<IOutput> Create(
        OutputOptions options,
        bool skipCompression,
        bool skipSubmission,
        BundleQueues queues,
        ILogger log,
        Action<EndPoint?, EndPoint?>? connected = null) =>
        new OutputFactory(skipCompression, skipSubmission, queues, connected ?? ((_, _) => { }), log, TimeProvider.System).Create(options);

    /// <summary>What the outputs would be called, without opening any.</summary>
    public static IEnumerable<string> Names(OutputOptions options, bool skipSubmission) =>
        (skipSubmission ? [] : options.Resurface.Select(NameOf)).Concat(options.Null ? ["null"] : []);

    /// <summary>True for a URL that records are posted to.</summary>
    public static bool IsPosted(string destination) => destination.Contains("://", StringComparison.Ordinal) && !new Uri(destination).IsFile;

    public IReadOnlyList<IOutput> Create(OutputOptions options)
    {
        var outputs = new List<IOutput>();
        if (!skipSubmission)
        {
            for (int i = 0; i < options.Resurface.Count; i++)
            {
                RateLimit limit = i < options.ResurfaceLimits.Count ? options.ResurfaceLimits[i] : RateLimit.None;
                outputs.Add(Limited(Open(options.Resurface[i], options), limit));
            }
        }

        if (options.Null)
        {
            outputs.Add(new NullOutput());
        }

        return outputs;
    }

    private IOutput Limited(IOutput output, RateLimit limit) =>
        limit == RateLimit.None ? output : new LimitedOutput(output, new RateGate(limit, time, Random.Shared.NextDouble));

    private static string NameOf(string destination) =>
        destination == "-" ? "stdout"
        : !destination.Contains("://", StringComparison.Ordinal) ? destination
        : new Uri(destination) is { IsFile: true } file ? file.LocalPath
        : new ResurfaceUrl(destination).Name;

    private IOutput Open(string destination, OutputOptions options) =>
        destination == "-" ? OpenStandardOutput(options)
        : !destination.Contains("://", StringComparison.Ordinal) ? OpenFile(destination, options)
        : new Uri(destination) is { IsFile: true } file ? OpenFile(file.LocalPath, options)
        : OpenUrl(new ResurfaceUrl(destination), options);

    private StreamOutput OpenStandardOutput(OutputOptions options)
    {
        // Somebody looks at it: each tick shows what there is.
        var settings = new StreamSettings(Age: TimeSpan.Zero, EndsAtError: true);
        return new StreamOutput("stdout", LineStream.OpenStandardOutput(), settings, Queue(options), Log("stdout"), time);
    }

    private StreamOutput OpenFile(string path, OutputOptions options)
    {
        try
        {
            var settings = new StreamSettings(options.BundleAge, EndsAtError: false);
            return new StreamOutput(path, LineStream.OpenFile(path), settings, Queue(options), Log(path), time);
        }
        catch (IOException e)
        {
            throw new OutputException($"{options.Source} {path}: {e.Message}.", e);
        }
    }

    private ResurfaceOutput OpenUrl(ResurfaceUrl url, OutputOptions options)
    {
        bool isSecure = url.Target.Scheme == Uri.UriSchemeHttps;
        if (isSecure && OpenSsl.IsMissing)
        {
            throw new OutputException($"{options.Source} {url.Name}: sending over https {OpenSsl.Remedy}");
        }

        if (options.Insecure && isSecure)
        {
            log.Warning("{Output:l}: its certificate is not verified (--output-resurface-insecure): anyone between may read the calls", url.Name);
        }

        string? spool = options.Spool.Folder.Length == 0 ? null : FolderOf(url);
        return new(url, options, ServerTrust.Of(options), !skipCompression, Queue(options), spool, connected, Log(url.Name), time);
    }

    /// <summary>The same URL given twice has two spools.</summary>
    private string FolderOf(ResurfaceUrl url)
    {
        string name = url.FolderName;
        for (int i = 2; !_folders.Add(name); i++)
        {
            name = $"{url.FolderName}-{i}";
        }

        return name;
    }

    private OutputLog Log(string output) => new(output, log, time);

    private BundleQueue Queue(OutputOptions options) => queues.Open(options.MemoryLimit);
}
