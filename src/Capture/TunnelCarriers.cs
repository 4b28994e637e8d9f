namespace Gor.Capture;

/// <summary>What carries encapsulated traffic; what is inside is the decoder's business.</summary>
internal static class TunnelCarriers
{
    /// <summary>UDP ports of GTP, VXLAN with and without its extension, GENEVE, MPLS, VXLAN before it had a number, and L2TP.</summary>
    public static IReadOnlyList<int> UdpPorts { get; } = [1701, 2152, 4789, 4790, 6081, 6635, 8472];

    /// <summary>IP protocols: IPv4, IPv6, GRE, EtherIP, MPLS, Ethernet.</summary>
    public static IReadOnlyList<int> Protocols { get; } = [4, 41, 47, 97, 137, 143];
}
