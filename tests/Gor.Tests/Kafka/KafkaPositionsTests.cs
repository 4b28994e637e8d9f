using Gor.Kafka;
using Gor.Tape;

namespace Gor.Tests.Kafka;

public sealed class KafkaPositionsTests
{
    private readonly KafkaPositions _positions = new("calls");

    [Fact]
    public void The_place_behind_the_last_message_of_each_partition_is_committed_once()
    {
        _positions.Read(0, 4);
        _positions.Read(2, 7);
        Assert.Equal("0:5 2:8", ToCommit());
        _positions.Committed(_positions.ToCommit([]));
        Assert.Equal("", ToCommit());
        _positions.Read(2, 8);
        Assert.Equal("2:9", ToCommit());
    }

    [Fact]
    public void Nothing_is_committed_behind_a_half_that_waits()
    {
        _positions.Read(0, 3);
        _positions.Read(0, 9);
        Assert.Equal("0:3", ToCommit((0, 5), (0, 3), (1, 0)));
    }

    [Fact]
    public void A_partition_that_went_is_committed_no_more()
    {
        _positions.Read(0, 3);
        _positions.Forget(0);
        Assert.Equal("", ToCommit());
    }

    private string ToCommit(params (int Partition, long Offset)[] waiting) => string.Join(' ', _positions
        .ToCommit(waiting.Select(half => new TapeMessage(default, default) { Place = new TapePlace(half.Partition, half.Offset) }))
        .Select(offset => $"{offset.Partition.Value}:{offset.Offset.Value}"));
}
