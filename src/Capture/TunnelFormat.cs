using System.Buffers.Binary;

namespace Gor.Capture;

/// <summary>What stands in front of the inner packet in a datagram of VXLAN (RFC 7348) or GENEVE (RFC 8926): just enough to choose by.</summary>
internal sealed class TunnelFormat
{
    private const int FixedLength = 8;
    private readonly bool _hasOptions;

    private TunnelFormat(string name, int port, bool hasOptions)
    {
        Name = name;
        Port = port;
        _hasOptions = hasOptions;
    }

    public static TunnelFormat Vxlan { get; } = new("vxlan", 4789, hasOptions: false);

    public static TunnelFormat Geneve { get; } = new("geneve", 6081, hasOptions: true);

    /// <summary>As the engine is called.</summary>
    public string Name { get; }

    /// <summary>Registered by IANA.</summary>
    public int Port { get; }

    /// <summary>The format of an engine; null where the engine is none for tunnels.</summary>
    public static TunnelFormat? Of(string engine) => engine == Vxlan.Name ? Vxlan : engine == Geneve.Name ? Geneve : null;

    /// <param name="datagram">A datagram's payload.</param>
    /// <param name="vni">The number of the virtual network.</param>
    /// <param name="inner">The inner packet.</param>
    /// <param name="linkType">How it begins.</param>
    /// <returns>False where the datagram has no such header: the decoder finds out what is wrong with it.</returns>
    public bool TryRead(ReadOnlySpan<byte> datagram, out int vni, out ReadOnlySpan<byte> inner, out LinkType linkType)
    {
        vni = 0;
        inner = default;
        linkType = LinkType.Ethernet;
        if (datagram.Length < FixedLength)
        {
            return false;
        }

        int length = FixedLength + (_hasOptions ? (datagram[0] & 0x3f) * 4 : 0);
        if (datagram.Length < length)
        {
            return false;
        }

        // The inner type of GENEVE: Ethernet, or IP itself, as AWS' load balancers send it.
        if (_hasOptions && BinaryPrimitives.ReadUInt16BigEndian(datagram[2..]) is 0x0800 or 0x86dd)
        {
            linkType = LinkType.Raw;
        }

        vni = (int)(BinaryPrimitives.ReadUInt32BigEndian(datagram[4..]) >> 8);
        inner = datagram[length..];
        return true;
    }
}
