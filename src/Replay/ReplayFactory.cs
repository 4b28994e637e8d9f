using System.Globalization;
using System.Net;
using System.Net.Security;
using Gor.Output;
using Serilog;

namespace Gor.Replay;

/// <summary>Makes the outputs in GoReplay's format that the options name.</summary>
/// <param name="memoryLimit">Bytes that may wait for one output.</param>
/// <param name="queues">Makes what messages wait in.</param>
/// <param name="connected">Told both ends of each connection that they make.</param>
/// <param name="answered">Takes what servers answer to replays, in GoReplay's format without the last line end; any thread.</param>
internal sealed class ReplayFactory(
    long memoryLimit,
    BundleQueues queues,
    Action<EndPoint?, EndPoint?> connected,
    Func<ReadOnlyMemory<byte>, ValueTask> answered,
    ILogger log,
    TimeProvider time)
{
    private static readonly TimeSpan StatsInterval = TimeSpan.FromSeconds(5);

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
        outputs.AddRange(options.Tcp.Addresses.Select(remote => Limited(OpenTcp(remote.Address, options.Tcp), remote.Limit)));
        outputs.AddRange(options.WebSocket.Addresses.Select(remote => Limited(OpenWebSocket(new Uri(remote.Address), options.WebSocket), remote.Limit)));
        outputs.AddRange(options.Http.Addresses.Select(remote => Limited(OpenHttp(new Uri(remote.Address), options.Http), remote.Limit)));
        return outputs;
    }

    private RemoteTapeOutput OpenTcp(string address, RemoteOptions options)
    {
        int colon = address.LastIndexOf(':');
        var host = new DnsEndPoint(address[..colon].Trim('[', ']'), int.Parse(address.AsSpan(colon + 1), CultureInfo.InvariantCulture));
        if (options.IsSecure)
        {
            RequireOpenSsl($"--output-tcp-secure: sending to {address} over TLS");
        }

        SslClientAuthenticationOptions? trust = options.IsSecure ? Trust("--output-tcp-skip-verify", address, options) : null;
        trust?.TargetHost = host.Host;
        string name = RemoteName.OfTcp(address);
        return new RemoteTapeOutput(
            name, options.Workers, stop => TcpTapeConnection.OpenAsync(host, trust, connected, stop), Queue(), Log(name), time)
        {
            StatsInterval = options.HasStats ? StatsInterval : TimeSpan.Zero,
        };
    }

    private RemoteTapeOutput OpenWebSocket(Uri target, RemoteOptions options)
    {
        string name = RemoteName.OfUrl(target);

        // Also without TLS: the handshake of a WebSocket has a SHA-1 (RFC 6455 section 4.1).
        RequireOpenSsl($"--output-ws {name}: a WebSocket");
        SslClientAuthenticationOptions trust = Trust("--output-ws-skip-verify", name, options);
        return new RemoteTapeOutput(
            name, options.Workers, stop => WebSocketTapeConnection.OpenAsync(target, trust, connected, stop), Queue(), Log(name), time)
        {
            StatsInterval = options.HasStats ? StatsInterval : TimeSpan.Zero,
        };
    }

    private HttpReplayOutput OpenHttp(Uri url, HttpReplayOptions options)
    {
        int workers = options.Workers > 0 ? options.Workers : HttpReplayOptions.MostWorkers;
        string name = RemoteName.OfUrl(url);
        if (url.Scheme == Uri.UriSchemeHttps)
        {
            RequireOpenSsl($"--output-http {name}: sending over https");
        }

        if (options.SkipsVerify && url.Scheme == Uri.UriSchemeHttps)
        {
            log.Warning("{Output:l}: its certificate is not verified (--output-http-skip-verify): anyone between may read the calls", name);
        }

        return new HttpReplayOutput(name, new ReplayClient(url, workers, options, connected, time), workers, Queue(options.QueueLength), Log(name), time)
        {
            Answered = answered,
            StatsInterval = options.HasStats ? options.StatsInterval : TimeSpan.Zero,
        };
    }

    private SslClientAuthenticationOptions Trust(string flag, string address, RemoteOptions options)
    {
        var trust = new SslClientAuthenticationOptions();
        if (options.SkipsVerify)
        {
            log.Warning("{Output:l}: its certificate is not verified ({Flag:l}): anyone between may read the calls", address, flag);
            trust.RemoteCertificateValidationCallback = (_, _, _, _) => true;
        }

        return trust;
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

    /// <exception cref="OutputException">It is missing, and <paramref name="what"/> needs it.</exception>
    private static void RequireOpenSsl(string what)
    {
        if (OpenSsl.IsMissing)
        {
            throw new OutputException($"{what} {OpenSsl.Remedy}");
        }
    }

    private IOutput Limited(IOutput output, RateLimit limit) =>
        limit == RateLimit.None ? output : new LimitedOutput(output, new RateGate(limit, time, Random.Shared.NextDouble));

    /// <summary>Eight letters, another word at each run.</summary>
    private static string RunName() => string.Create(8, 0, (name, _) =>
        Random.Shared.GetItems<char>("abcdefghijklmnopqrstuvwxyzABCDEFGHIJKLMNOPQRSTUVWXYZ", name));

    private OutputLog Log(string output) => new(output, log, time);

    private BundleQueue Queue(int most = int.MaxValue) => queues.Open(memoryLimit, most);
}
