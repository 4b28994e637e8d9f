using System.Buffers.Binary;

namespace Gor.Capture;

/// <summary>
/// Keeps the frames of some VLANs. The kernel's filter cannot: each further <c>vlan N</c> in it means one more nested tag.
/// </summary>
internal readonly struct VlanSelection(IReadOnlyList<int> ids)
{
    private const int AddressesLength = 12;
    private const int TagLength = 4;

    /// <summary>True where no VLAN is asked for, or one of the frame's tags has one of the numbers.</summary>
    public bool Accepts(LinkType linkType, ReadOnlySpan<byte> frame)
    {
        if (ids.Count == 0)
        {
            return true;
        }

        int offset = linkType == LinkType.Ethernet ? AddressesLength : frame.Length;
        for (; frame.Length >= offset + TagLength; offset += TagLength)
        {
            // IEEE 802.1Q, 802.1ad, and the number that was in use before the latter.
            if (BinaryPrimitives.ReadUInt16BigEndian(frame[offset..]) is not (0x8100 or 0x88a8 or 0x9100))
            {
                return false;
            }

            if (Contains(BinaryPrimitives.ReadUInt16BigEndian(frame[(offset + 2)..]) & 0xfff))
            {
                return true;
            }
        }

        return false;
    }

    private bool Contains(int id)
    {
        for (int i = 0; i < ids.Count; i++)
        {
            if (ids[i] == id)
            {
                return true;
            }
        }

        return false;
    }
}
