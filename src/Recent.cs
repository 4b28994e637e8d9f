using System.Diagnostics.CodeAnalysis;

namespace Gor;

/// <summary>What was seen lately, by key: forgotten after a time, or when there is too much of it. Not for several threads at a time.</summary>
/// <param name="keptNs">Nanoseconds of the packets' clock.</param>
/// <param name="most">Entries.</param>
internal sealed class Recent<TKey, TValue>(long keptNs, int most)
    where TKey : notnull
{
    private readonly Dictionary<TKey, (TValue Value, long SeenNs)> _seen = [];
    private readonly Queue<(TKey Key, long SeenNs)> _order = new();

    public bool TryGet(TKey key, [MaybeNullWhen(false)] out TValue value)
    {
        bool isKnown = _seen.TryGetValue(key, out (TValue Value, long SeenNs) seen);
        value = seen.Value;
        return isKnown;
    }

    /// <summary>Keeps the value, instead of one that the key had.</summary>
    public void Put(TKey key, TValue value, long nowNs)
    {
        Forget(nowNs);
        _seen[key] = (value, nowNs);
        _order.Enqueue((key, nowNs));
    }

    private void Forget(long nowNs)
    {
        while (_order.TryPeek(out (TKey Key, long SeenNs) oldest) && (oldest.SeenNs < Math.Max(nowNs, long.MinValue + keptNs) - keptNs || _order.Count >= most))
        {
            _order.Dequeue();
            if (_seen.TryGetValue(oldest.Key, out (TValue Value, long SeenNs) kept) && kept.SeenNs == oldest.SeenNs)
            {
                _seen.Remove(oldest.Key);
            }
        }
    }
}
