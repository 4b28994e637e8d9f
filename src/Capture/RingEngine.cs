using System.ComponentModel;
using System.Net.Sockets;

namespace Gor.Capture;

/// <summary>Captures on Linux without libpcap: packet sockets with a ring, and a filter of our own.</summary>
internal sealed class RingEngine(CaptureOptions options) : ICaptureEngine
{
    private const int DefaultBuffer = 2 << 20;
    private static readonly TimeSpan DefaultTimeout = TimeSpan.FromMilliseconds(50);

    private readonly TimeSpan _timeout = options.BufferTimeout < TimeSpan.FromMilliseconds(1) ? DefaultTimeout : options.BufferTimeout;

    /// <summary>The system's own devices, and <c>any</c>.</summary>
    public IReadOnlyList<Device> ListDevices() =>
        [.. DeviceList.ReadSystem(), new Device("any", "Every device at once", [], IsUp: true, IsRunning: true, IsLoopback: false)];

    public IPacketSource Open(SelectedDevice selected, int bufferSize, int capturePoint)
    {
        Device device = selected.Device;
        RefuseWhatTheRingHasNot(device);
        LinkType linkType = device.LinkType == LinkType.Ethernet ? LinkType.Ethernet : LinkType.Raw;
        OfflineFilter? userFilter = options.BpfFilter.Length > 0 ? new OfflineFilter(options.BpfFilter) : null;
        userFilter?.Check(linkType);
        string addresses = device.Addresses.Count > 0 ? string.Join(", ", device.Addresses) : "no address";
        string chosen = userFilter is null ? BpfFilter.Summary(selected.Terms) : $"filter {options.BpfFilter}";
        var settings = new RingSettings
        {
            Device = device,
            LinkType = linkType,
            CapturePoint = capturePoint,
            Description = $"{device.Name}: {linkType}, {addresses}, {chosen}",
            Filter = userFilter is null ? BpfFilter.Of(selected.Terms, linkType, options.Tunnels) : options.BpfFilter,
            Timeout = _timeout,
            Vlans = new VlanSelection(options.VlanIds),
            UserFilter = userFilter,
        };
        try
        {
            return OpenRing(selected, settings, bufferSize > 0 ? bufferSize : DefaultBuffer);
        }
        catch (Exception problem) when (problem is SocketException or Win32Exception)
        {
            userFilter?.Dispose();
            throw new CaptureException(Explain(device, (problem as SocketException)?.SocketErrorCode, problem), problem);
        }
    }

    private RingSource OpenRing(SelectedDevice selected, RingSettings settings, int bufferSize)
    {
        Socket socket = PacketSocket.Create(isCooked: settings.LinkType != LinkType.Ethernet);
        MappedRing? ring = null;
        try
        {
            // Everything is in place before the first packet: bound to no protocol, none comes.
            if (settings.UserFilter is null)
            {
                PacketSocket.SetFilter(socket, RingFilter.Of(selected.Terms, settings.LinkType, options.Tunnels, options.SnapLength));
            }

            if (settings.Device.IsLoopback)
            {
                PacketSocket.IgnoreOutgoing((int)socket.Handle);
            }

            ring = new MappedRing(socket, bufferSize, _timeout);
            if (options.Promiscuous && settings.Device.Index > 0)
            {
                PacketSocket.SetPromiscuous(socket, settings.Device.Index);
            }

            PacketSocket.Bind(socket, settings.Device.Index);
            return new RingSource(socket, ring, settings);
        }
        catch
        {
            ring?.Dispose();
            socket.Dispose();
            throw;
        }
    }

    private void RefuseWhatTheRingHasNot(Device device)
    {
        if (options.Monitor)
        {
            throw new CaptureException("--input-raw-monitor needs libpcap: leave --input-raw-engine out, and install libpcap where it is missing (apt install libpcap0.8).");
        }

        if (options.TimestampType is not ("" or "host"))
        {
            throw new CaptureException($"--input-raw-timestamp-type {options.TimestampType} needs libpcap: leave --input-raw-engine out, and install libpcap where it is missing (apt install libpcap0.8).");
        }

        if (options.VlanIds.Count > 0 && device.LinkType != LinkType.Ethernet)
        {
            throw new CaptureException($"--input-raw-vlan-vid needs a device that shows Ethernet frames, and {device.Name} does not. Name the device below it, or drop the flag.");
        }
    }

    private static string Explain(Device device, SocketError? error, Exception problem) => error switch
    {
        SocketError.AccessDenied => $"This process may not capture from {device.Name}. {CapturePrivileges.Remedy()}",
        SocketError.NetworkDown => $"The device {device.Name} is down. Bring it up first: ip link set {device.Name} up",
        SocketError.NoBufferSpaceAvailable => $"There is no kernel memory for the buffer of {device.Name}. Take a smaller one: --input-raw-buffer-size 4mb",
        _ => $"The device {device.Name} cannot be opened: {problem.Message}. gor devices lists those there are.",
    };
}
