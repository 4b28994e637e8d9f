namespace Gor.Capture;

/// <summary>
/// Capture files as one source in order of time. A file is open only from its first packet to its last, so that
/// a day of rotated files costs no more memory than one.
/// </summary>
internal sealed class FileSource : IPacketSource
{
    /// <summary>Room for the interfaces of one file among the capture points.</summary>
    private const int PointsPerLane = 4096;

    private readonly IReadOnlyList<CaptureFileInTurn> _files;
    private readonly VlanSelection _vlans;
    private readonly OfflineFilter? _filter;
    private readonly int _firstCapturePoint;
    private readonly List<string> _warnings = [];
    private readonly List<bool> _lanes = [];
    private long _ordinal;

    private FileSource(IReadOnlyList<CaptureFileInTurn> files, CaptureOptions options, OfflineFilter? filter, int firstCapturePoint)
    {
        _files = files;
        _vlans = new VlanSelection(options.VlanIds);
        _filter = filter;
        _firstCapturePoint = firstCapturePoint;
        Meter = new ReadMeter(files.All(file => file.Length is not null) ? files.Sum(file => file.Length) : null);
        Name = files.Count == 1 ? files[0].Name : $"{files[0].Name} and {files.Count - 1} more";
        Filter = options.BpfFilter;
        Description = filter is null ? $"{Name}: from file" : $"{Name}: from file, filter {Filter}";
    }

    public string Name { get; }

    public bool IsLive => false;

    public string Description { get; }

    public string Filter { get; }

    public IReadOnlyList<string> Warnings => _warnings;

    public ReadMeter Meter { get; }

    /// <param name="paths">Paths and patterns; at least one.</param>
    /// <param name="options">Of which the filter and the VLANs count here.</param>
    /// <param name="firstCapturePoint">Capture points from this number on are free.</param>
    /// <exception cref="CaptureException">A file cannot be read, or the filter is wrong; the message tells of each.</exception>
    public static FileSource Open(IEnumerable<string> paths, CaptureOptions options, int firstCapturePoint)
    {
        var problems = new CaptureProblems();
        List<string> expanded = [];
        List<CaptureFileInTurn> files = [];
        foreach (string path in paths)
        {
            problems.Try(() => expanded.AddRange(CaptureFileName.Expand(path)));
        }

        List<string> distinct = [.. expanded.DistinctBy(Path.GetFullPath)];
        if (options.Follows && distinct.Count > 1)
        {
            problems.Add($"--input-raw-follow waits at the end of one file, and {distinct.Count} are named. Name the one that grows.");
        }

        foreach (string path in distinct)
        {
            problems.Try(() => files.Add(options.Follows ? CaptureFileInTurn.Follow(path) : CaptureFileInTurn.Find(path)));
        }

        OfflineFilter? filter = options.BpfFilter.Length > 0 ? new OfflineFilter(options.BpfFilter) : null;
        problems.Try(() => filter?.Check(files.Select(file => file.FirstLinkType).FirstOrDefault(type => type is not null) ?? LinkType.Ethernet));
        problems.ThrowIfAny();
        return new FileSource(files, options, filter, firstCapturePoint);
    }

    public void Run(IPacketConsumer consumer, CancellationToken stop)
    {
        try
        {
            Merge(consumer, stop);
        }
        catch (OperationCanceledException) when (stop.IsCancellationRequested)
        {
            // A pipe that had nothing to say.
        }
        finally
        {
            CloseAll();
        }
    }

    public KernelDrops? ReadDrops() => null;

    public void Dispose()
    {
        CloseAll();
        _filter?.Dispose();
    }

    /// <summary>The file whose next packet is the oldest delivers until another one's is older.</summary>
    private void Merge(IPacketConsumer consumer, CancellationToken stop)
    {
        var due = new PriorityQueue<CaptureFileInTurn, (long TimestampNs, int Order)>();
        for (int i = 0; i < _files.Count; i++)
        {
            due.Enqueue(_files[i], (_files[i].FirstTimestampNs, i));
        }

        while (!stop.IsCancellationRequested && due.TryDequeue(out CaptureFileInTurn? file, out (long TimestampNs, int Order) turn))
        {
            bool isOpen = file.Reader is not null;
            PacketReader reader = file.Reader ?? Begin(file, stop);
            long horizon = due.TryPeek(out _, out (long TimestampNs, int Order) next) ? next.TimestampNs : long.MaxValue;
            bool hasMore = isOpen ? Deliver(file, reader, horizon, consumer, stop) : reader.Next();
            if (hasMore)
            {
                due.Enqueue(file, (reader.TimestampNs, turn.Order));
            }
            else
            {
                End(file, reader);
            }
        }
    }

    private PacketReader Begin(CaptureFileInTurn file, CancellationToken stop)
    {
        PacketReader reader = file.Open(Meter, stop);
        int free = _lanes.IndexOf(false);
        if (free < 0)
        {
            free = _lanes.Count;
            _lanes.Add(false);
        }

        _lanes[free] = true;
        file.Lane = free;
        return reader;
    }

    /// <summary>True where the file has a packet left, later than the horizon or behind the stop.</summary>
    private bool Deliver(CaptureFileInTurn file, PacketReader reader, long horizon, IPacketConsumer consumer, CancellationToken stop)
    {
        do
        {
            _ordinal++;
            file.PacketsRead++;
            if (IsWanted(reader))
            {
                consumer.OnPacket(new Packet
                {
                    LinkType = reader.LinkType,
                    TimestampNs = reader.TimestampNs,
                    OriginalLength = reader.OriginalLength,
                    Ordinal = _ordinal,
                    CapturePoint = _firstCapturePoint + file.Lane * PointsPerLane + Math.Min(reader.Interface, PointsPerLane - 1),
                    Data = reader.Data,
                });
            }

            if (!reader.Next())
            {
                return false;
            }
        }
        while (reader.TimestampNs <= horizon && !stop.IsCancellationRequested);
        return true;
    }

    private bool IsWanted(PacketReader reader) =>
        _vlans.Accepts(reader.LinkType, reader.Data) && (_filter is null || _filter.Matches(reader.LinkType, reader.Data));

    private void End(CaptureFileInTurn file, PacketReader reader)
    {
        if (reader.Fault is { } fault)
        {
            _warnings.Add($"\"{file.Name}\" is {fault}. The {file.PacketsRead} packets before that were used.");
        }

        _lanes[file.Lane] = false;
        file.Dispose();
    }

    private void CloseAll()
    {
        foreach (CaptureFileInTurn file in _files)
        {
            file.Dispose();
        }
    }
}
