using System.Net;
using Gor.Capture;

namespace Gor.Tests.Capture;

/// <summary>Devices that a test makes, takes away and breaks.</summary>
internal sealed class FakeEngine : ICaptureEngine
{
    public List<Device> Devices { get; } = [];

    /// <summary>Why a device cannot be opened, by its name.</summary>
    public Dictionary<string, string> Failures { get; } = [];

    public List<FakeSource> Opened { get; } = [];

    public string? ListFailure { get; set; }

    public static Device Of(string name, int index, params string[] addresses) =>
        new(name, "", [.. addresses.Select(IPAddress.Parse)], IsUp: true, IsRunning: true, IsLoopback: false) { Index = index };

    public void Set(Device device)
    {
        Devices.RemoveAll(other => other.Name == device.Name);
        Devices.Add(device);
    }

    public IReadOnlyList<Device> ListDevices() => ListFailure is null ? [.. Devices] : throw new CaptureException(ListFailure);

    public IPacketSource Open(SelectedDevice selected, int bufferSize, int capturePoint)
    {
        if (Failures.TryGetValue(selected.Device.Name, out string? failure))
        {
            throw new CaptureException(failure);
        }

        var source = new FakeSource(selected.Device.Name, BpfFilter.Summary(selected.Terms), bufferSize, capturePoint);
        Opened.Add(source);
        return source;
    }
}
