using Gor.Output;

namespace Gor;

/// <summary>For those who rather stop than lose: says so as soon as an output has lost a record.</summary>
internal sealed class LossWatch : IDisposable
{
    private static readonly TimeSpan LookInterval = TimeSpan.FromMilliseconds(100);

    private readonly ITimer _watch;

    /// <param name="onLoss">Called at the first look that sees a loss, and at each after it.</param>
    public LossWatch(IReadOnlyList<IOutput> outputs, Action onLoss, TimeProvider time) => _watch = time.CreateTimer(
        _ =>
        {
            if (outputs.Any(output => output.Tally.Lost > 0))
            {
                onLoss();
            }
        },
        null, LookInterval, LookInterval);

    public void Dispose() => _watch.Dispose();
}
