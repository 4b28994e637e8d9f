namespace Gor.Decode;

/// <summary>EtherTypes (the IEEE's registry) and the layers they announce.</summary>
internal static class EtherType
{
    /// <summary>Values below are lengths of an IEEE 802.3 frame.</summary>
    public const int Lowest = 0x0600;

    public const ushort Ipv4 = 0x0800;
    public const ushort TransparentEthernet = 0x6558;
    public const ushort Vlan = 0x8100;
    public const ushort Ipv6 = 0x86DD;
    public const ushort Mpls = 0x8847;

    public static Layer Next(ref Cursor cursor, ushort type) => type switch
    {
        Ipv4 or Ipv6 => Layer.Ip,
        Vlan or 0x88A8 or 0x9100 or 0x9200 or 0x9300 => Layer.Vlan,
        Mpls or 0x8848 => Layer.Mpls,
        0x8864 => Layer.Pppoe,
        0x880B => Layer.Ppp,
        TransparentEthernet => Layer.Ethernet,
        0x88E7 => Layer.ProviderBackbone,
        0x8903 => Layer.FabricPath,
        0x8926 => Layer.VnTag,
        0x893F => Layer.BridgePortTag,
        0x8909 => Layer.CiscoMetadata,
        0x892F => Layer.RedundancyTag,
        0x894F => Layer.ServiceHeader,
        _ => cursor.End(Counter.PacketsIgnoredNotIp),
    };
}
