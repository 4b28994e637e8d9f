using Gor.Output;

namespace Gor;

/// <summary>
/// How long outputs may go on after the capture has ended. After a signal: so long, and no longer. After the end of a file: as long
/// as they get on, and so long without a single delivery.
/// </summary>
internal sealed class DeliveryDeadline : IDisposable
{
    private static readonly TimeSpan LookInterval = TimeSpan.FromMilliseconds(200);

    private readonly CancellationTokenSource _over = new();
    private readonly CancellationTokenRegistration _signal;
    private readonly Timer? _watch;

    /// <param name="stop">The signal; it may come while a file's calls are delivered.</param>
    public DeliveryDeadline(IReadOnlyList<IOutput> outputs, TimeSpan patience, CancellationToken stop)
    {
        _signal = stop.Register(() => _over.CancelAfter(patience));
        if (stop.IsCancellationRequested)
        {
            return;
        }

        long delivered = -1;
        _watch = new Timer(_ =>
        {
            long now = outputs.Sum(output => output.Moved);
            if (now != delivered && !stop.IsCancellationRequested)
            {
                delivered = now;
                _over.CancelAfter(patience);
            }
        });
        _watch.Change(TimeSpan.Zero, LookInterval);
    }

    public CancellationToken Token => _over.Token;

    public void Dispose()
    {
        _signal.Dispose();
        _watch?.Dispose();
    }
}
