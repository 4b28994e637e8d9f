using System.Globalization;
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
            return ReadSystem();
        }
    }

    /// <summary>The system's own list.</summary>
    /// <exception cref="CaptureException">It cannot be read.</exception>
    public static IReadOnlyList<Device> ReadSystem()
    {
        try
        {
            return [.. NetworkInterface.GetAllNetworkInterfaces().Select(Of)];
        }
        catch (DirectoryNotFoundException problem)
        {
            // .NET reads the name servers along with the devices, and only bears it if their file is missing, not its folder.
            throw new CaptureException($"The devices cannot be listed: {problem.Message} Make the folder /etc, or the file; it may be empty.", problem);
        }
        catch (Exception problem) when (problem is NetworkInformationException or IOException or UnauthorizedAccessException)
        {
            throw new CaptureException($"The devices cannot be listed: {problem.Message}", problem);
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
        Index = IndexOf(listed.Name),
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
        Index = IndexOf(listed.Name),
    };

    private static int IndexOf(string name) =>
        int.TryParse(ReadAttribute(name, "ifindex"), NumberStyles.None, CultureInfo.InvariantCulture, out int index) ? index : 0;

    /// <summary>From the kernel's hardware type (ARPHRD_ in linux/if_arp.h), in the way of libpcap.</summary>
    private static LinkType? LinkTypeOf(string name) => name == "any" ? LinkType.LinuxSll : ReadAttribute(name, "type") switch
    {
        "1" or "772" => LinkType.Ethernet,
        "768" or "769" or "776" or "778" or "823" or "65534" => LinkType.RawBsd,
        "801" => LinkType.Ieee80211,
        "802" => LinkType.Ieee80211Prism,
        "803" => LinkType.Ieee80211Radiotap,
        _ => null,
    };

    /// <summary>What Linux tells of a device; null where the device, or Linux, is none.</summary>
    private static string? ReadAttribute(string name, string attribute)
    {
        if (!OperatingSystem.IsLinux())
        {
            return null;
        }

        try
        {
            return File.ReadAllText($"/sys/class/net/{name}/{attribute}").Trim();
        }
        catch (Exception problem) when (problem is IOException or UnauthorizedAccessException or ArgumentException)
        {
            return null;
        }
    }
}
