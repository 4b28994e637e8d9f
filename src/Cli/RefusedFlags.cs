namespace Gor.Cli;

/// <summary>GoReplay's flags that gor does not have on purpose: why, and what to do instead.</summary>
internal static class RefusedFlags
{
    private const string Profile = "gor is a native binary: perf and dotnet-counters look into it from outside, and --http serves its figures";
    private const string Binary = "gor rebuilds HTTP calls, and a stream of other bytes has none; tcpreplay replays packets";
    private const string NoFlag = "it is in GoReplay's source, but was never a flag";

    private const string Kafka =
        "the client for Kafka calls a native library, librdkafka, which cannot live within one binary; share calls out by --output-tcp and --split-output (docs/goreplay.md)";

    private static readonly Dictionary<string, string> Reasons = new()
    {
        ["cpuprofile"] = Profile,
        ["memprofile"] = Profile,
        ["output-http-elasticsearch"] = "write records to a file (--output-resurface calls.ndjson) and let a shipper like Filebeat or Vector bring them there",
        ["output-http-compatibility-mode"] = NoFlag,
        ["output-http-request-group"] = NoFlag,
        ["output-http-debug"] = $"{NoFlag}; --verbose 3 prints a line a call",
        ["output-resurface-debug"] = "it was taken out of GoReplay too; --verbose 3 prints a line a call, and gor collect shows what arrives",
        ["output-binary"] = Binary,
        ["output-binary-workers"] = Binary,
        ["output-binary-timeout"] = Binary,
        ["output-binary-track-response"] = Binary,
        ["output-binary-debug"] = Binary,
        ["output-tcp-response-buffer"] = $"it belongs to --output-binary: {Binary}",
        ["output-kafka-host"] = Kafka,
        ["output-kafka-topic"] = Kafka,
        ["output-kafka-json-format"] = Kafka,
        ["output-kafka-use-sasl"] = Kafka,
        ["output-kafka-mechanism"] = Kafka,
        ["output-kafka-username"] = Kafka,
        ["output-kafka-password"] = Kafka,
        ["input-kafka-host"] = Kafka,
        ["input-kafka-topic"] = Kafka,
        ["input-kafka-offset"] = Kafka,
        ["input-kafka-json-format"] = Kafka,
        ["input-kafka-use-sasl"] = Kafka,
        ["input-kafka-mechanism"] = Kafka,
        ["input-kafka-username"] = Kafka,
        ["input-kafka-password"] = Kafka,
        ["kafka-tls-ca-cert"] = Kafka,
        ["kafka-tls-client-cert"] = Kafka,
        ["kafka-tls-client-key"] = Kafka,
        ["input-http"] = "it stands in GoReplay's documentation, but was never a flag; to take calls from another host, use --input-tcp",
    };

    /// <returns>A phrase; null for a flag that is not refused.</returns>
    public static string? ReasonOf(string name) => Reasons.GetValueOrDefault(name);
}
