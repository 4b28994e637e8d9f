using SharpPcap.LibPcap;

namespace Gor.Capture;

/// <summary>Captures by libpcap, or by Npcap on Windows.</summary>
internal sealed class LibpcapEngine(CaptureOptions options) : ICaptureEngine
{
    private readonly LiveOpening _opening = new(options);
    private IReadOnlyList<PcapInterface> _listed = [];

    public IReadOnlyList<Device> ListDevices()
    {
        _listed = DeviceList.ReadInterfaces();
        return [.. _listed.Select(DeviceList.Of)];
    }

    public IPacketSource Open(SelectedDevice selected, int bufferSize, int capturePoint) =>
        _opening.Open(_listed.First(device => device.Name == selected.Device.Name), selected, bufferSize, capturePoint);
}
