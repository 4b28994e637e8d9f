namespace Gor.Capture;

/// <summary>What the kernel (no room in the capture buffer) and the interface lost before we saw it.</summary>
internal readonly record struct KernelDrops(long Kernel, long Interface);
