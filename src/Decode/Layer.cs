namespace Gor.Decode;

/// <summary>What the next bytes of a packet are: the name of the header that is to be taken off now. Up to <see cref="Tcp"/> none is.</summary>
internal enum Layer
{
    /// <summary>The packet is no segment; <see cref="Cursor.Reason"/> says why.</summary>
    End,

    /// <summary>The packet is a fragment that waits for others; it is counted when its datagram ends.</summary>
    Held,

    Tcp,
    Udp,
    Ip,
    IpExtension,
    Fragment,

    Ethernet,
    Vlan,
    ProviderBackbone,
    FabricPath,
    VnTag,
    BridgePortTag,
    CiscoMetadata,
    RedundancyTag,
    Llc,
    Mpls,
    Ppp,
    Pppoe,
    CiscoHdlc,
    FrameRelay,
    LinuxSll,
    LinuxSll2,
    Null,
    Ieee80211,
    Rare,

    Gre,
    EtherIp,
    Vxlan,
    VxlanGpe,
    Geneve,
    ServiceHeader,
    Gtp,
    Teredo,
    Ayiya,
    L2tp,
    L2tpSession,
    Tzsp,
}
