namespace Gor.Output;

/// <summary>
/// Bundles that the destination refused for good, for a person to look at. Bounded: the oldest are deleted. One thread at a time.
/// </summary>
internal sealed class RejectedFolder
{
    public const string Name = "rejected";

    private readonly BundleFiles _names;
    private readonly long _limit;
    private readonly Queue<(long Number, long Charge)> _files = [];
    private long _held;

    /// <param name="limit">Bytes on disk.</param>
    public RejectedFolder(string path, long limit)
    {
        _names = new BundleFiles(path);
        _limit = limit;
        foreach (long number in _names.Numbers())
        {
            Note(number, SpoolFile.Charge(new FileInfo(_names[number]).Length));
        }
    }

    /// <summary>The highest number that is taken.</summary>
    public long Last { get; private set; }

    /// <exception cref="IOException">It cannot be kept.</exception>
    /// <exception cref="UnauthorizedAccessException">It cannot be kept.</exception>
    public void Add(long number, Bundle bundle)
    {
        long charge = SpoolFile.Charge(bundle);
        while (_held + charge > _limit && _files.TryDequeue(out (long Number, long Charge) oldest))
        {
            SpoolFile.Delete(_names[oldest.Number]);
            _held -= oldest.Charge;
        }

        SpoolFile.Write(_names[number], bundle);
        Note(number, charge);
    }

    private void Note(long number, long charge)
    {
        _files.Enqueue((number, charge));
        _held += charge;
        Last = number;
    }
}
