using System.Diagnostics.CodeAnalysis;
using Gor.Tape;

namespace Gor.Playback;

/// <summary>
/// Brings messages together that come one by one and from several connections: a call goes on as soon as it is whole. Half a call waits
/// for the other half; a short time only as long as nobody has sent a response at all.
/// </summary>
/// <param name="limit">Bytes that may wait; the oldest goes on alone.</param>
internal sealed class LiveMatcher(long limit, TimeProvider time)
{
    private static readonly TimeSpan PatienceWithoutResponses = TimeSpan.FromSeconds(1);

    /// <summary>GoReplay's.</summary>
    private static readonly TimeSpan Patience = TimeSpan.FromMinutes(2);

    private readonly LinkedList<(TapeMessage Half, long Since)> _waiting = new();
    private readonly Dictionary<TapeId, LinkedListNode<(TapeMessage Half, long Since)>> _halves = [];
    private long _size;
    private bool _hasResponses;

    /// <summary>Bytes that wait.</summary>
    public long Size => _size;

    /// <summary>Halves that wait.</summary>
    public IEnumerable<TapeMessage> Waiting => _waiting.Select(one => one.Half);

    /// <summary>Lets halves go that somebody else will get.</summary>
    /// <returns>How many.</returns>
    public int Drop(Predicate<TapeMessage> isDropped)
    {
        LinkedListNode<(TapeMessage Half, long Since)>[] dropped = [.. Nodes().Where(node => isDropped(node.Value.Half))];
        Array.ForEach(dropped, node => Remove(node));
        return dropped.Length;
    }

    /// <summary>Takes a message.</summary>
    /// <param name="call">The call that it makes whole, or that it ends: the same half came twice.</param>
    public bool TryMatch(TapeMessage message, [NotNullWhen(true)] out TapedCall? call)
    {
        _hasResponses |= message.Header.Kind == TapeKind.Response;
        if (!_halves.TryGetValue(message.Header.Id, out LinkedListNode<(TapeMessage Half, long Since)>? known))
        {
            Keep(message);
            call = null;
            return false;
        }

        TapeMessage half = Remove(known);
        bool isPair = half.Header.Kind != message.Header.Kind;
        call = !isPair ? Alone(half) : half.Header.Kind == TapeKind.Request ? new TapedCall(half, message) : new TapedCall(message, half);
        if (!isPair)
        {
            Keep(message);
        }

        return true;
    }

    /// <summary>A half that has waited long enough; null where there is none.</summary>
    /// <param name="isEnd">True where nothing more comes.</param>
    public TapedCall? NextAlone(bool isEnd = false)
    {
        if (_waiting.First is not { } first)
        {
            return null;
        }

        TimeSpan patience = _hasResponses ? Patience : PatienceWithoutResponses;
        bool isDue = isEnd || _size > limit || time.GetElapsedTime(first.Value.Since) >= patience;
        return isDue ? Alone(Remove(first)) : null;
    }

    private static TapedCall Alone(TapeMessage half) =>
        half.Header.Kind == TapeKind.Request ? new TapedCall(half, null) : new TapedCall(null, half);

    private IEnumerable<LinkedListNode<(TapeMessage Half, long Since)>> Nodes()
    {
        for (LinkedListNode<(TapeMessage Half, long Since)>? node = _waiting.First; node is not null; node = node.Next)
        {
            yield return node;
        }
    }

    private void Keep(TapeMessage message)
    {
        _halves[message.Header.Id] = _waiting.AddLast((message, time.GetTimestamp()));
        _size += message.Content.Length;
    }

    private TapeMessage Remove(LinkedListNode<(TapeMessage Half, long Since)> node)
    {
        TapeMessage half = node.Value.Half;
        _waiting.Remove(node);
        _halves.Remove(half.Header.Id);
        _size -= half.Content.Length;
        return half;
    }
}
