using System.Net;

namespace Gor.Capture;

/// <summary>One condition of a device's filter: any of the hosts (none: all) on any of the ports (none: all).</summary>
internal sealed record FilterTerm(IReadOnlyList<IPAddress> Hosts, IReadOnlyList<int> Ports);
