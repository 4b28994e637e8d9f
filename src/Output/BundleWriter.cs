namespace Gor.Output;

/// <summary>One worker's open bundle, which goes to the output's queue when it is full or old.</summary>
internal sealed class BundleWriter(
    BundleBuilder builder, TimeSpan age, BundleQueue queue, OutputTally tally, OutputLog log, TimeProvider time) : IRecordWriter
{
    private long _begun;

    public void Write(ReadOnlySpan<byte> record)
    {
        tally.AddAccepted(1);
        if (!builder.HasRoomFor(record.Length))
        {
            HandOver();
        }

        if (builder.Records == 0)
        {
            _begun = time.GetTimestamp();
        }

        builder.Append(record);
        if (builder.IsFull)
        {
            HandOver();
        }
    }

    public void Tick(bool isBehind)
    {
        // What is not compressed takes more of the room for what waits: only where little waits.
        builder.IsHurried = isBehind && !queue.IsFilling;
        if (builder.Records > 0 && time.GetElapsedTime(_begun) >= age)
        {
            HandOver();
        }
    }

    public void Close()
    {
        if (builder.Records > 0)
        {
            HandOver();
        }
    }

    private void HandOver()
    {
        builder.IsForWaiting = queue.IsBehind && !queue.HoldsBack;
        Bundle bundle = builder.Seal();
        if (!queue.TryAdd(bundle))
        {
            tally.AddShed(bundle.Records);
            log.Lost(bundle.Records, Loss.NoRoom, $"{queue.Limit >> 20} MiB of records wait already");
        }
    }
}
