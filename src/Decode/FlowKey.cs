namespace Gor.Decode;

/// <summary>
/// Names one direction of a connection: from source to destination, inside one tunnel.
/// <paramref name="Tunnel"/> is 0 outside tunnels, else a hash that is equal for both directions and keeps
/// equal inner 4-tuples of different tunnels apart.
/// </summary>
internal readonly record struct FlowKey(Endpoint Source, Endpoint Destination, ulong Tunnel)
{
    public FlowKey Reversed => new(Destination, Source, Tunnel);

    /// <summary>True where the source is the lesser endpoint: one of the two directions of a connection, always the same.</summary>
    public bool IsCanonical => Source.CompareTo(Destination) <= 0;

    /// <summary>The key of the connection: equal for both of its directions.</summary>
    public FlowKey Canonical => IsCanonical ? this : Reversed;

    /// <summary>True for the key of either direction.</summary>
    public bool IsOfSameConnection(in FlowKey other) => Tunnel == other.Tunnel
        && ((Source == other.Source && Destination == other.Destination) || (Source == other.Destination && Destination == other.Source));

    /// <summary>Equal for both directions: both flows of a connection go to the same worker.</summary>
    public uint SymmetricHash()
    {
        ulong mixed = Mix(Source) + Mix(Destination) + (Tunnel * 0x9E37_79B9_7F4A_7C15);
        mixed ^= mixed >> 32;
        return (uint)mixed;
    }

    private static ulong Mix(Endpoint endpoint)
    {
        ulong x = endpoint.Address.High ^ (endpoint.Address.Low * 0xFF51_AFD7_ED55_8CCD) ^ ((ulong)endpoint.Port << 47);
        x ^= x >> 33;
        x *= 0xC4CE_B9FE_1A85_EC53;
        return x ^ (x >> 29);
    }

    public override int GetHashCode() => (int)SymmetricHash();

    public override string ToString() => $"{Source} > {Destination}";
}
