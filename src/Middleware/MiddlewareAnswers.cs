using System.Diagnostics.CodeAnalysis;
using Gor.Output;

namespace Gor.Middleware;

/// <summary>
/// What servers answer to replays, on its way to a middleware. Whoever brings an answer never waits: the middleware itself may wait for
/// whom it keeps busy. An answer that finds no room, or no middleware any more, is counted.
/// </summary>
/// <param name="counters">Its own ones.</param>
internal sealed class MiddlewareAnswers(Counters counters, TimeProvider time)
{
    /// <summary>Bytes that may wait.</summary>
    private const long Limit = 16 << 20;

    private readonly BundleQueue _queue = new(Limit, waitsForRoom: false, time);
    private readonly Lock _counting = new();

    /// <summary>Ends at the next answer, and at the end.</summary>
    public Task Next => _queue.Changes.Next;

    /// <summary>True once none are taken any more; some may still wait.</summary>
    public bool IsComplete => _queue.IsComplete;

    /// <summary>True once none come any more, and none waits.</summary>
    public bool IsDone => _queue.IsComplete && _queue.Count == 0;

    public bool IsEmpty => _queue.Count == 0;

    /// <summary>Bytes that wait. Any thread.</summary>
    public long Held => _queue.Held;

    /// <summary>Any thread.</summary>
    /// <param name="answer">In GoReplay's format, without the last line end.</param>
    public void Add(ReadOnlyMemory<byte> answer)
    {
        byte[] message = [.. answer.Span, (byte)'\n'];
        if (!_queue.TryAdd(new Bundle(message, Records: 1, IsCompressed: false)))
        {
            Count(Counter.ReplayedResponsesUnseen);
        }
    }

    public bool TryTake([NotNullWhen(true)] out Bundle? answer) => _queue.TryTake(out answer);

    /// <summary>The middleware has it.</summary>
    public void Settle(Bundle answer)
    {
        _queue.Release(answer);
        Count(Counter.ReplayedResponsesSeen);
    }

    /// <summary>No middleware will have it.</summary>
    public void GiveUp(Bundle answer)
    {
        _queue.Release(answer);
        Count(Counter.ReplayedResponsesUnseen);
    }

    /// <summary>None is taken any more.</summary>
    public void Complete() => _queue.Complete();

    private void Count(Counter counter)
    {
        lock (_counting)
        {
            counters.Add(counter);
        }
    }
}
