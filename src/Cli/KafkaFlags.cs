using Gor.Kafka;
using static Gor.Cli.FlagReaders;
using static Gor.Cli.Setting<Gor.Options>;

namespace Gor.Cli;

/// <summary>The flags of topics of Apache Kafka.</summary>
internal static class KafkaFlags
{
    private const string Library = "Not Linux with glibc on x64 or ARM64: needs librdkafka beside gor (docs/kafka.md).";

    private static readonly string[] Mechanisms = ["PLAIN", "SCRAM-SHA-256", "SCRAM-SHA-512"];

    public static IReadOnlyList<Setting<Options>> All { get; } = [.. Output(), .. Input(), .. Trust()];

    /// <summary>What does not go together.</summary>
    public static IEnumerable<string> Errors(KafkaOptions kafka)
    {
        foreach ((string side, KafkaEnd end) in ((string, KafkaEnd)[])[("output", kafka.Output), ("input", kafka.Input)])
        {
            if (end.Hosts.Length > 0 && end.Topic.Length == 0)
            {
                yield return $"--{side}-kafka-host is given without a topic. Name one: --{side}-kafka-topic calls.";
            }

            if (end.Topic.Length > 0 && end.Hosts.Length == 0)
            {
                yield return $"--{side}-kafka-topic is given without a broker. Name one: --{side}-kafka-host kafka:9092.";
            }

            if (end.UsesSasl && (end.User.Length == 0 || end.Password.Length == 0))
            {
                yield return $"--{side}-kafka-use-sasl needs --{side}-kafka-username and --{side}-kafka-password (better the variable "
                    + $"GOR_{side.ToUpperInvariant()}_KAFKA_PASSWORD, which no list of processes shows).";
            }
        }

        if (kafka.CertificateFile.Length > 0 != kafka.KeyFile.Length > 0)
        {
            yield return $"--kafka-tls-client-{(kafka.KeyFile.Length > 0 ? "key is given without --kafka-tls-client-cert" : "cert is given without --kafka-tls-client-key")}: "
                + "a certificate is of use with its key only. Give both.";
        }

        if (kafka.Group.Length > 0 && kafka.Offset >= 0)
        {
            yield return "--input-kafka-offset: with --input-kafka-group only -1 (newest) and -2 (oldest) go, and hold where the group has no place of its own yet.";
        }
    }

    private static Setting<Options>[] Output() =>
    [
        new("output-kafka-host", "HOST[:PORT],…", SetUnlessEmpty<string>(Hosts, (options, hosts) => WithOutput(options, end => end with { Hosts = hosts })))
        {
            Group = FlagGroup.Kafka,
            IsEssential = true,
            Help = "Send calls to Apache Kafka, by these brokers. While they are away calls wait in memory. All messages of a connection go to one partition. "
                + Library,
        },
        new("output-kafka-topic", "TOPIC", SetUnlessEmpty<string>(Topic, (options, topic) => WithOutput(options, end => end with { Topic = topic })))
        {
            Group = FlagGroup.Kafka,
            Help = "The topic of --output-kafka-host. Each message of a call is one there.",
        },
        .. Rest("output", WithOutput),
    ];

    private static Setting<Options>[] Input() =>
    [
        new("input-kafka-host", "HOST[:PORT],…", SetUnlessEmpty<string>(Hosts, (options, hosts) => WithInput(options, end => end with { Hosts = hosts })))
        {
            Group = FlagGroup.Kafka,
            IsEssential = true,
            Help = "Take calls from Apache Kafka, by these brokers. " + Library,
        },
        new("input-kafka-topic", "TOPIC", SetUnlessEmpty<string>(Topic, (options, topic) => WithInput(options, end => end with { Topic = topic })))
        {
            Group = FlagGroup.Kafka,
            Help = "The topic of --input-kafka-host: what --output-kafka-topic, or GoReplay's, wrote.",
        },
        new("input-kafka-group", "NAME", SetUnlessEmpty<string>(Text, (options, name) => With(options, kafka => kafka with { Group = name })))
        {
            Group = FlagGroup.Kafka,
            Help = "Share the topic's partitions among all gors that name this consumer group, and go on where it was; each call arrives at least once. "
                + "Without: all partitions, and nothing is remembered.",
        },
        new("input-kafka-offset", "OFFSET", SetUnlessEmpty<long>(Offset, (options, offset) => With(options, kafka => kafka with { Offset = offset })))
        {
            Group = FlagGroup.Kafka,
            Help = "Where to begin: -1 behind the newest message, -2 at the oldest, or an offset of every partition. Without: -1, and -2 for a group that is new.",
        },
        .. Rest("input", WithInput),
    ];

    private static Setting<Options>[] Rest(string side, Func<Options, Func<KafkaEnd, KafkaEnd>, Options> with) =>
    [
        new($"{side}-kafka-json-format", "", Set<bool>(GoBoolean.TryParse, (options, on) => with(options, end => end with { IsJson = on })))
        {
            Group = FlagGroup.Kafka,
            Help = "Messages are GoReplay's JSON objects (docs/kafka.md), not its text format.",
        },
        new($"{side}-kafka-use-sasl", "", Set<bool>(GoBoolean.TryParse, (options, on) => with(options, end => end with { UsesSasl = on })))
        {
            Group = FlagGroup.Kafka,
            Help = "Log in to the brokers (SASL).",
        },
        new($"{side}-kafka-mechanism", "NAME", SetUnlessEmpty<string>(Word(Mechanisms), (options, name) => with(options, end => end with { Mechanism = name })))
        {
            Group = FlagGroup.Kafka,
            Words = Mechanisms,
            Default = "PLAIN",
            Help = "How to log in: PLAIN, SCRAM-SHA-256 or SCRAM-SHA-512.",
        },
        new($"{side}-kafka-username", "NAME", SetUnlessEmpty<string>(Text, (options, name) => with(options, end => end with { User = name })))
        {
            Group = FlagGroup.Kafka,
            Help = "Who logs in.",
        },
        new($"{side}-kafka-password", "PASSWORD", SetUnlessEmpty<string>(Text, (options, word) => with(options, end => end with { Password = word })))
        {
            Group = FlagGroup.Kafka,
            IsSecret = true,
            IsPassword = true,
            Help = $"The password. Better the variable GOR_{side.ToUpperInvariant()}_KAFKA_PASSWORD, which no list of processes shows.",
        },
    ];

    private static Setting<Options>[] Trust() =>
    [
        new("kafka-tls", "", Set<bool>(GoBoolean.TryParse, (options, on) => With(options, kafka => kafka with { IsSecure = on })))
        {
            Group = FlagGroup.Kafka,
            Help = "TLS to all brokers, with the certificates that the system trusts. Each of the files below means TLS too.",
        },
        new("kafka-tls-ca-cert", "FILE", SetUnlessEmpty<string>(FilePath, (options, file) => With(options, kafka => kafka with { TrustFile = file })))
        {
            Group = FlagGroup.Kafka,
            Help = "A PEM file of certificates that are trusted instead of those of the system.",
        },
        new("kafka-tls-client-cert", "FILE", SetUnlessEmpty<string>(FilePath, (options, file) => With(options, kafka => kafka with { CertificateFile = file })))
        {
            Group = FlagGroup.Kafka,
            Help = "A PEM file of the certificate by which gor shows who it is.",
        },
        new("kafka-tls-client-key", "FILE", SetUnlessEmpty<string>(FilePath, (options, file) => With(options, kafka => kafka with { KeyFile = file })))
        {
            Group = FlagGroup.Kafka,
            Help = "Its key, PEM.",
        },
    ];

    /// <summary>Brokers with commas between; what each of them may be librdkafka knows.</summary>
    private static bool Hosts(string text, out string value, out string? error)
    {
        string[] hosts = text.Split(',', StringSplitOptions.TrimEntries);
        value = string.Join(',', hosts);
        error = Array.TrueForAll(hosts, IsHost) ? null : "expected HOST[:PORT], several with commas between, like kafka-1:9092,kafka-2:9092";
        return error is null;
    }

    private static bool IsHost(string text) =>
        Uri.TryCreate($"kafka://{text}", UriKind.Absolute, out Uri? uri) && uri.Host.Length > 0 && uri.UserInfo.Length == 0 && uri.PathAndQuery is "/" or ""
        && uri.Fragment.Length == 0 && !text.Contains('/', StringComparison.Ordinal);

    /// <summary>What Kafka takes for one.</summary>
    private static bool Topic(string text, out string value, out string? error)
    {
        value = text;
        bool isTopic = text.Length <= 249 && text is not ("." or "..") && text.All(c => char.IsAsciiLetterOrDigit(c) || c is '.' or '_' or '-');
        error = isTopic ? null : "expected a name of at most 249 letters, digits, dots, dashes and underscores";
        return isTopic;
    }

    private static bool Offset(string text, out long value, out string? error)
    {
        if (GoInteger.TryParse(text, out value, out error) && value < -2)
        {
            error = "expected -1, -2 or an offset";
        }

        return error is null;
    }

    private static Options With(Options options, Func<KafkaOptions, KafkaOptions> change) => options with { Kafka = change(options.Kafka) };

    private static Options WithOutput(Options options, Func<KafkaEnd, KafkaEnd> change) => With(options, kafka => kafka with { Output = change(kafka.Output) });

    private static Options WithInput(Options options, Func<KafkaEnd, KafkaEnd> change) => With(options, kafka => kafka with { Input = change(kafka.Input) });
}
