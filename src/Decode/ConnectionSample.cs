namespace Gor.Decode;

/// <summary>Chooses a share of the connections by a hash of both ends: all segments of a connection share one fate, whatever device shows them.</summary>
internal sealed class ConnectionSample
{
    private readonly (PortSet Ports, uint Threshold)[] _shares;

    /// <param name="shares">One for each input; no share is all. Empty: everything is kept.</param>
    public ConnectionSample(IReadOnlyList<PortShare> shares) => _shares = shares.All(share => share.Percent is null)
        ? []
        : [.. shares.Select(share => (new PortSet(share.Ports), Threshold(share.Percent ?? 100)))];

    /// <summary>True where one of the inputs that mean this connection keeps it, or none of them means it.</summary>
    public bool Keeps(in FlowKey key)
    {
        if (_shares.Length == 0)
        {
            return true;
        }

        // Another mixture than the one that chooses the worker.
        uint place = (uint)((key.SymmetricHash() * 0x9E37_79B9_7F4A_7C15UL) >> 32);
        bool isMeant = false;
        foreach ((PortSet ports, uint threshold) in _shares)
        {
            if (ports.Contains(key.Source.Port) || ports.Contains(key.Destination.Port))
            {
                if (place <= threshold)
                {
                    return true;
                }

                isMeant = true;
            }
        }

        return !isMeant;
    }

    private static uint Threshold(double percent) => (uint)(percent / 100 * uint.MaxValue);
}
