using SharpPcap;
using SharpPcap.LibPcap;

namespace Gor.Capture;

/// <summary>Opens a device with its filter, and says what to do where that fails.</summary>
internal sealed class LiveOpening(CaptureOptions options)
{
    private const int DefaultSnapLength = 262144;
    private static readonly TimeSpan DefaultTimeout = TimeSpan.FromMilliseconds(50);

    private readonly CaptureOptions _options = options with
    {
        BufferTimeout = options.BufferTimeout < TimeSpan.FromMilliseconds(1) ? DefaultTimeout : options.BufferTimeout,
        SnapLength = options.SnapLength <= 0 ? DefaultSnapLength : options.SnapLength,
    };

    /// <param name="listed">The device as libpcap lists it.</param>
    /// <param name="selected">What is wanted of it.</param>
    /// <param name="bufferSize">Kernel buffer in bytes; 0 for libpcap's default.</param>
    /// <param name="capturePoint">Its number.</param>
    /// <exception cref="CaptureException">It cannot be opened; the message says why and what to do.</exception>
    public LiveSource Open(PcapInterface listed, SelectedDevice selected, int bufferSize, int capturePoint)
    {
        var device = new LiveDevice(listed);
        try
        {
            Activate(device, bufferSize);
            SetFilter(device, selected);
            if (selected.Device.IsLoopback)
            {
                device.IgnoreOutgoing();
            }

            string addresses = string.Join(", ", selected.Device.Addresses);
            string chosen = _options.BpfFilter.Length > 0 ? $"filter {_options.BpfFilter}" : BpfFilter.Summary(selected.Terms);
            string description = $"{device.Name}: {(LinkType)device.LinkType}, {(addresses.Length > 0 ? addresses : "no address")}, {chosen}";
            return new LiveSource(device, description, _options, capturePoint);
        }
        catch
        {
            device.Dispose();
            throw;
        }
    }

    private void Activate(LiveDevice device, int bufferSize)
    {
        List<ConfigurationFailedEventArgs> refused = [];
        DeviceConfiguration configuration = ConfigurationOf(bufferSize);
        configuration.ConfigurationFailed += (_, failure) => refused.Add(failure);
        try
        {
            device.Open(configuration);
        }
        catch (PcapException problem)
        {
            throw Explain(device, problem.Error, problem);
        }
        catch (Exception problem) when (MissingLibpcap.IsCause(problem))
        {
            throw MissingLibpcap.Error($"Capturing from {device.Name}", problem);
        }

        // Whatever else a device cannot do (nanoseconds, for one) has a default that does.
        foreach (ConfigurationFailedEventArgs failure in refused)
        {
            switch (failure.Property)
            {
                case nameof(configuration.Monitor):
                    throw Explain(device, PcapError.RfmonNotSupported, null);
                case nameof(configuration.TimestampType):
                    throw Explain(device, PcapError.TimestampTypeNotSupported, null);
            }
        }
    }

    private DeviceConfiguration ConfigurationOf(int bufferSize) => new()
    {
        Mode = _options.Promiscuous ? DeviceModes.Promiscuous : DeviceModes.None,
        Snaplen = _options.SnapLength,
        ReadTimeout = (int)Math.Clamp(_options.BufferTimeout.TotalMilliseconds, 1, 60_000),
        BufferSize = bufferSize > 0 ? bufferSize : null,
        Monitor = _options.Monitor ? MonitorMode.Active : null,
        TimestampResolution = TimestampResolution.Nanosecond,
        TimestampType = TimestampTypeOf(_options.TimestampType),
    };

    private static TimestampType? TimestampTypeOf(string name) => name switch
    {
        "" => null,
        "host" => TimestampType.Host,
        "host_lowprec" => TimestampType.HostLowPrecision,
        "host_hiprec" => TimestampType.HostHighPrecision,
        "host_hiprec_unsynced" => TimestampType.HostHighPrecisionUnsynced,
        "adapter" => TimestampType.Adapter,
        "adapter_unsynced" => TimestampType.AdapterUnsynced,
        _ => throw new CaptureException($"There is no timestamp source \"{name}\": --input-raw-timestamp-type knows host, host_lowprec, host_hiprec, host_hiprec_unsynced, adapter and adapter_unsynced."),
    };

    private void SetFilter(LiveDevice device, SelectedDevice selected)
    {
        var linkType = (LinkType)device.LinkType;
        bool taggedOnly = _options.VlanIds.Count > 0;
        if (taggedOnly && linkType != LinkType.Ethernet)
        {
            throw new CaptureException(
                $"--input-raw-vlan-vid needs a device that shows Ethernet frames, and {device.Name} shows {linkType}. Name the device below it, or drop the flag.");
        }

        string filter = _options.BpfFilter.Length > 0
            ? _options.BpfFilter
            : BpfFilter.Of(selected.Terms, linkType, _options.Tunnels, taggedOnly);
        try
        {
            device.Filter = filter;
        }
        catch (PcapException problem)
        {
            throw new CaptureException(
                $"The filter \"{filter}\" is refused on {device.Name} ({linkType}): {problem.Message}. Its language is described at https://www.tcpdump.org/manpages/pcap-filter.7.html", problem);
        }
    }

    private CaptureException Explain(LiveDevice device, PcapError error, Exception? inner) => new(error switch
    {
        PcapError.PermissionDenied => $"This process may not capture from {device.Name}. {CapturePrivileges.Remedy()}",
        PcapError.PromiscuousPermissionDenied =>
            $"This process may not set {device.Name} to promiscuous mode (--input-raw-promisc). Grant that capability too (sudo setcap cap_net_raw,cap_net_admin+ep gor), run it as root, or drop the flag.",
        PcapError.NoSuchDevice => $"The device {device.Name} is gone, or is none to capture from. gor devices lists those there are.",
        PcapError.InterfaceNotUp => $"The device {device.Name} is down. Bring it up first: ip link set {device.Name} up",
        PcapError.RfmonNotSupported => $"The device {device.Name} has no monitor mode (--input-raw-monitor): that is for Wi-Fi adapters whose driver supports it. Drop the flag.",
        PcapError.TimestampTypeNotSupported =>
            $"The device {device.Name} cannot take its timestamps from \"{_options.TimestampType}\" (--input-raw-timestamp-type). Drop the flag for the device's default.",
        _ => $"The device {device.Name} cannot be opened: {device.OpenError(error)}",
    }, inner);
}
