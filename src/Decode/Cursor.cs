using System.Buffers.Binary;

namespace Gor.Decode;

/// <summary>
/// What is left of a packet while its headers are taken off one after another, and what they said.
/// Each header has one function that takes it off and names the <see cref="Layer"/> behind it.
/// </summary>
internal ref struct Cursor
{
    /// <summary>The captured bytes behind the headers taken off so far.</summary>
    public ReadOnlySpan<byte> Rest;

    /// <summary>Bytes that were on the wire behind <see cref="Rest"/> but were not captured.</summary>
    public int Missing;

    /// <summary>See <see cref="DecodeOptions.Tunnels"/>.</summary>
    public bool Tunnels;

    /// <summary>Addresses of the innermost IP header so far.</summary>
    public Address Source;

    public Address Destination;

    /// <summary>What the innermost IP header, or the extension header before, says of <see cref="Rest"/>.</summary>
    public byte Protocol;

    /// <summary>See <see cref="FlowKey.Tunnel"/>.</summary>
    public ulong Tunnel;

    /// <summary>Set with <see cref="Layer.Fragment"/>.</summary>
    public Fragment Fragment;

    /// <summary>Set with <see cref="Layer.End"/>.</summary>
    public Counter Reason;

    public readonly ushort UInt16(int offset) => BinaryPrimitives.ReadUInt16BigEndian(Rest[offset..]);

    public readonly uint UInt32(int offset) => BinaryPrimitives.ReadUInt32BigEndian(Rest[offset..]);

    /// <summary>True where <see cref="Rest"/> begins as an IPv4 or IPv6 header does: for carriers that do not say which.</summary>
    public readonly bool IsIp => Rest.Length > 0 && Rest[0] >> 4 is 4 or 6;

    public Layer End(Counter reason)
    {
        Reason = reason;
        return Layer.End;
    }

    /// <summary>Takes <paramref name="length"/> bytes off, which the caller knows to be there.</summary>
    public void Skip(int length) => Rest = Rest[length..];

    /// <summary>
    /// A header said how many bytes follow: what lies behind them is padding, a trailer or a checksum;
    /// what it claims beyond the captured bytes is missing.
    /// </summary>
    public void Trim(int length)
    {
        if (length <= Rest.Length)
        {
            Rest = Rest[..length];
            Missing = 0;
        }
        else
        {
            Missing = length - Rest.Length;
        }
    }

    /// <summary>A header between said how many bytes follow, which may cut a trailer off but is not believed beyond the frame.</summary>
    public void TrimTrailer(int length)
    {
        if (length < Rest.Length)
        {
            Trim(length);
        }
    }

    /// <summary>
    /// Goes into a tunnel between the current addresses. Its identity is the same in both directions: so it takes the addresses
    /// without their order, and an <paramref name="id"/> only where both directions share it (VNI). GRE keys, TEIDs and
    /// L2TP session ids are chosen by each receiver, so they differ by direction and are left out.
    /// Carriers whose inner addresses are unique anyway (6in4, Teredo, PPPoE, VLAN, MPLS) are not entered at all:
    /// their ids or relays may differ by direction.
    /// </summary>
    public void EnterTunnel(uint id = 0)
    {
        ulong identity = Mix(Source) + Mix(Destination) + ((ulong)id << 1) + 1;
        identity *= 0x9E37_79B9_7F4A_7C15;
        Tunnel = (Tunnel * 31) + (identity ^ (identity >> 29));
        if (Tunnel == 0)
        {
            Tunnel = 1;
        }
    }

    private static ulong Mix(Address address)
    {
        ulong x = address.High ^ (address.Low * 0xFF51_AFD7_ED55_8CCD);
        x ^= x >> 33;
        x *= 0xC4CE_B9FE_1A85_EC53;
        return x ^ (x >> 29);
    }
}
