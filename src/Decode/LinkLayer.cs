using Gor.Capture;

namespace Gor.Decode;

/// <summary>Which header the packets of a link type begin with.</summary>
internal static class LinkLayer
{
    public static Layer First(LinkType linkType) => linkType switch
    {
        LinkType.Ethernet => Layer.Ethernet,
        LinkType.LinuxSll => Layer.LinuxSll,
        LinkType.LinuxSll2 => Layer.LinuxSll2,
        LinkType.Null or LinkType.Loop => Layer.Null,
        LinkType.Raw or LinkType.RawBsd or LinkType.RawOpenBsd or LinkType.Ipv4 or LinkType.Ipv6 => Layer.Ip,
        LinkType.Ppp or LinkType.PppHdlc => Layer.Ppp,
        LinkType.PppEther => Layer.Pppoe,
        LinkType.CiscoHdlc => Layer.CiscoHdlc,
        _ => Layer.Rare,
    };
}
