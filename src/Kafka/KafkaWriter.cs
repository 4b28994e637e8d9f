using Gor.Output;
using Gor.Replay;
using Gor.Tape;

namespace Gor.Kafka;

/// <summary>Hands each call on at once, by itself: librdkafka makes batches of them.</summary>
internal sealed class KafkaWriter(BundleQueue queue, OutputTally tally, OutputLog log) : IRecordWriter
{
    /// <summary>What the two messages of a call take in librdkafka and in its client beside their bytes, roughly.</summary>
    private const int Overhead = 1024;

    public void Write(ReadOnlySpan<byte> record)
    {
        TapeHeader header = TapeSplitter.Split(record[..TapeSplitter.LengthOfFirst(record)], out _);
        Write(record, KafkaKey.ConnectionOf(header.Id));
    }

    public void Write(ReadOnlySpan<byte> record, uint connection)
    {
        tally.AddAccepted(1);
        var call = new Bundle(record.ToArray(), Records: 1, IsCompressed: false) { Size = record.Length + Overhead, Connection = connection };
        if (!queue.TryAdd(call))
        {
            tally.AddShed(1);
            log.Lost(1, Loss.NoRoom, $"{queue.Limit >> 20} MiB of calls wait already");
        }
    }

    public void Tick(bool isBehind)
    {
    }

    public void Close()
    {
    }
}
