using SharpPcap.LibPcap;

namespace Gor.Capture;

/// <summary>Opens everything that <c>--input-raw</c> names, before anything is captured.</summary>
internal sealed class PacketSources
{
    /// <summary>Kernel memory for all devices together: each buffer takes up to twice its size, and a container host has many devices.</summary>
    private const int BufferBudget = 256 << 20;
    private const int SmallestBuffer = 2 << 20;

    private readonly CaptureOptions _options;
    private readonly ICollection<string>? _warnings;
    private readonly CaptureProblems _problems = new();
    private readonly List<IPacketSource> _sources = [];

    private PacketSources(CaptureOptions options, ICollection<string>? warnings)
    {
        _options = options;
        _warnings = warnings;
    }

    /// <summary>One source for each device, and one for all capture files together, in order of time.</summary>
    /// <param name="options">What to capture, and how.</param>
    /// <param name="warnings">Takes a line for each device among many that cannot be opened.</param>
    /// <exception cref="CaptureException">Something that was asked for cannot be opened; the message has one paragraph for each.</exception>
    public static IReadOnlyList<IPacketSource> Open(CaptureOptions options, ICollection<string>? warnings = null)
    {
        var opening = new PacketSources(options, warnings);
        try
        {
            opening.OpenAll();
            return opening._sources;
        }
        catch
        {
            opening._sources.ForEach(source => source.Dispose());
            throw;
        }
    }

    private void OpenAll()
    {
        IReadOnlyList<InputAddress> inputs = InputsForEngine();
        ILookup<bool, InputAddress> byKind = inputs.ToLookup(input => input.Kind == InputKind.File);
        if (byKind[false].Any())
        {
            _problems.Try(() => OpenDevices(byKind[false]));
        }

        if (byKind[true].Any())
        {
            _problems.Try(() => _sources.Add(FileSource.Open(byKind[true].Select(input => input.Target), _options, _sources.Count)));
        }

        _problems.ThrowIfAny();
    }

    private IReadOnlyList<InputAddress> InputsForEngine()
    {
        if (_options.Inputs.Count == 0)
        {
            throw new CaptureException("Nothing is named to capture. Say what: --input-raw :8080 (a port on every device), --input-raw eth0:80, or --input-raw calls.pcap.");
        }

        switch (_options.Engine)
        {
            case "" or "libpcap":
                return _options.Inputs;
            case "pcap_file":
                return [.. _options.Inputs.Select(AsFile)];
            default:
                string instead = _options.Engine == "vxlan"
                    ? "capture the VXLAN device itself (--input-raw vx0:80), or the device its datagrams arrive on"
                    : "on Linux libpcap reads from the same mapped ring: leave the flag out";
                throw new CaptureException($"--input-raw-engine {_options.Engine} is not available in this version. Instead, {instead}.");
        }
    }

    private static InputAddress AsFile(InputAddress input) =>
        InputAddress.TryParse(input.Text, out InputAddress? file, out string? error, isFile: true)
            ? file
            : throw new CaptureException($"--input-raw {input.Text}: {error}.");

    private void OpenDevices(IEnumerable<InputAddress> inputs)
    {
        IReadOnlyList<PcapInterface> listed = DeviceList.ReadInterfaces();
        var selection = new DeviceSelection([.. listed.Select(DeviceList.Of)], _options.IgnoredInterfaces);
        foreach (InputAddress input in inputs)
        {
            _problems.Try(() => selection.Add(input));
        }

        int bufferSize = BufferFor(selection.Selected.Count);
        var opening = new LiveOpening(_options);
        var ofMany = new CaptureProblems();
        foreach (SelectedDevice selected in selection.Selected)
        {
            PcapInterface device = listed.First(device => device.Name == selected.Device.Name);
            CaptureProblems problems = selected.IsOneOfMany ? ofMany : _problems;
            problems.Try(() => _sources.Add(opening.Open(device, selected, bufferSize, _sources.Count)));
        }

        List<string> failures = [.. ofMany.Messages];
        if (_sources.Count == 0 && failures.Count > 0)
        {
            throw new CaptureException(failures.Count == 1 ? failures[0] : $"None of {failures.Count} devices can be opened. Of the first: {failures[0]}");
        }

        failures.ForEach(message => _warnings?.Add($"{message} The capture goes on without it."));
    }

    private int BufferFor(int devices) => _options.BufferSize <= 0
        ? 0
        : Math.Min(_options.BufferSize, Math.Max(SmallestBuffer, BufferBudget / Math.Max(1, devices)));
}
