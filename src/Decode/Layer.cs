namespace Gor.Decode;

/// <summary>What the next bytes of a packet are: the name of the header that is to be taken off now.</summary>
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
    Llc,
    Mpls,
    Ppp,
    Pppoe,
    CiscoHdlc,
    ProviderBackbone,
    VnTag,
    BridgePortTag,
    LinuxSll,
    LinuxSll2,
    Null,
    Rare,

    Gre,
    EtherIp,
    Vxlan,
    VxlanGpe,
    Geneve,
    Gtp,
    Teredo,
    Ayiya,
    L2tp,
}
