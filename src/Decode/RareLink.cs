using System.Buffers.Binary;
using Gor.Capture;

namespace Gor.Decode;

/// <summary>
/// Link types that few captures have: most put a header with a length before something known.
/// PacketDotNet knows none beyond ours but 802.11, see <see cref="Ieee80211Frame"/>.
/// </summary>
internal static class RareLink
{
    public static Layer Strip(ref Cursor cursor, LinkType linkType)
    {
        switch (linkType)
        {
            case LinkType.Ieee80211:
                return Layer.Ieee80211;
            case LinkType.Ieee80211Radiotap:
                return Skip(ref cursor, LittleEndian16(cursor, 2), Layer.Ieee80211);
            case LinkType.Ieee80211Avs:
                return Skip(ref cursor, BigEndian32(cursor, 4), Layer.Ieee80211);
            case LinkType.Ieee80211Prism:
                return StripPrism(ref cursor);
            case LinkType.Ppi:
                return SkipToInner(ref cursor, LittleEndian16(cursor, 2), LittleEndian32(cursor, 4));
            case LinkType.Pktap:
                return SkipToInner(ref cursor, LittleEndian32(cursor, 0), LittleEndian32(cursor, 8));
            case LinkType.PppWithDirection or LinkType.PppOfPppd:
                return Skip(ref cursor, 1, Layer.Ppp);
            case LinkType.Mpls:
                return Layer.Mpls;
            case LinkType.OpenBsdPflog:
                return Skip(ref cursor, cursor.Rest.Length > 0 ? (cursor.Rest[0] + 3L) & ~3L : 0, Layer.Ip);
            case LinkType.OpenBsdEnc:
                return Skip(ref cursor, 12, Layer.Ip);
            case LinkType.IpOverFibreChannel:
                return Skip(ref cursor, 16, Layer.Llc);
            case LinkType.IpOverIeee1394:
                return EthernetHeader.StripIeee1394(ref cursor);
            case LinkType.IpOverInfiniband:
                return EthernetHeader.StripInfiniband(ref cursor);
            case LinkType.BroadcomTag or LinkType.SwitchTag:
                return EthernetHeader.StripSwitchTag(ref cursor);
            case LinkType.SwitchTagWithType:
                return EthernetHeader.StripSwitchTagWithType(ref cursor);
            case LinkType.BroadcomPrependedTag or LinkType.NetAnalyzer:
                return Skip(ref cursor, 4, Layer.Ethernet);
            case LinkType.NetAnalyzerTransparent:
                // With the frame's preamble.
                return Skip(ref cursor, 4 + 8, Layer.Ethernet);
            case LinkType.Ipnet:
                return Skip(ref cursor, 24, Layer.Ip);
            case LinkType.Slip:
                return Skip(ref cursor, 16, Layer.Ip);
            case LinkType.TokenRing:
                return TokenRingHeader.Strip(ref cursor);
            case LinkType.Fddi:
                return TokenRingHeader.StripFddi(ref cursor);
            case LinkType.FrameRelay:
                return FrameRelayHeader.Strip(ref cursor);
            case LinkType.AtmLlc or LinkType.AtmClip:
                return AtmHeader.Strip(ref cursor);
            case LinkType.SunAtm:
                return AtmHeader.StripSun(ref cursor);
            case LinkType.Erf:
                return ErfHeader.Strip(ref cursor);
            case LinkType.JuniperEthernet:
                return JuniperHeader.Strip(ref cursor, Layer.Ethernet);
            case LinkType.JuniperPpp:
                return JuniperHeader.Strip(ref cursor, Layer.Ppp);
            case LinkType.JuniperCiscoHdlc:
                return JuniperHeader.Strip(ref cursor, Layer.CiscoHdlc);
            case LinkType.JuniperFrameRelay:
                return JuniperHeader.Strip(ref cursor, Layer.FrameRelay);
            case LinkType.Nflog:
                return StripNflog(ref cursor);
            default:
                return cursor.End(Counter.PacketsIgnoredLinkType);
        }
    }

    /// <summary>The fixed header of 144 bytes, unless AVS's stands in its place, as its magic says.</summary>
    private static Layer StripPrism(ref Cursor cursor)
    {
        const int prismLength = 144;
        const long avsMagic = 0x80211;
        bool isAvs = BigEndian32(cursor, 0) >> 12 == avsMagic;
        return Skip(ref cursor, isAvs ? BigEndian32(cursor, 4) : prismLength, Layer.Ieee80211);
    }

    /// <summary>Linux's netfilter log: family, version, resource, then attributes of length and type, one of which is the packet.</summary>
    private static Layer StripNflog(ref Cursor cursor)
    {
        const int attributeHeader = 4;
        const int payload = 9;
        Layer layer = Skip(ref cursor, 4, Layer.Ip);
        while (layer != Layer.End)
        {
            // Attributes are in the byte order of the capturing host: little-endian on every common one.
            long length = LittleEndian16(cursor, 0);
            if (length < attributeHeader)
            {
                return cursor.End(Counter.PacketsMalformedLink);
            }

            if (LittleEndian16(cursor, 2) == payload)
            {
                cursor.Skip(attributeHeader);
                return Layer.Ip;
            }

            layer = Skip(ref cursor, (length + 3) & ~3L, Layer.Ip);
        }

        return layer;
    }

    private static Layer SkipToInner(ref Cursor cursor, long length, long linkType)
    {
        Layer inner = linkType == (long)LinkType.Ieee80211 ? Layer.Ieee80211 : LinkLayer.First((LinkType)linkType);
        return inner == Layer.Rare
            ? cursor.End(Counter.PacketsIgnoredLinkType)
            : Skip(ref cursor, length, inner);
    }

    /// <summary>Skips a header that cannot be empty.</summary>
    private static Layer Skip(ref Cursor cursor, long length, Layer next)
    {
        if (length <= 0 || length > cursor.Rest.Length)
        {
            return cursor.End(Counter.PacketsMalformedLink);
        }

        cursor.Skip((int)length);
        return next;
    }

    // Fields that are not there read as 0, which is no length.
    private static long LittleEndian16(in Cursor cursor, int offset) =>
        cursor.Rest.Length >= offset + 2 ? BinaryPrimitives.ReadUInt16LittleEndian(cursor.Rest[offset..]) : 0;

    private static long LittleEndian32(in Cursor cursor, int offset) =>
        cursor.Rest.Length >= offset + 4 ? BinaryPrimitives.ReadUInt32LittleEndian(cursor.Rest[offset..]) : 0;

    private static long BigEndian32(in Cursor cursor, int offset) =>
        cursor.Rest.Length >= offset + 4 ? cursor.UInt32(offset) : 0;
}
