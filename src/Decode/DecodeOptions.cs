namespace Gor.Decode;

/// <summary>How packets become segments.</summary>
internal sealed record DecodeOptions
{
    /// <summary>
    /// TCP ports of the servers, for sources whose packets no kernel filter has chosen; empty: all ports.
    /// A segment is kept where its source or its destination port is one of them.
    /// </summary>
    public IReadOnlyList<int> Ports { get; init; } = [];

    /// <summary>Which share of the connections is kept, one for each input; see <see cref="ConnectionSample"/>.</summary>
    public IReadOnlyList<PortShare> Shares { get; init; } = [];

    /// <summary>Look into VXLAN, GENEVE, GRE and the like.</summary>
    public bool Tunnels { get; init; } = true;

    /// <summary>Bounds of IP fragment reassembly, per capture source.</summary>
    public int FragmentDatagrams { get; init; } = 4096;

    public int FragmentBytes { get; init; } = 8 << 20;

    public TimeSpan FragmentAge { get; init; } = TimeSpan.FromSeconds(30);
}
