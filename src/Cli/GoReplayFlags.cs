namespace Gor.Cli;

/// <summary>GoReplay's flags that this version does not have: whoever brings one shall read that, not "unknown".</summary>
internal static class GoReplayFlags
{
    private static readonly HashSet<string> Switches =
    [
        "input-raw-k8s-nomatch-nocap",
        "output-http-compatibility-mode", "output-http-debug",
        "output-binary-track-response", "output-binary-debug",
        "output-kafka-json-format", "output-kafka-use-sasl", "input-kafka-json-format", "input-kafka-use-sasl",
        "output-resurface-debug",
    ];

    private static readonly HashSet<string> Valued =
    [
        "cpuprofile", "memprofile", "middleware",
        "input-raw-k8s-skip-ns", "input-raw-k8s-skip-svc",
        "output-http-elasticsearch", "output-http-request-group",
        "output-tcp-response-buffer", "output-binary", "output-binary-workers", "output-binary-timeout", "input-http",
        "output-kafka-host", "output-kafka-topic", "output-kafka-mechanism", "output-kafka-username", "output-kafka-password",
        "input-kafka-host", "input-kafka-topic", "input-kafka-offset", "input-kafka-mechanism", "input-kafka-username",
        "input-kafka-password", "kafka-tls-ca-cert", "kafka-tls-client-cert", "kafka-tls-client-key",
    ];

    private const string NoBinary = "it goes with --input-raw-protocol binary, which gor refuses: a call needs to know where a message ends";

    /// <summary>Why not, by how a name begins.</summary>
    private static readonly (string Start, string Reason)[] Reasons =
    [
        ("output-http-elasticsearch", "a store of its own for calls is what --output-resurface is for; to feed Elasticsearch, ship the lines of --output-resurface calls.ndjson"),
        ("output-binary", NoBinary),
        ("output-tcp-response-buffer", NoBinary),
        ("input-http", "GoReplay's code has it, its command line has not; let --input-raw capture in front of a server"),
        ("cpuprofile", "it is Go's profiler; use perf or dotnet-trace on a build that is not native"),
        ("memprofile", "it is Go's profiler; --http shows memory by what holds it"),
        ("output-resurface-debug", "GoReplay dropped it too; use --verbose"),
    ];

    /// <summary>Behind a colon, why gor does not have the flag; empty where there is nothing to say but "not yet".</summary>
    public static string ReasonOf(string name) =>
        Reasons.FirstOrDefault(reason => name.StartsWith(reason.Start, StringComparison.Ordinal)).Reason is { } why ? $": {why}" : "";

    public static bool Contains(string name) => Switches.Contains(name) || Valued.Contains(name);

    public static bool IsSwitch(string name) => Switches.Contains(name);
}
