namespace Gor.Decode;

/// <summary>
/// Fragments with equal keys belong to one datagram (RFC 791 section 3.2, RFC 8200 section 4.5: IPv6 does not take the protocol).
/// A capture point sees a datagram's fragments on its own, so that copies seen elsewhere make a datagram of their own.
/// </summary>
internal readonly record struct FragmentKey(
    Address Source,
    Address Destination,
    ulong Tunnel,
    uint Id,
    byte Protocol,
    int CapturePoint);
