using Serilog;

namespace Gor.Capture;

/// <summary>Opens everything that <c>--input-raw</c> names, before anything is captured.</summary>
internal sealed class PacketSources
{
    /// <summary>Capture points below are devices', whose number grows as they come.</summary>
    private const int FirstSocketPoint = 1 << 24;
    private const int FirstFilePoint = 1 << 25;

    private readonly CaptureOptions _options;
    private readonly ILogger _log;
    private readonly ICollection<string>? _warnings;
    private readonly CaptureProblems _problems = new();
    private readonly List<IPacketSource> _atStart = [];

    private readonly Func<InputAddress, IReadOnlyList<FilterTerm>>? _cluster;

    private PacketSources(
        CaptureOptions options, ILogger log, ICollection<string>? warnings, Func<InputAddress, IReadOnlyList<FilterTerm>>? cluster)
    {
        _cluster = cluster;
        _options = options;
        _log = log;
        _warnings = warnings;
    }

    /// <summary>One source for each device and each socket, and one for all capture files together, in order of time.</summary>
    public IReadOnlyList<IPacketSource> AtStart => _atStart;

    /// <summary>Brings the sources that appear later; null where no device is captured.</summary>
    public DeviceWatch? Devices { get; private set; }

    /// <summary>How much of the capture files has been read; null where there is none.</summary>
    public ReadMeter? FilesRead { get; private set; }

    /// <summary>Of a run that captures nothing.</summary>
    public static PacketSources None(ILogger log) => new(new CaptureOptions(), log, null, null);

    /// <param name="options">What to capture, and how.</param>
    /// <param name="log">For what happens to devices later.</param>
    /// <param name="warnings">Takes a line for each device among many that cannot be opened.</param>
    /// <param name="cluster">What an input that names a part of a cluster means just now.</param>
    /// <exception cref="CaptureException">Something that was asked for cannot be opened; the message has one paragraph for each.</exception>
    public static PacketSources Open(
        CaptureOptions options, ILogger log, ICollection<string>? warnings = null, Func<InputAddress, IReadOnlyList<FilterTerm>>? cluster = null)
    {
        var opening = new PacketSources(options, log, warnings, cluster);
        try
        {
            opening.OpenAll();
            return opening;
        }
        catch
        {
            opening._atStart.ForEach(source => source.Dispose());
            throw;
        }
    }

    private void OpenAll()
    {
        RefuseClusterWithoutDevices();
        ILookup<bool, InputAddress> byKind = InputsForEngine(_options).ToLookup(input => input.Kind == InputKind.File);
        if (byKind[false].Any())
        {
            _problems.Try(() => OpenLive([.. byKind[false]]));
        }

        if (byKind[true].Any())
        {
            _problems.Try(() => OpenFiles(byKind[true].Select(input => input.Target)));
        }

        _problems.ThrowIfAny();
    }

    /// <summary>Pods are found on devices, by a filter of their addresses.</summary>
    private void RefuseClusterWithoutDevices()
    {
        if (_options.Inputs.FirstOrDefault(input => input.Kind == InputKind.Cluster) is not { } input)
        {
            return;
        }

        if (_options.Engine == "pcap_file" || TunnelFormat.Of(_options.Engine) is not null)
        {
            throw new CaptureException($"--input-raw {input.Text} looks for pods on this host's devices, and --input-raw-engine {_options.Engine} does not. Drop the engine.");
        }

        if (_options.BpfFilter.Length > 0)
        {
            throw new CaptureException($"--input-raw-bpf-filter would take the place of the pods' addresses that --input-raw {input.Text} finds. Drop one of them.");
        }
    }

    /// <summary>The inputs as the engine reads them: <c>pcap_file</c> takes every name for a file's.</summary>
    /// <exception cref="CaptureException">There is none, or one that the engine cannot read.</exception>
    public static IReadOnlyList<InputAddress> InputsForEngine(CaptureOptions options)
    {
        if (options.Inputs.Count == 0)
        {
            throw new CaptureException("Nothing is named to capture. Say what: --input-raw :8080 (a port on every device), --input-raw eth0:80, or --input-raw calls.pcap.");
        }

        return options.Engine == "pcap_file" ? [.. options.Inputs.Select(AsFile)] : options.Inputs;
    }

    private static InputAddress AsFile(InputAddress input) =>
        InputAddress.TryParse(input.Text, out InputAddress? file, out string? error, isFile: true)
            ? file
            : throw new CaptureException($"--input-raw {input.Text}: {error}.");

    private void OpenFiles(IEnumerable<string> paths)
    {
        var files = FileSource.Open(paths, _options, FirstFilePoint);
        FilesRead = files.Meter;
        _atStart.Add(files);
    }

    private void OpenLive(IReadOnlyList<InputAddress> inputs)
    {
        if (TunnelFormat.Of(_options.Engine) is { } format)
        {
            foreach (InputAddress input in inputs.DistinctBy(input => (input.Kind, input.Target)))
            {
                _problems.Try(() => _atStart.Add(TunnelSource.Open(input, format, _options, FirstSocketPoint + _atStart.Count)));
            }

            return;
        }

        Devices = new DeviceWatch(_options, inputs, CaptureEngines.ForDevices(_options, _log), _log, TimeProvider.System, _cluster);
        _atStart.AddRange(Devices.Open(_warnings));
    }
}
