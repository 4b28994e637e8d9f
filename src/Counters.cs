namespace Gor;

/// <summary>One thread's block of counters: written by that thread only, read by any.</summary>
internal sealed class Counters
{
    private static readonly int Size = Enum.GetValues<Counter>().Length;

    private readonly long[] _values = new long[Size];

    public long this[Counter counter] => Volatile.Read(ref _values[(int)counter]);

    public void Add(Counter counter, long amount = 1)
    {
        ref long value = ref _values[(int)counter];
        Volatile.Write(ref value, value + amount);
    }
}
