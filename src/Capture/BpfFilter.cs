using System.Buffers.Binary;
using System.Net;
using System.Net.Sockets;

namespace Gor.Capture;

/// <summary>
/// Writes the kernel's filter in pcap-filter(7)'s language, both directions. It lets through a little more than was asked for
/// (fragments, IPv6 extension headers), never less; the decoder looks again.
/// </summary>
internal static class BpfFilter
{
    /// <summary>A later fragment has no ports, but its datagram may be a segment of ours.</summary>
    private const string LaterFragments = "(ip[6:2] & 0x1fff != 0 and ip[9] = 6)";

    /// <summary>Hop-by-hop options, routing, fragment, destination options (RFC 8200, section 4.1): <c>tcp</c> does not look behind them.</summary>
    private const string ExtensionHeaders = "(ip6[6] = 0 or ip6[6] = 43 or ip6[6] = 44 or ip6[6] = 60)";

    private static readonly string Carriers = string.Join(" or ", (string[])
    [
        .. TunnelCarriers.UdpPorts.Select(port => $"udp port {port}"),
        .. TunnelCarriers.Protocols.Select(protocol => $"ip[9] = {protocol}"),
        .. TunnelCarriers.Protocols.Select(protocol => $"ip6[6] = {protocol}"),
    ]);

    /// <param name="terms">Alternatives; at least one.</param>
    /// <param name="linkType">Only Ethernet has tags and PPPoE; others refuse the words for them.</param>
    /// <param name="withTunnels">Let carriers of encapsulated traffic through.</param>
    /// <param name="taggedOnly">Frames without a VLAN tag are not wanted.</param>
    public static string Of(IReadOnlyList<FilterTerm> terms, LinkType linkType, bool withTunnels = false, bool taggedOnly = false)
    {
        terms = FilterTerms.Simplified(terms);
        List<string> alternatives = [.. terms.Select(Untagged), Of(FilterTerms.Hosts(terms), $"({LaterFragments} or {ExtensionHeaders})")];
        if (withTunnels)
        {
            alternatives.Add(Carriers);
        }

        string untagged = string.Join(" or ", alternatives);
        if (linkType != LinkType.Ethernet)
        {
            return untagged;
        }

        // "vlan" moves every offset behind it in the text, so it stands last, and nested once more for QinQ.
        string tagged = $"(vlan and ({untagged} or (vlan and ({untagged}))))";
        return taggedOnly ? tagged : $"{untagged} or {string.Join(" or ", terms.Select(PppoeSession))} or {tagged}";
    }

    /// <summary>The same in few words, for people: without what is let through for the sake of completeness.</summary>
    public static string Summary(IReadOnlyList<FilterTerm> terms) => string.Join("; ", terms.Select(term =>
    {
        string ports = term.Ports.Count == 0 ? "tcp" : Ports(term.Ports);
        return term.Hosts.Count == 0 ? ports : $"{ports}, {string.Join(" or ", term.Hosts.Select(Host))}";
    }));

    /// <summary>Ports in order, neighbours together.</summary>
    public static IReadOnlyList<(int First, int Last)> Ranges(IReadOnlyList<int> ports)
    {
        List<(int First, int Last)> ranges = [];
        int[] sorted = [.. ports.Order()];
        for (int first = 0, last; first < sorted.Length; first = last + 1)
        {
            last = first;
            while (last + 1 < sorted.Length && sorted[last + 1] == sorted[last] + 1)
            {
                last++;
            }

            ranges.Add((sorted[first], sorted[last]));
        }

        return ranges;
    }

    private static string Untagged(FilterTerm term) => Of(term.Hosts, term.Ports.Count == 0 ? "tcp" : $"({Ports(term.Ports)})");

    private static string Of(IReadOnlyList<IPAddress> hosts, string packets) =>
        hosts.Count == 0 ? packets : $"(({string.Join(" or ", hosts.Select(Host))}) and {packets})";

    /// <summary><c>tcp port 80 or tcp portrange 8080-8082</c>: neighbours in one range, as the kernel limits a filter's length.</summary>
    private static string Ports(IReadOnlyList<int> ports) => string.Join(" or ", Ranges(ports).Select(range =>
        range.First == range.Last ? $"tcp port {range.First}" : $"tcp portrange {range.First}-{range.Last}"));

    private static string Host(IPAddress host) => $"host {WithoutScope(host)}";

    private static IPAddress WithoutScope(IPAddress host) => new(host.GetAddressBytes());

    /// <summary>
    /// TCP in a PPPoE session (RFC 2516), by offsets: the word <c>pppoes</c> would move those of what follows it.
    /// 14 bytes of Ethernet and 6 of PPPoE are in front of PPP's protocol number, whose 2 bytes the IP header follows.
    /// </summary>
    private static string PppoeSession(FilterTerm term)
    {
        const int ipHeader = 22;
        const string ipv4Tcp = "ether[20:2] = 0x21 and ether[31] = 6";
        const string ipv6Tcp = "ether[20:2] = 0x57 and ether[28] = 6";
        IEnumerable<string> packets = term.Hosts.Count == 0
            ? [$"({ipv4Tcp})", $"({ipv6Tcp})"]
            : term.Hosts.Select(host => host.AddressFamily == AddressFamily.InterNetwork
                ? $"({ipv4Tcp} and {EitherAddress(host, ipHeader + 12)})"
                : $"({ipv6Tcp} and {EitherAddress(host, ipHeader + 8)})");
        return $"(ether proto 0x8864 and ({string.Join(" or ", packets)}))";
    }

    /// <summary>Source and destination stand one behind the other.</summary>
    private static string EitherAddress(IPAddress host, int offset)
    {
        byte[] bytes = host.GetAddressBytes();
        return $"({Words(bytes, offset)} or {Words(bytes, offset + bytes.Length)})";
    }

    private static string Words(byte[] bytes, int offset) =>
        "(" + string.Join(" and ", bytes.Chunk(4).Select((word, i) => $"ether[{offset + i * 4}:4] = 0x{BinaryPrimitives.ReadUInt32BigEndian(word):x8}")) + ")";
}
