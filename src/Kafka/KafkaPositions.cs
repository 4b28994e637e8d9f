using Confluent.Kafka;
using Gor.Tape;

namespace Gor.Kafka;

/// <summary>How far each partition was read, and how far that may be told to the brokers.</summary>
internal sealed class KafkaPositions(string topic)
{
    private readonly Dictionary<int, long> _next = [];
    private readonly Dictionary<int, long> _committed = [];

    public void Read(int partition, long offset) => _next[partition] = offset + 1;

    /// <summary>Another one reads it from here on.</summary>
    public void Forget(int partition)
    {
        _next.Remove(partition);
        _committed.Remove(partition);
    }

    /// <summary>What may be committed, and is not yet: up to the first half of a call that still waits for the other one.</summary>
    /// <param name="waiting">The halves.</param>
    public IReadOnlyList<TopicPartitionOffset> ToCommit(IEnumerable<TapeMessage> waiting)
    {
        Dictionary<int, long> first = waiting.GroupBy(half => half.Place.Partition)
            .ToDictionary(halves => halves.Key, halves => halves.Min(half => half.Place.Offset));
        return
        [
            .. from position in _next
            let offset = Math.Min(position.Value, first.GetValueOrDefault(position.Key, long.MaxValue))
            where offset > _committed.GetValueOrDefault(position.Key, -1)
            select new TopicPartitionOffset(topic, position.Key, offset),
        ];
    }

    public void Committed(IEnumerable<TopicPartitionOffset> offsets)
    {
        foreach (TopicPartitionOffset offset in offsets)
        {
            _committed[offset.Partition] = offset.Offset;
        }
    }
}
