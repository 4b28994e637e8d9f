using System.Net;

namespace Gor.Capture;

/// <summary>Brings the conditions of a filter into their plainest form.</summary>
internal static class FilterTerms
{
    /// <summary>
    /// Equal in meaning, without overlaps: one term without hosts, then hosts with what ports they have beyond those.
    /// Where conditions overlap, libpcap 1.10's optimizer can make a filter that loses packets they ask for.
    /// </summary>
    public static IReadOnlyList<FilterTerm> Simplified(IReadOnlyList<FilterTerm> terms)
    {
        if (terms.Any(term => term.Hosts.Count == 0 && term.Ports.Count == 0))
        {
            return [new FilterTerm([], [])];
        }

        int[] ofAnyHost = [.. terms.Where(term => term.Hosts.Count == 0).SelectMany(term => term.Ports).Distinct().Order()];
        List<FilterTerm> simplified = ofAnyHost.Length > 0 ? [new FilterTerm([], ofAnyHost)] : [];
        Dictionary<IPAddress, int[]> byHost = terms
            .SelectMany(term => term.Hosts.Select(host => (Host: host, term.Ports)))
            .GroupBy(of => of.Host)
            .ToDictionary(of => of.Key, of => PortsOf([.. of.Select(one => one.Ports)], ofAnyHost));

        // No ports mean all; a host that has none beyond those of any host needs no term.
        simplified.AddRange(byHost
            .Where(of => of.Value.Length > 0 || terms.Any(term => term.Ports.Count == 0 && term.Hosts.Contains(of.Key)))
            .GroupBy(of => string.Join(',', of.Value))
            .Select(of => new FilterTerm([.. of.Select(one => one.Key)], of.First().Value)));
        return simplified;
    }

    /// <summary>Those whose fragments and extension headers are let through: none means all.</summary>
    public static IReadOnlyList<IPAddress> Hosts(IReadOnlyList<FilterTerm> terms) =>
        terms.Any(term => term.Hosts.Count == 0) ? [] : [.. terms.SelectMany(term => term.Hosts).Distinct()];

    private static int[] PortsOf(IReadOnlyList<IReadOnlyList<int>> lists, int[] ofAnyHost) =>
        lists.Any(ports => ports.Count == 0) ? [] : [.. lists.SelectMany(ports => ports).Except(ofAnyHost).Order()];
}
