using Confluent.Kafka;

namespace Gor.Kafka;

/// <summary>All partitions of a topic, for one who is in no group: also those that are added while it reads.</summary>
/// <param name="first">Where the reading of those begins that are there at the first look; a later one is read from its begin.</param>
internal sealed class KafkaPartitions(IConsumer<byte[], byte[]> consumer, KafkaBrokers brokers, string topic, Offset first, KafkaLog log, TimeProvider time)
{
    private static readonly TimeSpan Interval = TimeSpan.FromMinutes(1);
    private static readonly TimeSpan ShortInterval = TimeSpan.FromSeconds(1);

    private readonly HashSet<int> _known = [];
    private long? _lookedAt;

    /// <summary>Asks the brokers, where it is time to.</summary>
    public void Look()
    {
        if (_lookedAt is { } looked && time.GetElapsedTime(looked) < (_known.Count == 0 ? ShortInterval : Interval))
        {
            return;
        }

        try
        {
            TopicMetadata? found = brokers.Ask();
            Offset begin = _known.Count == 0 ? first : Offset.Beginning;
            List<TopicPartitionOffset> added = [.. (found?.Partitions ?? []).Where(one => _known.Add(one.PartitionId)).Select(one => new TopicPartitionOffset(topic, one.PartitionId, begin))];
            if (added.Count > 0)
            {
                consumer.IncrementalAssign(added);
            }
            else if (_known.Count == 0)
            {
                log.Trouble("topic", $"the brokers know no partition of the topic {topic}{(found?.Error is { IsError: true } error ? $": {error.Reason}" : "")}; it is waited for");
            }
        }
        catch (KafkaException e)
        {
            log.Trouble("metadata", $"no broker says which partitions there are: {e.Error.Reason}; it is tried again and again");
        }

        _lookedAt = time.GetTimestamp();
    }
}
