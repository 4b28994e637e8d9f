using System.Buffers.Binary;
using System.Net;
using System.Net.Sockets;

namespace Gor.Capture;

/// <summary>
/// The kernel's filter, made from ports and hosts without libpcap. It lets through what <see cref="BpfFilter"/>'s text does: both directions,
/// tags, PPPoE, later fragments and IPv6 extension headers; the decoder looks again.
/// </summary>
internal sealed class RingFilter
{
    private const int EthernetTypeOffset = 12;
    private const int TagLength = 4;
    private const int PppoeLength = 8;
    private const int Ipv6Length = 40;
    private const byte Tcp = 6;
    private const byte Udp = 17;

    /// <summary>Tags that stand in the frame; the outermost one usually does not: the kernel keeps it beside.</summary>
    private const int MostTags = 2;

    private readonly BpfCode _code = new();
    private readonly BpfCode.Mark _accept = new();
    private readonly BpfCode.Mark _reject = new();
    private readonly IReadOnlyList<FilterTerm> _terms;
    private readonly bool _withTunnels;

    private RingFilter(IReadOnlyList<FilterTerm> terms, bool withTunnels)
    {
        _terms = terms;
        _withTunnels = withTunnels;
    }

    /// <param name="terms">Alternatives; at least one.</param>
    /// <param name="linkType">Ethernet, or raw IP.</param>
    /// <param name="withTunnels">Let carriers of encapsulated traffic through.</param>
    /// <param name="snapLength">Bytes kept of a frame.</param>
    /// <exception cref="CaptureException">It is longer than the kernel takes.</exception>
    public static byte[] Of(IReadOnlyList<FilterTerm> terms, LinkType linkType, bool withTunnels, int snapLength)
    {
        var filter = new RingFilter(FilterTerms.Simplified(terms), withTunnels);
        filter.Write(linkType, snapLength);
        return filter._code.Length <= BpfCode.LongestProgram
            ? filter._code.ToBytes()
            : throw new CaptureException("The inputs name more hosts and ports than one filter of the kernel holds. Name ranges of ports that lie together, or all of them (--input-raw :).");
    }

    private void Write(LinkType linkType, int snapLength)
    {
        var ipv4 = new BpfCode.Mark();
        var ipv6 = new BpfCode.Mark();
        if (linkType == LinkType.Ethernet)
        {
            WriteEthernet(ipv4, ipv6);
        }
        else
        {
            _code.SetIndex(0).Byte(0).Masked(0xf0).IfEqual(0x40, ipv4).IfEqual(0x60, ipv6).GoTo(_reject);
        }

        _code.Place(ipv4);
        WriteIpv4();
        _code.Place(ipv6);
        WriteIpv6();
        _code.Place(_accept).Keep(snapLength).Place(_reject).Keep(0);
    }

    private void WriteEthernet(BpfCode.Mark ipv4, BpfCode.Mark ipv6)
    {
        var typed = new BpfCode.Mark();
        for (int tags = 0; tags <= MostTags; tags++)
        {
            int typeOffset = EthernetTypeOffset + tags * TagLength;
            var tagged = new BpfCode.Mark();
            _code.SetIndex(typeOffset + 2).HalfAt(typeOffset);
            if (tags < MostTags)
            {
                _code.IfEqual(0x8100, tagged).IfEqual(0x88a8, tagged).IfEqual(0x9100, tagged);
            }

            _code.GoTo(typed).Place(tagged);
        }

        var pppoe = new BpfCode.Mark();
        _code.Place(typed).IfEqual(0x0800, ipv4).IfEqual(0x86dd, ipv6).IfEqual(0x8864, pppoe).GoTo(_reject).Place(pppoe);

        // A session's own tag is kept beside the frame, so it stands where it does without one.
        int ipOffset = EthernetTypeOffset + 2 + PppoeLength;
        _code.SetIndex(ipOffset).HalfAt(ipOffset - 2).IfEqual(0x21, ipv4).IfEqual(0x57, ipv6).GoTo(_reject);
    }

    private void WriteIpv4()
    {
        var tcp = new BpfCode.Mark();
        _code.Byte(9).IfEqual(Tcp, tcp);
        if (_withTunnels)
        {
            WriteTunnelProtocols();
            WriteIpv4Length();
            WritePorts(TunnelCarriers.UdpPorts, 0);
        }

        // A later fragment has no ports, but its datagram may be a segment of ours.
        var fragment = new BpfCode.Mark();
        _code.GoTo(_reject).Place(tcp).Half(6).Masked(0x1fff).UnlessEqual(0, fragment);
        foreach (FilterTerm term in _terms)
        {
            var next = new BpfCode.Mark();
            WriteHosts(term.Hosts, AddressFamily.InterNetwork, next);
            if (term.Ports.Count == 0)
            {
                _code.GoTo(_accept);
            }
            else
            {
                _code.StoreIndex();
                WriteIpv4Length();
                WritePorts(term.Ports, 0);
                _code.RestoreIndex();
            }

            _code.Place(next);
        }

        _code.GoTo(_reject).Place(fragment);
        WriteHosts(FilterTerms.Hosts(_terms), AddressFamily.InterNetwork, _reject);
        _code.GoTo(_accept);
    }

    /// <summary>Moves the index register behind the header.</summary>
    private void WriteIpv4Length() => _code.Byte(0).Masked(0xf).SkipWords();

    private void WriteIpv6()
    {
        var tcp = new BpfCode.Mark();
        var extension = new BpfCode.Mark();
        _code.Byte(6).IfEqual(Tcp, tcp).IfEqual(0, extension).IfEqual(43, extension).IfEqual(44, extension).IfEqual(60, extension);
        if (_withTunnels)
        {
            WriteTunnelProtocols();
            WritePorts(TunnelCarriers.UdpPorts, Ipv6Length);
        }

        _code.GoTo(_reject).Place(extension);
        WriteHosts(FilterTerms.Hosts(_terms), AddressFamily.InterNetworkV6, _reject);
        _code.GoTo(_accept).Place(tcp);
        foreach (FilterTerm term in _terms)
        {
            var next = new BpfCode.Mark();
            WriteHosts(term.Hosts, AddressFamily.InterNetworkV6, next);
            if (term.Ports.Count == 0)
            {
                _code.GoTo(_accept);
            }
            else
            {
                WritePorts(term.Ports, Ipv6Length);
            }

            _code.Place(next);
        }

        _code.GoTo(_reject);
    }

    /// <summary>Goes on behind with UDP only.</summary>
    private void WriteTunnelProtocols()
    {
        foreach (int protocol in TunnelCarriers.Protocols)
        {
            _code.IfEqual((uint)protocol, _accept);
        }

        _code.UnlessEqual(Udp, _reject);
    }

    private void WritePorts(IReadOnlyList<int> ports, int offset)
    {
        foreach (int place in (int[])[offset, offset + 2])
        {
            _code.Half(place);
            foreach ((int first, int last) in BpfFilter.Ranges(ports))
            {
                _code.IfWithin((uint)first, (uint)last, _accept);
            }
        }
    }

    /// <summary>Goes to <paramref name="other"/> where neither address is one of the hosts.</summary>
    private void WriteHosts(IReadOnlyList<IPAddress> hosts, AddressFamily family, BpfCode.Mark other)
    {
        if (hosts.Count == 0)
        {
            return;
        }

        (int source, int length) = family == AddressFamily.InterNetwork ? (12, 4) : (8, 16);
        var found = new BpfCode.Mark();
        foreach (IPAddress host in hosts.Where(host => host.AddressFamily == family))
        {
            foreach (int place in (int[])[source, source + length])
            {
                WriteHost(host.GetAddressBytes(), place, found);
            }
        }

        _code.GoTo(other).Place(found);
    }

    private void WriteHost(byte[] address, int offset, BpfCode.Mark found)
    {
        var differs = new BpfCode.Mark();
        for (int i = 0; i < address.Length; i += 4)
        {
            _code.Word(offset + i).UnlessEqual(BinaryPrimitives.ReadUInt32BigEndian(address.AsSpan(i)), differs);
        }

        _code.GoTo(found).Place(differs);
    }
}
