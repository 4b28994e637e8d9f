namespace Gor;

/// <summary>Finds what a mistyped word was meant to be.</summary>
internal static class Nearest
{
    private const int LongestWord = 64;

    /// <summary>The known name that differs least from <paramref name="word"/>; null where none is near.</summary>
    public static string? Of(string word, IEnumerable<string> known)
    {
        if (word.Length is 0 or > LongestWord)
        {
            return null;
        }

        int limit = Math.Max(2, word.Length / 3);
        string? nearest = null;
        foreach (string name in known)
        {
            int distance = IsTailOf(name, word) ? 1 : Distance(word.ToLowerInvariant(), name);
            if (distance <= limit)
            {
                nearest = name;
                limit = distance - 1;
            }
        }

        return nearest;
    }

    /// <summary><c>promisc</c> for <c>input-raw-promisc</c>.</summary>
    private static bool IsTailOf(string name, string word) =>
        name.EndsWith(word, StringComparison.OrdinalIgnoreCase) && name.Length > word.Length && name[^(word.Length + 1)] == '-';

    /// <summary>Letters to insert, delete, replace, or swap with their neighbour (optimal string alignment).</summary>
    private static int Distance(string a, string b)
    {
        var table = new int[a.Length + 1, b.Length + 1];
        for (int i = 0; i <= a.Length; i++)
        {
            table[i, 0] = i;
        }

        for (int j = 0; j <= b.Length; j++)
        {
            table[0, j] = j;
        }

        for (int i = 1; i <= a.Length; i++)
        {
            for (int j = 1; j <= b.Length; j++)
            {
                int replaced = table[i - 1, j - 1] + (a[i - 1] == b[j - 1] ? 0 : 1);
                int best = Math.Min(replaced, Math.Min(table[i - 1, j], table[i, j - 1]) + 1);
                bool isSwap = i > 1 && j > 1 && a[i - 1] == b[j - 2] && a[i - 2] == b[j - 1];
                table[i, j] = isSwap ? Math.Min(best, table[i - 2, j - 2] + 1) : best;
            }
        }

        return table[a.Length, b.Length];
    }
}
