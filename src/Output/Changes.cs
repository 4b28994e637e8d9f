namespace Gor.Output;

/// <summary>
/// Wakes tasks that wait until something has changed, whatever it was. Take <see cref="Next"/> first, then look, then wait: a change
/// between looking and waiting is not missed. Any thread.
/// </summary>
internal sealed class Changes
{
    private readonly Lock _gate = new();
    private TaskCompletionSource? _next;

    /// <summary>Ends at the next change.</summary>
    public Task Next
    {
        get
        {
            lock (_gate)
            {
                _next ??= new TaskCompletionSource(TaskCreationOptions.RunContinuationsAsynchronously);
                return _next.Task;
            }
        }
    }

    public void Announce()
    {
        TaskCompletionSource? ended;
        lock (_gate)
        {
            ended = _next;
            _next = null;
        }

        ended?.TrySetResult();
    }

    /// <summary>Waits for <paramref name="change"/>, or so long.</summary>
    /// <exception cref="OperationCanceledException">At <paramref name="stop"/>.</exception>
    public static async Task WaitAsync(Task change, TimeSpan patience, TimeProvider time, CancellationToken stop)
    {
        try
        {
            await change.WaitAsync(patience, time, stop);
        }
        catch (TimeoutException)
        {
        }
    }
}
