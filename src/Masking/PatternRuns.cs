using System.Collections.Immutable;

namespace Gor.Masking;

/// <summary>
/// Runs of sets of ASCII units of which any match of a pattern must contain at least one: where there is none there is no match, and a
/// search may begin near the next of them.
/// </summary>
internal sealed class PatternRuns
{
    private const int MostRuns = 64;
    private const int LongestRun = 32;
    private const int LeastRarity = 7;

    private readonly Requirement _requirement;

    private PatternRuns(Requirement requirement)
    {
        _requirement = requirement;
        AreRare = requirement.Rarity >= LeastRarity;
    }

    public ImmutableArray<ImmutableArray<CharSet>> Runs => _requirement.Runs;

    /// <summary>The units that a match may have before the first run that it needs.</summary>
    public CharSet Before => UnitsOf(_requirement.Before);

    /// <summary>True where leaping from one to the next is worth it.</summary>
    public bool AreRare { get; }

    /// <param name="isWanted">Which sets a run may consist of.</param>
    /// <returns>Null where no run is known that a match must contain.</returns>
    public static PatternRuns? Of(PatternNode root, Predicate<CharSet> isWanted) =>
        Required(root, isWanted) is { Runs.IsEmpty: false } requirement ? new PatternRuns(requirement) : null;

    /// <summary>
    /// How much a set tells, in bits: what an ASCII unit tells is guessed from prose and JSON, and several tell less. Neighbours are
    /// often of one kind.
    /// </summary>
    public static double BitsOf(CharSet set)
    {
        double share = 0;
        int count = 0;
        foreach ((char first, char last) in set.Ranges)
        {
            for (int unit = first; unit <= last && unit < 128; unit++, count++)
            {
                share += Math.Pow(2, -BitsOf((char)unit));
            }
        }

        return count == 0 ? 0 : Math.Max(0, -Math.Log2(count == 1 ? share : share / 2));
    }

    private static int BitsOf(char unit) => unit switch
    {
        '"' or ':' or ',' or ' ' => 2,
        'e' or 't' or 'a' or 'o' or 'i' or 'n' or 's' or 'r' => 3,
        >= '0' and <= '9' => 4,
        >= 'a' and <= 'z' => 5,
        '.' or '-' or '_' or '/' or '=' or '\n' or (>= 'A' and <= 'Z') => 6,
        _ => 9,
    };

    /// <param name="Runs">Empty where nothing is known.</param>
    /// <param name="Before">What a match may consume before the first of them that it needs.</param>
    private readonly record struct Requirement(ImmutableArray<ImmutableArray<CharSet>> Runs, ImmutableArray<PatternNode> Before)
    {
        public static Requirement None { get; } = new([], []);

        /// <summary>In bits; each of several runs tells less.</summary>
        public double Rarity => Runs.IsEmpty ? 0 : Runs.Min(run => run.Sum(BitsOf)) - Math.Log2(Runs.Length);
    }

    private static Requirement Required(PatternNode root, Predicate<CharSet> isWanted)
    {
        var parts = new List<PatternNode>();
        Flatten(root, isWanted, parts);
        Requirement best = Requirement.None;
        for (int i = 0; i < parts.Count; i++)
        {
            Requirement candidate;
            int start = i;
            if (IsUnit(parts[i], isWanted))
            {
                while (i + 1 < parts.Count && i + 1 - start < LongestRun && IsUnit(parts[i + 1], isWanted))
                {
                    i++;
                }

                ImmutableArray<CharSet> run = [.. parts[start..(i + 1)].Select(part => ((PatternNode.Set)part).Units)];
                candidate = new Requirement([run], []);
            }
            else if (parts[i] is PatternNode.Choice choice)
            {
                candidate = OfChoice(choice, isWanted);
            }
            else
            {
                continue;
            }

            if (candidate.Rarity > best.Rarity)
            {
                best = candidate with { Before = [.. parts[..start], .. candidate.Before] };
            }
        }

        return best;
    }

    private static bool IsUnit(PatternNode node, Predicate<CharSet> isWanted) => node is PatternNode.Set set && isWanted(set.Units);

    /// <summary>
    /// Writes out what every match consumes in order, as far as that is known: what is repeated, once or as often as a run may be long,
    /// and then itself for what may follow. Anchors consume nothing, so that what is beside them are neighbours.
    /// </summary>
    private static void Flatten(PatternNode node, Predicate<CharSet> isWanted, List<PatternNode> parts)
    {
        switch (node)
        {
            case PatternNode.Sequence sequence:
                foreach (PatternNode part in sequence.Parts)
                {
                    Flatten(part, isWanted, parts);
                }

                break;
            case PatternNode.Group group:
                Flatten(group.Body, isWanted, parts);
                break;
            case PatternNode.Anchor:
                break;
            case PatternNode.Repeat { Least: > 0 } repeat when IsUnit(repeat.Body, isWanted):
                IEnumerable<PatternNode> units = Enumerable.Repeat(repeat.Body, Math.Min(repeat.Least, LongestRun));
                parts.AddRange(units);
                if (repeat.Most != repeat.Least || repeat.Least > LongestRun)
                {
                    // The first ones, and the last ones.
                    parts.Add(repeat);
                    parts.AddRange(units);
                }

                break;
            case PatternNode.Repeat { Least: > 0 } repeat:
                Flatten(repeat.Body, isWanted, parts);
                if (repeat.Most > 1)
                {
                    parts.Add(repeat);
                }

                break;
            default:
                parts.Add(node);
                break;
        }
    }

    private static Requirement OfChoice(PatternNode.Choice choice, Predicate<CharSet> isWanted)
    {
        var runs = ImmutableArray.CreateBuilder<ImmutableArray<CharSet>>();
        var before = ImmutableArray.CreateBuilder<PatternNode>();
        foreach (PatternNode branch in choice.Branches)
        {
            Requirement one = Required(branch, isWanted);
            if (one.Runs.IsEmpty || runs.Count + one.Runs.Length > MostRuns)
            {
                return Requirement.None;
            }

            runs.AddRange(one.Runs);
            before.AddRange(one.Before);
        }

        return new Requirement(runs.ToImmutable(), before.ToImmutable());
    }

    /// <summary>Every unit that matches of the nodes may consume; all where a back-reference hides them.</summary>
    private static CharSet UnitsOf(ImmutableArray<PatternNode> nodes)
    {
        PatternNode[] all = nodes.SelectMany(node => node.DescendantsAndSelf()).ToArray();
        return all.Any(node => node is PatternNode.Reference) ? CharSet.All : CharSet.Of(all.OfType<PatternNode.Set>().SelectMany(set => set.Units.Ranges));
    }
}
