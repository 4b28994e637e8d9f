namespace Gor.Capture;

/// <summary>What the part before the ports of an <see cref="InputAddress"/> names.</summary>
internal enum InputKind
{
    EveryDevice,
    Device,
    Host,
    File,
    Cluster,
}
