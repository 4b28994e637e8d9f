using Gor.Tape;

namespace Gor.Playback;

/// <summary>
/// Brings the messages of a tape together by their ids, in the order in which the calls begin. A call waits for its other half, and
/// the calls behind it wait with it, as long as the bounds let them.
/// </summary>
/// <param name="patienceNs">How long, in the tape's time, a half may wait.</param>
/// <param name="limit">Bytes that may wait.</param>
internal sealed class CallMatcher(long patienceNs, long limit)
{
    private readonly LinkedList<TapedCall> _calls = new();
    private readonly Dictionary<TapeId, LinkedListNode<TapedCall>> _halves = [];
    private long _latestNs = long.MinValue;
    private long _size;

    public void Add(TapeMessage message)
    {
        TapeId id = message.Header.Id;
        bool isRequest = message.Header.Kind == TapeKind.Request;
        _latestNs = Math.Max(_latestNs, message.Header.TimestampNs);
        _size += message.Content.Length;
        if (_halves.TryGetValue(id, out LinkedListNode<TapedCall>? half) && (isRequest ? half.Value.Request : half.Value.Response) is null)
        {
            half.Value = isRequest ? half.Value with { Request = message } : half.Value with { Response = message };
            _halves.Remove(id);
            return;
        }

        // A second request of the same id: the first one stays alone.
        _halves[id] = _calls.AddLast(isRequest ? new TapedCall(message, null) : new TapedCall(null, message));
    }

    /// <summary>The next call, once it is whole or has waited long enough; null where there is none yet.</summary>
    /// <param name="isEnd">True where no more messages come.</param>
    public TapedCall? Next(bool isEnd = false)
    {
        if (_calls.First is not { } first)
        {
            return null;
        }

        TapedCall call = first.Value;
        bool isDue = call.IsWhole || isEnd || _size > limit || _latestNs - call.TimestampNs > patienceNs;
        return isDue ? Take(first) : null;
    }

    private TapedCall Take(LinkedListNode<TapedCall> node)
    {
        TapedCall call = node.Value;
        TapeId id = (call.Request ?? call.Response!).Header.Id;
        _calls.Remove(node);
        _size -= call.Size;
        if (_halves.TryGetValue(id, out LinkedListNode<TapedCall>? half) && half == node)
        {
            _halves.Remove(id);
        }

        return call;
    }
}
