using Gor.Output;

namespace Gor.Replay;

/// <summary>Hands each call on at once, by itself: a replay keeps the times of the calls.</summary>
internal sealed class HttpReplayWriter(BundleQueue queue, OutputTally tally, OutputLog log) : IRecordWriter
{
    public void Write(ReadOnlySpan<byte> record)
    {
        tally.AddAccepted(1);

        // The response is of no use here.
        ReadOnlySpan<byte> request = record[..TapeSplitter.LengthOfFirst(record)];
        if (!queue.TryAdd(new Bundle(request.ToArray(), Records: 1, IsCompressed: false)))
        {
            tally.AddShed(1);
            log.Lost(1, Loss.NoRoom, "as many requests wait as may (--output-http-queue-len)");
        }
    }

    public void Tick(bool isBehind)
    {
    }

    public void Close()
    {
    }
}
