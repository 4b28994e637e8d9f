using Gor.Capture;

namespace Gor.Tests.Capture;

/// <summary>A source that runs until it is told to stop, or to fail.</summary>
internal sealed class FakeSource(string name, string filter, int bufferSize, int capturePoint) : IPacketSource
{
    private readonly ManualResetEventSlim _failed = new();

    public string Name => name;

    public bool IsLive => true;

    public string Description => $"{name}: {filter}";

    public int BufferSize => bufferSize;

    public int CapturePoint => capturePoint;

    public bool IsDisposed { get; private set; }

    public KernelDrops? Drops { get; set; }

    public long LeftOut { get; set; }

    public void Fail() => _failed.Set();

    public void Run(IPacketConsumer consumer, CancellationToken stop)
    {
        if (WaitHandle.WaitAny([_failed.WaitHandle, stop.WaitHandle]) == 0)
        {
            throw new CaptureException($"Capturing from {name} ended: it broke.");
        }
    }

    public KernelDrops? ReadDrops() => Drops;

    public void Dispose() => IsDisposed = true;
}
