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
        (listed.Flags & LoopbackFlag) != 0)
    {
        LinkType = LinkTypeOf(listed.Name),
    };

    private static Device Of(NetworkInterface listed) => new(
        listed.Name,
        listed.Description,
        [.. listed.GetIPProperties().UnicastAddresses.Select(address => address.Address)],
        listed.OperationalStatus is OperationalStatus.Up or OperationalStatus.Unknown,
        listed.OperationalStatus is OperationalStatus.Up,
        listed.NetworkInterfaceType is NetworkInterfaceType.Loopback)
    {
        LinkType = LinkTypeOf(listed.Name),
    };

    /// <summary>From the kernel's hardware type (ARPHRD_ in linux/if_arp.h), in the way of libpcap.</summary>
    private static LinkType? LinkTypeOf(string name)
    {
        try
        {
            return name == "any" ? LinkType.LinuxSll : File.ReadAllText($"/sys/class/net/{name}/type").Trim() switch
            {
                "1" or "772" => LinkType.Ethernet,
                "768" or "769" or "776" or "778" or "823" or "65534" => LinkType.RawBsd,
                "801" => LinkType.Ieee80211,
                "802" => LinkType.Ieee80211Prism,
                "803" => LinkType.Ieee80211Radiotap,
                _ => null,
            };
        }
        catch (Exception problem) when (problem is IOException or UnauthorizedAccessException or ArgumentException)
        {
            return null;
        }
    }
}
