namespace Gor.Capture;

/// <summary>What of one device, or socket, never reached the decoder.</summary>
/// <param name="Name">Of the source.</param>
/// <param name="Kernel">Packets that found no room in the kernel's buffer.</param>
/// <param name="Interface">Packets that the interface itself lost.</param>
/// <param name="LeftOut">Packets that were not asked for: of another VLAN or VNI, or outside the filter.</param>
internal readonly record struct SourceLosses(string Name, long Kernel, long Interface, long LeftOut)
{
    public bool IsAny => Kernel > 0 || Interface > 0 || LeftOut > 0;

    public SourceLosses Plus(SourceLosses other) =>
        this with { Kernel = Kernel + other.Kernel, Interface = Interface + other.Interface, LeftOut = LeftOut + other.LeftOut };
}
