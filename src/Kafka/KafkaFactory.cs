using Confluent.Kafka;
using Gor.Output;
using Gor.Playback;
using Serilog;

namespace Gor.Kafka;

/// <summary>Opens what the options name. No broker is asked for anything yet: one that is away is waited for.</summary>
internal sealed class KafkaFactory(KafkaOptions options, ILogger log, TimeProvider time)
{
    /// <exception cref="OutputException">A file, a setting or the library cannot be used.</exception>
    public KafkaOutput OpenOutput(BundleQueue queue)
    {
        KafkaEnd end = options.Output;
        WarnOfPassword("--output-kafka-use-sasl", end);
        return new KafkaOutput(end, ConnectOutput, queue, new OutputLog(end.Name, log, time), time);
    }

    /// <param name="counters">Of the source's thread.</param>
    /// <param name="lostAtRest">See <see cref="KafkaSource"/>.</param>
    /// <exception cref="PlaybackException">A file, a setting or the library cannot be used.</exception>
    public KafkaSource OpenSource(Counters counters, Func<long?> lostAtRest)
    {
        WarnOfPassword("--input-kafka-use-sasl", options.Input);
        return new KafkaSource(options, ConnectSource, counters, lostAtRest, new KafkaLog(options.Input.Name, log, time), time);
    }

    private IProducer<byte[], byte[]> ConnectOutput(KafkaOutput output) => KafkaClient.Make(
        "--output-kafka-host",
        options,
        () => new ProducerBuilder<byte[], byte[]>(KafkaSettings.OfOutput(options))
            .SetErrorHandler((_, error) => output.OnError(error))
            .SetLogHandler((_, message) => KafkaLog.Write(log, options.Output.Name, message))
            .Build(),
        (message, inner) => new OutputException(message, inner));

    private IConsumer<byte[], byte[]> ConnectSource(KafkaSource source) => KafkaClient.Make(
        "--input-kafka-host",
        options,
        () => new ConsumerBuilder<byte[], byte[]>(KafkaSettings.OfInput(options))
            .SetErrorHandler((_, error) => source.OnError(error))
            .SetLogHandler((_, message) => KafkaLog.Write(log, options.Input.Name, message))
            .SetPartitionsRevokedHandler((_, partitions) => source.OnRevoked(partitions))
            .SetPartitionsLostHandler((_, partitions) => source.OnLost(partitions))
            .Build(),
        (message, inner) => new PlaybackException(message, inner));

    private void WarnOfPassword(string flag, KafkaEnd end)
    {
        if (end is { UsesSasl: true, Mechanism: "PLAIN" } && !options.UsesTls)
        {
            log.Warning("{Name:l}: PLAIN without TLS ({Flag:l}): the password can be read on its way; use --kafka-tls or SCRAM-SHA-512", end.Name, flag);
        }
    }
}
