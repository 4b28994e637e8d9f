namespace Gor.Masking;

/// <summary>Compares states of a <see cref="LazyAutomaton"/> by their content.</summary>
internal sealed class StepsComparer : IEqualityComparer<int[]>
{
    public static StepsComparer Instance { get; } = new();

    public bool Equals(int[]? x, int[]? y) => x.AsSpan().SequenceEqual(y);

    public int GetHashCode(int[] steps)
    {
        var hash = new HashCode();
        foreach (int step in steps)
        {
            hash.Add(step);
        }

        return hash.ToHashCode();
    }
}
