using Gor.Capture;

namespace Gor.Decode;

/// <summary>
/// Packets to TCP segments, for one capture source on its thread: takes header after header off until TCP is reached or the
/// packet ends under a named reason. Every packet is counted once; a fragment when its datagram ends, so that
/// the sum is right at the latest after <see cref="Complete"/>.
/// </summary>
internal sealed class SegmentDecoder(DecodeOptions options, Counters counters, ISegmentConsumer next) : IPacketConsumer
{
    /// <summary>Headers of one packet, each tag counted: bounds the work that nesting can cause.</summary>
    private const int MaxLayers = 64;

    private readonly PortSet _ports = new(options.Ports);
    private readonly ConnectionSample _sample = new(options.Shares);
    private readonly FragmentTable _fragments = new(options, counters);

    public void OnPacket(in Packet packet)
    {
        counters.Add(Counter.PacketsReceived);
        _fragments.Advance(packet.TimestampNs);
        var cursor = new Cursor
        {
            Rest = packet.Data,
            Missing = Math.Max(0, packet.OriginalLength - packet.Data.Length),
            Tunnels = options.Tunnels,
        };

        Layer layer = LinkLayer.First(packet.LinkType);
        for (int layers = 0; layer > Layer.Tcp; layers++)
        {
            layer = layers == MaxLayers
                ? cursor.End(Counter.PacketsMalformedNesting)
                : Strip(layer, ref cursor, packet);
        }

        switch (layer)
        {
            case Layer.Tcp:
                Hand(ref cursor, packet);
                break;
            case Layer.End:
                counters.Add(cursor.Reason);
                break;
            case Layer.Held:
                break;
        }
    }

    /// <summary>The source has ended: no more fragments will come.</summary>
    public void Complete() => _fragments.Clear();

    private void Hand(ref Cursor cursor, in Packet packet)
    {
        if (!TcpHeader.TryRead(ref cursor, packet, out Segment segment))
        {
            counters.Add(Counter.PacketsMalformedTcp);
        }
        else if (!_ports.Contains(segment.Key.Source.Port) && !_ports.Contains(segment.Key.Destination.Port))
        {
            counters.Add(Counter.PacketsIgnoredFilter);
        }
        else if (!_sample.Keeps(segment.Key))
        {
            counters.Add(Counter.PacketsIgnoredLimit);
        }
        else
        {
            counters.Add(Counter.PacketsDecoded);
            next.OnSegment(segment);
        }
    }

    private Layer Strip(Layer layer, ref Cursor cursor, in Packet packet)
    {
        switch (layer)
        {
            case Layer.Ethernet:
                return EthernetHeader.Strip(ref cursor);
            case Layer.Ip:
                return IpHeader.Strip(ref cursor);
            case Layer.IpExtension:
                return IpExtension.Strip(ref cursor);
            case Layer.Fragment:
                return _fragments.Add(ref cursor, packet);
            case Layer.Vlan:
                return EthernetHeader.StripVlan(ref cursor);
            case Layer.LinuxSll:
                return CookedHeader.Strip(ref cursor);
            case Layer.LinuxSll2:
                return CookedHeader.Strip2(ref cursor);
            case Layer.Null:
                return LoopbackHeader.Strip(ref cursor);
            case Layer.Llc:
                return LlcHeader.Strip(ref cursor);
            case Layer.Mpls:
                return MplsStack.Strip(ref cursor);
            case Layer.Ppp:
                return PppHeader.Strip(ref cursor);
            case Layer.Pppoe:
                return PppHeader.StripPppoe(ref cursor);
            case Layer.CiscoHdlc:
                return PppHeader.StripCiscoHdlc(ref cursor);
            case Layer.FrameRelay:
                return FrameRelayHeader.Strip(ref cursor);
            case Layer.ProviderBackbone:
                return EthernetHeader.StripProviderBackbone(ref cursor);
            case Layer.FabricPath:
                return EthernetHeader.StripFabricPath(ref cursor);
            case Layer.VnTag:
                return EthernetHeader.StripVnTag(ref cursor);
            case Layer.BridgePortTag:
                return EthernetHeader.StripBridgePortTag(ref cursor);
            case Layer.CiscoMetadata:
                return EthernetHeader.StripCiscoMetadata(ref cursor);
            case Layer.RedundancyTag:
                return EthernetHeader.StripRedundancyTag(ref cursor);
            case Layer.Udp:
                return UdpHeader.Strip(ref cursor);
            case Layer.Vxlan:
                return VxlanHeader.Strip(ref cursor);
            case Layer.VxlanGpe:
                return VxlanHeader.StripGpe(ref cursor);
            case Layer.ServiceHeader:
                return ServiceHeader.Strip(ref cursor);
            case Layer.Geneve:
                return GeneveHeader.Strip(ref cursor);
            case Layer.Gre:
                return GreHeader.Strip(ref cursor);
            case Layer.EtherIp:
                return EtherIpHeader.Strip(ref cursor);
            case Layer.Gtp:
                return GtpHeader.Strip(ref cursor);
            case Layer.Teredo:
                return TeredoHeader.Strip(ref cursor);
            case Layer.Ayiya:
                return AyiyaHeader.Strip(ref cursor);
            case Layer.L2tp:
                return L2tpHeader.Strip(ref cursor);
            case Layer.L2tpSession:
                return L2tpHeader.StripSession(ref cursor);
            case Layer.Tzsp:
                return TzspHeader.Strip(ref cursor);
            case Layer.Ieee80211:
                return Ieee80211Frame.Strip(ref cursor);
            default:
                return RareLink.Strip(ref cursor, packet.LinkType);
        }
    }
}
