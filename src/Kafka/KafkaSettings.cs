using Confluent.Kafka;

namespace Gor.Kafka;

/// <summary>What librdkafka is told: the names and the meaning of its settings stand in its CONFIGURATION.md.</summary>
internal static class KafkaSettings
{
    /// <summary>More than any call is; what is too large the broker decides, and its answer is counted.</summary>
    private const int LargestMessage = 1_000_000_000;

    /// <summary>A topic that is not there yet may come; its messages wait as long as librdkafka lets them, an hour.</summary>
    private const int TopicPatienceMs = 3_600_000;

    public static ProducerConfig OfOutput(KafkaOptions options) => new(Common(options.Output, options))
    {
        // No message twice and none out of order through a retry; a message counts once all replicas that are in step have it.
        EnableIdempotence = true,
        Acks = Acks.All,

        // Waits for ever; gor's own queue is the only bound, in bytes, and the stop has a deadline.
        MessageTimeoutMs = 0,
        QueueBufferingMaxMessages = 0,
        QueueBufferingMaxKbytes = int.MaxValue,
        MessageMaxBytes = LargestMessage,
        TopicMetadataPropagationMaxMs = TopicPatienceMs,
        AllowAutoCreateTopics = true,

        // As Java's clients do it: the same key, the same partition, whoever writes.
        Partitioner = Partitioner.Murmur2Random,
        CompressionType = CompressionType.Lz4,
        LingerMs = 50,

        // Reports need not hold what was sent.
        DeliveryReportFields = "none",
    };

    public static ConsumerConfig OfInput(KafkaOptions options) => new(Common(options.Input, options))
    {
        // Without a group of the user's nobody joins one, but librdkafka wants a name.
        GroupId = options.Group.Length > 0 ? options.Group : "gor",
        EnableAutoCommit = false,
        EnableAutoOffsetStore = false,
        AutoOffsetReset = (options.Offset ?? (options.Group.Length > 0 ? -2 : -1)) == -2 ? AutoOffsetReset.Earliest : AutoOffsetReset.Latest,

        // A member that comes or goes stops only the partitions that move.
        PartitionAssignmentStrategy = PartitionAssignmentStrategy.CooperativeSticky,

        // The partitions of a member that died without a word go to the others after so long.
        SessionTimeoutMs = 10_000,

        // What is read ahead of the pipeline.
        QueuedMaxMessagesKbytes = 16 << 10,
    };

    private static ClientConfig Common(KafkaEnd end, KafkaOptions options)
    {
        var settings = new ClientConfig
        {
            BootstrapServers = end.Hosts,
            ClientId = "gor",
            SocketKeepaliveEnable = true,
            LogConnectionClose = false,
            SecurityProtocol = (end.UsesSasl, options.UsesTls) switch
            {
                (true, true) => SecurityProtocol.SaslSsl,
                (true, false) => SecurityProtocol.SaslPlaintext,
                (false, true) => SecurityProtocol.Ssl,
                _ => SecurityProtocol.Plaintext,
            },
        };
        if (end.UsesSasl)
        {
            settings.Set("sasl.mechanisms", end.Mechanism);
            settings.SaslUsername = end.User;
            settings.SaslPassword = end.Password;
        }

        SetUnlessEmpty(settings, "ssl.ca.location", options.TrustFile);
        SetUnlessEmpty(settings, "ssl.certificate.location", options.CertificateFile);
        SetUnlessEmpty(settings, "ssl.key.location", options.KeyFile);
        return settings;
    }

    private static void SetUnlessEmpty(ClientConfig settings, string name, string value)
    {
        if (value.Length > 0)
        {
            settings.Set(name, value);
        }
    }
}
