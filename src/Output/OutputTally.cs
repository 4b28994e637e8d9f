namespace Gor.Output;

/// <summary>
/// One output's part of the ledger, in records: accepted = delivered + shed + rejected + given up + waiting.
/// Any thread may add and read.
/// </summary>
internal sealed class OutputTally
{
    private long _accepted;
    private long _delivered;
    private long _shed;
    private long _rejected;
    private long _givenUp;

    /// <summary>Records that a worker wrote.</summary>
    public long Accepted => Volatile.Read(ref _accepted);

    /// <summary>Records that the destination took.</summary>
    public long Delivered => Volatile.Read(ref _delivered);

    /// <summary>Records that found no room.</summary>
    public long Shed => Volatile.Read(ref _shed);

    /// <summary>Records that the destination refused for good.</summary>
    public long Rejected => Volatile.Read(ref _rejected);

    /// <summary>Records that were still waiting when the time to stop was over.</summary>
    public long GivenUp => Volatile.Read(ref _givenUp);

    public long Waiting => Accepted - Delivered - Shed - Rejected - GivenUp;

    public void AddAccepted(long records) => Interlocked.Add(ref _accepted, records);

    public void AddDelivered(long records) => Interlocked.Add(ref _delivered, records);

    public void AddShed(long records) => Interlocked.Add(ref _shed, records);

    public void AddRejected(long records) => Interlocked.Add(ref _rejected, records);

    public void AddGivenUp(long records) => Interlocked.Add(ref _givenUp, records);

    /// <summary>The equation as the ledger prints it; zero terms are left out.</summary>
    public override string ToString()
    {
        (long Records, string End)[] ends =
        [
            (Delivered, "delivered"), (Shed, "shed"), (Rejected, "rejected"), (GivenUp, "given up"), (Waiting, "waiting"),
        ];
        string sum = string.Join(" + ", ends.Where(end => end.Records != 0).Select(end => $"{end.Records} {end.End}"));
        return $"{Accepted} = {(sum.Length == 0 ? "0" : sum)}";
    }
}
