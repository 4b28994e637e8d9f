using Gor.Output;
using Gor.Replay;

namespace Gor.Middleware;

/// <summary>
/// The messages that a middleware shall get: answers as soon as they come, calls in order, out of the bundles of a queue. A message stays
/// the next one until it is taken, so that the next life of the middleware gets what the last one did not. One task at a time.
/// </summary>
internal sealed class MiddlewareBacklog(BundleQueue queue, MiddlewareAnswers answers, OutputTally tally)
{
    private Bundle? _bundle;
    private bool _isAnswer;
    private ReadOnlyMemory<byte> _rest;

    /// <summary>True where nothing is left to take. Any thread, roughly.</summary>
    public bool IsEmpty => _rest.IsEmpty && queue.Count == 0 && answers.IsEmpty;

    /// <summary>True where no life of the middleware has anything to take any more.</summary>
    public bool IsDone => IsEmpty && queue.IsComplete && answers.IsDone;

    /// <summary>The next message with its line and without its separator; null where no more come.</summary>
    public async Task<ReadOnlyMemory<byte>?> NextAsync(CancellationToken stop)
    {
        while (_rest.IsEmpty)
        {
            Settle();
            Task call = queue.Changes.Next;
            Task answer = answers.Next;

            // What was added before both were complete is there by now.
            bool isLast = queue.IsComplete && answers.IsDone;
            if (TryTake())
            {
                _rest = _bundle!.Content;
            }
            else if (isLast)
            {
                return null;
            }
            else
            {
                await Task.WhenAny(call, answer).WaitAsync(stop);
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
            if (_bundle is not null && _isAnswer)
            {
                answers.GiveUp(_bundle);
            }
            else if (_bundle is not null)
            {
                calls += _bundle.Records;
                queue.Release(_bundle);
            }
        }
        while (TryTake());

        _rest = default;
        tally.AddGivenUp(calls);
        return calls;
    }

    private bool TryTake()
    {
        _isAnswer = answers.TryTake(out _bundle);
        return _isAnswer || queue.TryTake(out _bundle);
    }

    private void Settle()
    {
        if (_bundle is not null && _isAnswer)
        {
            answers.Settle(_bundle);
        }
        else if (_bundle is not null)
        {
            tally.AddDelivered(_bundle.Records);
            queue.Release(_bundle);
        }

        _bundle = null;
    }
}
