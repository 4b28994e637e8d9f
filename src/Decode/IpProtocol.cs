namespace Gor.Decode;

/// <summary>Protocol numbers of IPv4, next headers of IPv6 (IANA's registry) and the layers they announce.</summary>
internal static class IpProtocol
{
    public const byte HopByHop = 0;
    public const byte Ipv4 = 4;
    public const byte Tcp = 6;
    public const byte Udp = 17;
    public const byte Ipv6 = 41;
    public const byte Routing = 43;
    public const byte Fragment = 44;
    public const byte Gre = 47;
    public const byte Authentication = 51;
    public const byte DestinationOptions = 60;
    public const byte Ipip = 94;
    public const byte EtherIp = 97;
    public const byte L2tp = 115;
    public const byte Mobility = 135;
    public const byte MplsInIp = 137;
    public const byte HostIdentity = 139;
    public const byte Shim6 = 140;
    public const byte Ethernet = 143;

    /// <summary>True where TCP may be behind the protocol.</summary>
    public static bool IsFollowed(byte protocol, bool tunnels) => protocol == Tcp || IsExtension(protocol) || (tunnels && IsTunnel(protocol));

    /// <summary>Names the layer of <paramref name="protocol"/> and, where it is a tunnel, enters it.</summary>
    public static Layer Next(ref Cursor cursor, byte protocol)
    {
        cursor.Protocol = protocol;
        if (protocol == Tcp)
        {
            return Layer.Tcp;
        }

        if (IsExtension(protocol))
        {
            return Layer.IpExtension;
        }

        if (!cursor.Tunnels || !IsTunnel(protocol))
        {
            return cursor.End(Counter.PacketsIgnoredNotTcp);
        }

        switch (protocol)
        {
            case Udp:
                return Layer.Udp;
            case Ipv6:
                return Layer.Ip;
            case Gre:
                return Layer.Gre;
        }

        cursor.EnterTunnel();
        return protocol switch
        {
            Ipv4 or Ipip => Layer.Ip,
            L2tp => Layer.L2tpSession,
            EtherIp => Layer.EtherIp,
            MplsInIp => Layer.Mpls,
            _ => Layer.Ethernet,
        };
    }

    private static bool IsExtension(byte protocol) =>
        protocol is HopByHop or Routing or Fragment or Authentication or DestinationOptions or Mobility or HostIdentity or Shim6;

    private static bool IsTunnel(byte protocol) =>
        protocol is Udp or Ipv4 or Ipv6 or Gre or Ipip or EtherIp or L2tp or MplsInIp or Ethernet;
}
