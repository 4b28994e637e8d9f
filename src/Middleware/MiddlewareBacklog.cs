using Gor.Output;
using Gor.Replay;

namespace Gor.Middleware;

/// <summary>
/// The messages that a middleware shall get, in order, out of the bundles of a queue. A message stays the next one until it is taken, so
/// that the next life of the middleware gets what the last one did not. One task at a time.
/// </summary>
internal sealed class MiddlewareBacklog(BundleQueue queue, OutputTally tally)
{
    private Bundle? _bundle;
    private ReadOnlyMemory<byte> _rest;

    /// <summary>True where no life of the middleware has anything to take any more.</summary>
    public bool IsDone => _rest.IsEmpty && queue.IsComplete && queue.Count == 0;

    /// <summary>The next message with its line and without its separator; null where no more come.</summary>
    public async Task<ReadOnlyMemory<byte>?> NextAsync(CancellationToken stop)
    {
        while (_rest.IsEmpty)
        {
            Settle();
            Task change = queue.Changes.Next;
            if (queue.TryTake(out _bundle))
            {
                _rest = _bundle.Content;
            }
            else if (queue.IsComplete)
            {
                // What was added before it was complete is there by now.
                if (!queue.TryTake(out _bundle))
                {
                    return null;
                }

                _rest = _bundle.Content;
            }
            else
            {
                await change.WaitAsync(stop);
            }
        }

        int length = TapeSplitter.LengthOfFirst(_rest.Span);
        return _rest[..length].Span.EndsWith(Tape.TapeSeparator.Bytes) ? _rest[..(length - Tape.TapeSeparator.Bytes.Length)] : _rest[..length];
    }

    /// <summary>The middleware has the message.</summary>
    public void Take() => _rest = _rest[TapeSplitter.LengthOfFirst(_rest.Span)..];

    /// <summary>Nobody will take what is left.</summary>
    /// <returns>Calls.</returns>
    public long GiveUp()
    {
        if (_rest.IsEmpty)
        {
            Settle();
        }

        long calls = 0;
        do
        {
            if (_bundle is not null)
            {
                calls += _bundle.Records;
                queue.Release(_bundle);
            }
        }
        while (queue.TryTake(out _bundle));

        _rest = default;
        tally.AddGivenUp(calls);
        return calls;
    }

    private void Settle()
    {
        if (_bundle is not null)
        {
            tally.AddDelivered(_bundle.Records);
            queue.Release(_bundle);
            _bundle = null;
        }
    }
}
