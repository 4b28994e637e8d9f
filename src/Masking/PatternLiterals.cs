using System.Collections.Immutable;

namespace Gor.Masking;

/// <summary>
/// Texts of which any match of a pattern must contain at least one: a value without them need not be searched, nor even be
/// turned into UTF-16.
/// </summary>
internal static class PatternLiterals
{
    private const int MostLiterals = 8;

    /// <summary>ASCII only; empty where nothing is known.</summary>
    public static ImmutableArray<string> Required(PatternNode node) => node switch
    {
        PatternNode.Set { Units: { IsSingle: true } units } when char.IsAscii(units.Ranges[0].First) => [units.Ranges[0].First.ToString()],
        PatternNode.Group group => Required(group.Body),
        PatternNode.Repeat { Least: > 0 } repeat => Required(repeat.Body),
        PatternNode.Sequence sequence => OfSequence(sequence),
        PatternNode.Choice choice => OfChoice(choice),
        _ => [],
    };

    /// <summary>The best of the parts' literals, where neighbouring units count as one text.</summary>
    private static ImmutableArray<string> OfSequence(PatternNode.Sequence sequence)
    {
        ImmutableArray<string> best = [];
        string run = "";
        foreach (PatternNode part in sequence.Parts)
        {
            ImmutableArray<string> literals = Required(part);
            run = part is PatternNode.Set && literals.Length == 1 ? run + literals[0] : "";
            best = Better(best, run.Length > 0 ? [run] : literals);
        }

        return best;
    }

    private static ImmutableArray<string> OfChoice(PatternNode.Choice choice)
    {
        var all = ImmutableArray.CreateBuilder<string>();
        foreach (PatternNode branch in choice.Branches)
        {
            ImmutableArray<string> literals = Required(branch);
            if (literals.IsEmpty || all.Count + literals.Length > MostLiterals)
            {
                return [];
            }

            all.AddRange(literals);
        }

        return all.ToImmutable();
    }

    private static ImmutableArray<string> Better(ImmutableArray<string> one, ImmutableArray<string> other) =>
        Rarity(other) > Rarity(one) ? other : one;

    /// <summary>Long texts are rare; fewer alternatives are rarer.</summary>
    private static double Rarity(ImmutableArray<string> literals) =>
        literals.IsEmpty ? 0 : literals.Min(literal => literal.Length) / (double)literals.Length;
}
