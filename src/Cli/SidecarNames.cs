namespace Gor.Cli;

/// <summary>The variables that <c>gor sidecar</c> reads, and what becomes of them.</summary>
internal static class SidecarNames
{
    /// <summary>Those that say what to capture.</summary>
    public static IReadOnlyList<(string Name, string Meaning)> Input { get; } =
    [
        ("APP_PORTS, APP_PORT", "the ports of --input-raw; none: all ports"),
        ("NET_DEVICE, VPC_MIRROR_DEVICE", "the device of --input-raw; none: all devices"),
        ("SNIFFER_NOFILTER", "true: no --input-raw-bpf-filter is made of the ports"),
        ("SNIFFER_PCAP_BUFFER_SIZE", "--input-raw-buffer-size"),
        ("SNIFFER_PROMISC_ENABLED", "true: --input-raw-promisc"),
        ("SNIFFER_RF_MONITOR_ENABLED", "true: --input-raw-monitor"),
        ("SNIFFER_REALIP_HEADER", "--input-raw-realip-header"),
        ("SNIFFER_ENGINE", "mirror: receive VXLAN; k8s: take flags from K8S_INPUT; else devices"),
        ("SNIFFER_MIRROR_VXLANPORT", "--input-raw-vxlan-port (default 4789)"),
        ("SNIFFER_MIRROR_VNIS", "--input-raw-vxlan-vni, for each number between commas"),
        ("K8S_INPUT", "flags instead of all these, with SNIFFER_ENGINE=k8s"),
    ];

    /// <summary>Those that say where calls go, and what of them.</summary>
    public static IReadOnlyList<(string Name, string Meaning)> Output { get; } =
    [
        ("USAGE_LOGGERS_URL", $"--output-resurface (default {UsageLoggers.DefaultUrl})"),
        ("USAGE_LOGGERS_RULES", "--output-resurface-rules; the two characters \\n are a line end"),
        ("USAGE_LOGGERS_DISABLE", "true: --output-null, so that nothing is sent and the container stays"),
        ("SNIFFER_DEBUG_ENABLED", "true: the following count"),
        ("SNIFFER_DEBUG_VERBOSITY", "--verbose; from 1 on --http-pprof :8181 too, from 2 on --output-stdout"),
        ("SNIFFER_DEBUG_EXPORT", "local: --output-file ./%Y-%m-%d.gz; http: --output-http; s3: refused; none"),
        ("SNIFFER_DEBUG_HTTP_ENDPOINT", "the address of --output-http"),
        ("SNIFFER_DEBUG_DEAL_ID", "the folder of s3"),
    ];

    public static IReadOnlyList<string> InputNames { get; } = NamesOf(Input);

    /// <summary>Read by every run.</summary>
    private static readonly string[] Others =
        ["USAGE_LOGGERS_BODY_LIMIT", "USAGE_LOGGERS_BUNDLE_SIZE", "USAGE_LOGGERS_BUNDLE_QUEUE_SIZE", "USAGE_LOGGERS_MESSAGE_QUEUE_SIZE"];

    private static readonly string[] All = [.. InputNames, .. NamesOf(Output), .. Others];

    public static bool Knows(string name) => All.Contains(name);

    /// <summary>A name that stands for nothing, though it looks as if it should. Kubernetes makes others, of a service's name.</summary>
    public static string? MeantBy(string name)
    {
        bool isOurs = name.StartsWith("SNIFFER_", StringComparison.Ordinal) || name.StartsWith("USAGE_LOGGER", StringComparison.Ordinal);
        return isOurs && !Knows(name) ? Nearest.Of(name, All.Select(known => known.ToLowerInvariant()))?.ToUpperInvariant() : null;
    }

    private static string[] NamesOf(IEnumerable<(string Name, string Meaning)> variables) =>
        [.. variables.SelectMany(variable => variable.Name.Split(", "))];
}
