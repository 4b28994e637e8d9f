using System.Net.NetworkInformation;
using SharpPcap;
using SharpPcap.LibPcap;

namespace Gor.Capture;

/// <summary>The devices of this machine, as libpcap names them, or as the system does where libpcap is missing.</summary>
internal static class DeviceList
{
    private const uint LoopbackFlag = 1;
    private const uint UpFlag = 2;
    private const uint RunningFlag = 4;

    /// <summary>For listing only: works without libpcap and without privileges.</summary>
    public static IReadOnlyList<Device> Read()
    {
        try
        {
            return [.. ReadInterfaces().Select(Of)];
        }
        catch (CaptureException)
        {
            return [.. NetworkInterface.GetAllNetworkInterfaces().Select(Of)];
        }
    }

    /// <summary>libpcap's own list.</summary>
    /// <exception cref="CaptureException">libpcap is missing, or has no list.</exception>
    public static IReadOnlyList<PcapInterface> ReadInterfaces()
    {
        try
        {
            return PcapInterface.GetAllPcapInterfaces();
        }
        catch (Exception problem) when (MissingLibpcap.IsCause(problem))
        {
            throw MissingLibpcap.Error("Capturing from a device", problem);
        }
        catch (Exception problem) when (problem is PcapException or InvalidOperationException)
        {
            throw new CaptureException($"The devices cannot be listed: {problem.Message} {CapturePrivileges.Remedy()}", problem);
        }
    }

    public static Device Of(PcapInterface listed) => new(
        listed.Name,
        listed.Description ?? listed.FriendlyName ?? "",
        [.. listed.Addresses.Select(address => address.Addr?.ipAddress).OfType<System.Net.IPAddress>()],
        (listed.Flags & UpFlag) != 0,
        (listed.Flags & RunningFlag) != 0,
        (listed.Flags & LoopbackFlag) != 0);

    private static Device Of(NetworkInterface listed) => new(
        listed.Name,
        listed.Description,
        [.. listed.GetIPProperties().UnicastAddresses.Select(address => address.Address)],
        listed.OperationalStatus is OperationalStatus.Up or OperationalStatus.Unknown,
        listed.OperationalStatus is OperationalStatus.Up,
        listed.NetworkInterfaceType is NetworkInterfaceType.Loopback);
}
