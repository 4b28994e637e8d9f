using System.Net;

namespace Gor.Capture;

/// <summary>A network device as it stands when the list is read.</summary>
internal sealed record Device(string Name, string Description, IReadOnlyList<IPAddress> Addresses, bool IsUp, bool IsRunning, bool IsLoopback)
{
    /// <summary>How its frames begin; null where only opening it tells.</summary>
    public LinkType? LinkType { get; init; }

    /// <summary>The system's number for it, which a device that comes back under its old name has anew; 0 where the system tells none.</summary>
    public int Index { get; init; }

    /// <summary>
    /// True for what "every device" means: up, and with an address. Pseudo devices like <c>any</c> have none; nor has Npcap's
    /// <c>NPF_Loopback</c>, which is meant all the same.
    /// </summary>
    public bool IsOrdinary => IsUp && (Addresses.Count > 0 || IsLoopback);

    public bool Has(IPAddress host) =>
        Addresses.Any(address => address.GetAddressBytes().AsSpan().SequenceEqual(host.GetAddressBytes()))
        || (IsLoopback && IPAddress.IsLoopback(host));
}
