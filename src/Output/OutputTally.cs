namespace Gor.Output;

/// <summary>
/// One output's part of the ledger, in records: accepted + recovered = delivered + the losses + spooled + limited + skipped + waiting.
/// Any thread may add and read.
/// </summary>
internal sealed class OutputTally
{
    private long _accepted;
    private long _recovered;
    private long _delivered;
    private long _shed;
    private long _gaveWay;
    private long _damaged;
    private long _rejected;
    private long _setAside;
    private long _givenUp;
    private long _spooled;
    private long _repeated;
    private long _limited;
    private long _failed;
    private long _skipped;

    /// <summary>Records that a worker wrote.</summary>
    public long Accepted => Volatile.Read(ref _accepted);

    /// <summary>Records that an earlier run left in the spool.</summary>
    public long Recovered => Volatile.Read(ref _recovered);

    /// <summary>Records that the destination took.</summary>
    public long Delivered => Volatile.Read(ref _delivered);

    /// <summary>Records that found no room in memory.</summary>
    public long Shed => Volatile.Read(ref _shed);

    /// <summary>Spooled records that newer ones took the room of.</summary>
    public long GaveWay => Volatile.Read(ref _gaveWay);

    /// <summary>Spooled records whose file was cut off, changed or gone.</summary>
    public long Damaged => Volatile.Read(ref _damaged);

    /// <summary>Records that the destination refused for good.</summary>
    public long Rejected => Volatile.Read(ref _rejected);

    /// <summary>Those of the rejected that lie in the spool's folder of such.</summary>
    public long SetAside => Volatile.Read(ref _setAside);

    /// <summary>Records that were still waiting when the time to stop was over.</summary>
    public long GivenUp => Volatile.Read(ref _givenUp);

    /// <summary>Records on disk, for this run or the next one to send.</summary>
    public long Spooled => Volatile.Read(ref _spooled);

    /// <summary>Calls that the output's limit kept from it, as its flag asked.</summary>
    public long Limited => Volatile.Read(ref _limited);

    /// <summary>Requests that were sent again and that nobody answered.</summary>
    public long Failed => Volatile.Read(ref _failed);

    /// <summary>Calls that cannot be what the output is for: CONNECT is nothing to be sent again.</summary>
    public long Skipped => Volatile.Read(ref _skipped);

    /// <summary>Beside the equation: records that were sent again after a try of which nobody knows whether it arrived.</summary>
    public long Repeated => Volatile.Read(ref _repeated);

    /// <summary>In memory.</summary>
    public long Waiting => Accepted + Recovered - Delivered - Shed - GaveWay - Damaged - Rejected - GivenUp - Spooled - Limited - Failed - Skipped;

    /// <summary>Records that nobody will ever get from gor.</summary>
    public long Lost => Shed + GaveWay + Damaged + Rejected - SetAside + GivenUp + Failed;

    public void AddAccepted(long records) => Interlocked.Add(ref _accepted, records);

    public void AddRecovered(long records) => Interlocked.Add(ref _recovered, records);

    public void AddDelivered(long records) => Interlocked.Add(ref _delivered, records);

    public void AddShed(long records) => Interlocked.Add(ref _shed, records);

    public void AddGaveWay(long records) => Interlocked.Add(ref _gaveWay, records);

    public void AddDamaged(long records) => Interlocked.Add(ref _damaged, records);

    public void AddRejected(long records) => Interlocked.Add(ref _rejected, records);

    public void AddSetAside(long records) => Interlocked.Add(ref _setAside, records);

    public void AddGivenUp(long records) => Interlocked.Add(ref _givenUp, records);

    public void AddSpooled(long records) => Interlocked.Add(ref _spooled, records);

    public void AddLimited(long records) => Interlocked.Add(ref _limited, records);

    public void AddFailed(long records) => Interlocked.Add(ref _failed, records);

    public void AddSkipped(long records) => Interlocked.Add(ref _skipped, records);

    public void AddRepeated(long records) => Interlocked.Add(ref _repeated, records);

    /// <summary>What became of the records, by name; the ends of the equation.</summary>
    public IReadOnlyList<(string Name, long Records)> Ends() =>
    [
        ("delivered", Delivered), ("shed", Shed), ("gave way", GaveWay), ("damaged", Damaged), ("rejected", Rejected),
        ("given up", GivenUp), ("spooled", Spooled), ("limited", Limited),
        ("failed", Failed), ("skipped", Skipped), ("waiting", Waiting),
    ];

    /// <summary>The terms of <see cref="Lost"/>, for a person.</summary>
    public string Losses()
    {
        (string Name, long Records)[] losses =
        [
            ("found no room in memory", Shed), ("gave way in the full spool", GaveWay), ("were damaged in the spool", Damaged),
            ("were refused or could not be written", Rejected - SetAside), ("were given up at the stop", GivenUp),
            ("were not answered", Failed),
        ];
        return string.Join(", ", losses.Where(loss => loss.Records != 0).Select(loss => $"{loss.Records} {loss.Name}"));
    }

    /// <summary>The equation as the ledger prints it; zero terms are left out.</summary>
    public override string ToString()
    {
        string recovered = Recovered == 0 ? "" : $" + {Recovered} recovered";
        string sum = string.Join(" + ", Ends().Where(end => end.Records != 0).Select(end => $"{end.Records} {end.Name}"));
        string repeated = Repeated == 0 ? "" : $" ({Repeated} may have arrived twice)";
        return $"{Accepted}{recovered} = {(sum.Length == 0 ? "0" : sum)}{repeated}";
    }
}
