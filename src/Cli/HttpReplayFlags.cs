using Gor.Replay;
using static Gor.Cli.FlagReaders;
using static Gor.Cli.Setting<Gor.Options>;

namespace Gor.Cli;

/// <summary>The flags of <c>--output-http</c>: requests that are sent again to another server.</summary>
internal static class HttpReplayFlags
{
    private const int LargestMessage = 1 << 29;
    private static readonly TimeSpan Longest = TimeSpan.FromHours(1);

    public static IReadOnlyList<Setting<Options>> All { get; } = [.. Where(), .. How(), .. Statistics()];

    private static Setting<Options>[] Where() =>
    [
        new("output-http", "URL", SetUnlessEmpty<LimitedAddress>(RemoteAddress.TryParseHttp, (options, address) =>
            With(options, http => http with { Addresses = [.. http.Addresses, address] })))
        {
            Group = FlagGroup.Replay,
            IsList = true,
            IsSecret = true,
            Help = "Replay: send each request again to this server, once, at the time it came. A path or query in the URL replaces that of every "
                + "request. \"http://staging|10%\" sends a tenth of the calls. Method, target and fields are those captured, Host is the server's.",
        },
        new("http-original-host", "", Set<bool>(GoBoolean.TryParse, (options, on) => With(options, http => http with { KeepsHost = on })))
        {
            Group = FlagGroup.Replay,
            Help = "Replay with the captured Host. --http-set-header \"Host: …\" does so too.",
        },
        new("output-http-skip-verify", "", Set<bool>(GoBoolean.TryParse, (options, on) => With(options, http => http with { SkipsVerify = on })))
        {
            Group = FlagGroup.Replay,
            Help = "Replay over https to whoever answers, without a look at the certificate.",
        },
        new("output-http-redirects", "NUMBER", Set<int>(Integer(0, 50), (options, number) => With(options, http => http with { Redirects = number })))
        {
            Group = FlagGroup.Replay,
            Default = "0",
            Help = "Redirects to follow.",
        },
        new("output-http-track-response", "", Set<bool>(GoBoolean.TryParse, (options, on) => With(options, http => http with { TracksResponses = on })))
        {
            Group = FlagGroup.Replay,
            Help = "Give what is answered to the middleware, and then to the other outputs of messages, as messages of kind 3. "
                + "Not together with rules, which could not mask it.",
        },
        new("output-http-response-buffer", "SIZE", SetUnlessEmpty<long>(Size(0, LargestMessage), (options, size) =>
            With(options, http => http with { ResponseLimit = (int)size })))
        {
            Group = FlagGroup.Replay,
            Default = "0",
            Help = "Bytes of an answer's body that those messages keep. 0 is as many as --copy-buffer-size.",
        },
    ];

    private static Setting<Options>[] How() =>
    [
        new("output-http-workers", "NUMBER", Set<int>(Integer(0, HttpReplayOptions.MostWorkers), (options, number) =>
            With(options, http => http with { Workers = number })))
        {
            Group = FlagGroup.Replay,
            Default = "0",
            Help = "Requests under way at once, at most. 0 is as many as come, up to 1000.",
        },
        new("output-http-workers-min", "NUMBER", Set<int>(Integer(0, HttpReplayOptions.MostWorkers), (options, _) => options))
        {
            Group = FlagGroup.Replay,
            Default = "0",
            Help = "Accepted: connections are made when they are needed.",
            Note = _ => "no effect: connections are made when they are needed",
        },
        new("output-http-queue-len", "NUMBER", Set<int>(Integer(1, 1 << 20), (options, number) => With(options, http => http with { QueueLength = number })))
        {
            Group = FlagGroup.Replay,
            Default = "1000",
            Help = "Requests that may wait for a free worker. Beyond it a file waits, and calls of a device are shed and counted.",
        },
        new("output-http-worker-timeout", "DURATION", Set<TimeSpan>(Duration(TimeSpan.Zero, Longest), (options, time) =>
            With(options, http => http with { WorkerTimeout = time })))
        {
            Group = FlagGroup.Replay,
            Default = "2s",
            Help = "Close connections that were not used for so long.",
        },
        new("output-http-timeout", "DURATION", Set<TimeSpan>(Duration(TimeSpan.Zero, Longest), (options, time) =>
            With(options, http => http with { Timeout = time == TimeSpan.Zero ? TimeSpan.FromSeconds(1) : time })))
        {
            Group = FlagGroup.Replay,
            Default = "5s",
            Help = "How long an answer may take, with its body. 0 is 1s.",
        },
    ];

    private static Setting<Options>[] Statistics() =>
    [
        new("output-http-stats", "", Set<bool>(GoBoolean.TryParse, (options, on) => With(options, http => http with { HasStats = on })))
        {
            Group = FlagGroup.Replay,
            Help = "Print now and then how the replay gets on: answers by class, losses, times.",
        },
        new("output-http-stats-ms", "NUMBER", Set<int>(Integer(1, int.MaxValue), (options, number) =>
            With(options, http => http with { StatsInterval = TimeSpan.FromMilliseconds(number) })))
        {
            Group = FlagGroup.Replay,
            Default = "5000",
            Help = "How often, in milliseconds.",
        },
    ];

    private static Options With(Options options, Func<HttpReplayOptions, HttpReplayOptions> change) =>
        options with { Replay = options.Replay with { Http = change(options.Replay.Http) } };
}
