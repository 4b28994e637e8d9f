namespace Gor.Masking;

/// <summary>The words of the rules language.</summary>
internal static class Verbs
{
    private static readonly (string Word, Verb Verb)[] Words =
    [
        ("allow_http_url", Verb.AllowHttpUrl),
        ("skip_compression", Verb.SkipCompression),
        ("skip_submission", Verb.SkipSubmission),
        ("copy_session_field", Verb.CopySessionField),
        ("stop", Verb.Stop),
        ("stop_if_found", Verb.StopIfFound),
        ("stop_if", Verb.StopIf),
        ("stop_unless_found", Verb.StopUnlessFound),
        ("stop_unless", Verb.StopUnless),
        ("sample", Verb.Sample),
        ("remove", Verb.Remove),
        ("remove_unless_found", Verb.RemoveUnlessFound),
        ("remove_if_found", Verb.RemoveIfFound),
        ("remove_unless", Verb.RemoveUnless),
        ("remove_if", Verb.RemoveIf),
        ("replace", Verb.Replace),
    ];

    public static Verb? Find(ReadOnlySpan<char> word)
    {
        foreach ((string candidate, Verb verb) in Words)
        {
            if (word.SequenceEqual(candidate))
            {
                return verb;
            }
        }

        return null;
    }

    public static string WordOf(Verb verb) =>
        verb == Verb.Mask ? "mask" : Array.Find(Words, word => word.Verb == verb).Word;

    /// <summary>True for the verbs behind a scope.</summary>
    public static bool TakesScope(Verb verb) => verb is >= Verb.Stop and <= Verb.StopUnless or >= Verb.Remove and <= Verb.Mask;

    /// <summary>True for the verbs that look at values with a pattern.</summary>
    public static bool TakesPattern(Verb verb) => TakesScope(verb) && verb is not (Verb.Stop or Verb.Remove or Verb.Mask);

    /// <summary>True where the pattern of the verb is tied to both ends of the value.</summary>
    public static bool IsAnchored(Verb verb) =>
        verb is Verb.StopIf or Verb.StopUnless or Verb.RemoveIf or Verb.RemoveUnless or Verb.CopySessionField;

    /// <summary>The nearest word of those given, or null where none is near.</summary>
    public static string? Nearest(string word, IEnumerable<string> candidates)
    {
        if (word.Length > 40)
        {
            return null;
        }

        (string Word, int Distance) best = candidates.Select(candidate => (candidate, Distance(word, candidate))).MinBy(pair => pair.Item2);
        return best.Distance <= Math.Max(2, word.Length / 3) ? best.Word : null;
    }

    public static IEnumerable<string> All => Words.Select(word => word.Word);

    /// <summary>Insertions, removals and changes of one character that make one word the other (Levenshtein).</summary>
    private static int Distance(string one, string other)
    {
        int[] row = Enumerable.Range(0, other.Length + 1).ToArray();
        for (int i = 1; i <= one.Length; i++)
        {
            int diagonal = row[0];
            row[0] = i;
            for (int j = 1; j <= other.Length; j++)
            {
                int changed = diagonal + (char.ToLowerInvariant(one[i - 1]) == other[j - 1] ? 0 : 1);
                diagonal = row[j];
                row[j] = Math.Min(changed, Math.Min(row[j], row[j - 1]) + 1);
            }
        }

        return row[other.Length];
    }
}
