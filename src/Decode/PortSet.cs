namespace Gor.Decode;

/// <summary>A set of TCP ports: one bit each. The empty list means every port.</summary>
internal sealed class PortSet
{
    private readonly ulong[]? _bits;

    public PortSet(IReadOnlyList<int> ports)
    {
        if (ports.Count == 0)
        {
            return;
        }

        _bits = new ulong[65536 / 64];
        foreach (int port in ports)
        {
            _bits[port >> 6] |= 1UL << port;
        }
    }

    public bool Contains(ushort port) => _bits is null || (_bits[port >> 6] & (1UL << port)) != 0;
}
