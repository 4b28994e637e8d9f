namespace Gor.Capture;

/// <summary>
/// A device's source whose failure is not the run's: a device that goes away ends its source, and <see cref="DeviceWatch"/>
/// takes it up again when it returns.
/// </summary>
internal sealed class WatchedSource(IPacketSource inner) : IPacketSource
{
    private readonly CancellationTokenSource _end = new();
    private volatile string? _failure;
    private volatile bool _isOver;

    public string Name => inner.Name;

    public bool IsLive => inner.IsLive;

    public string Description => inner.Description;

    public string Filter => inner.Filter;

    public long LeftOut => inner.LeftOut;

    public string DropRemedy => inner.DropRemedy;

    public IReadOnlyList<string> Warnings => inner.Warnings;

    /// <summary>Nothing comes from it any more.</summary>
    public bool IsOver => _isOver;

    /// <summary>Why it ended; null where it was told to.</summary>
    public string? Failure => _failure;

    public void Run(IPacketConsumer consumer, CancellationToken stop)
    {
        try
        {
            using var either = CancellationTokenSource.CreateLinkedTokenSource(stop, _end.Token);
            inner.Run(consumer, either.Token);
        }
        catch (CaptureException problem)
        {
            _failure = problem.Message;
        }
        finally
        {
            _isOver = true;
        }
    }

    public KernelDrops? ReadDrops() => inner.ReadDrops();

    /// <summary>Lets <see cref="Run"/> return once what was captured so far is delivered.</summary>
    public void End() => _end.Cancel();

    /// <summary>The token source is not disposed: <see cref="End"/> may still be called, and without a timer it holds nothing.</summary>
    public void Dispose()
    {
        _isOver = true;
        inner.Dispose();
    }
}
