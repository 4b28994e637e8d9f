namespace Gor.Decode;

/// <summary>What an IP header says of a fragment (RFC 791 section 3.2, RFC 8200 section 4.5).</summary>
/// <param name="Id">Identification: 16 bits in IPv4, 32 in IPv6.</param>
/// <param name="Offset">Of the fragment's first byte in the datagram's payload.</param>
/// <param name="More">False in the last fragment.</param>
internal readonly record struct Fragment(uint Id, int Offset, bool More);
