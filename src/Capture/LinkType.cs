namespace Gor.Capture;

/// <summary>
/// Link-layer header types by their LINKTYPE_ number as found in capture files
/// (source: the tcpdump group's link-layer header types registry). Unknown numbers are legal values.
/// </summary>
internal enum LinkType
{
    Null = 0,
    Ethernet = 1,
    Ppp = 9,
    /// <summary>DLT_RAW as some systems number it in files written by old libraries.</summary>
    RawBsd = 12,
    RawOpenBsd = 14,
    PppHdlc = 50,
    PppEther = 51,
    Raw = 101,
    CiscoHdlc = 104,
    Ieee80211 = 105,
    Loop = 108,
    OpenBsdEnc = 109,
    LinuxSll = 113,
    OpenBsdPflog = 117,
    Ieee80211Prism = 119,
    IpOverFibreChannel = 122,
    Ieee80211Radiotap = 127,
    IpOverIeee1394 = 138,
    Ieee80211Avs = 163,
    Ppi = 192,
    PppWithDirection = 204,
    Mpls = 219,
    Ipv4 = 228,
    Ipv6 = 229,
    Nflog = 239,
    Pktap = 258,
    LinuxSll2 = 276,
}
