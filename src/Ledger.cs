namespace Gor;

/// <summary>All threads' counters, summed.</summary>
internal sealed class Ledger(IReadOnlyList<Counters> blocks)
{
    public long this[Counter counter] => blocks.Sum(block => block[counter]);
}
