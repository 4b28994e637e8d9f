using System.Collections.Immutable;

namespace Gor.Masking;

/// <summary>
/// A pattern written out as units, loops over units and anchors, one after another, where from a given place there is one way at most: a
/// loop ends where it must, as what follows cannot begin with a unit of its set. Most of what people write for masks is that.
/// </summary>
internal static class PatternChain
{
    private const int MostChains = 8;
    private const int MostLinks = 256;

    /// <param name="root">Rewritten by <see cref="PatternProgress"/>.</param>
    /// <param name="groups">Those whose captures are wanted, two slots each.</param>
    /// <returns>Chains of which the first that matches is the match; none where the pattern cannot be written so.</returns>
    public static ImmutableArray<ImmutableArray<ChainLink>> Of(PatternNode root, IReadOnlyList<int> groups)
    {
        if (Write(root, groups) is not { } written || (written.Count > 1 && written.Exists(chain => chain.Any(IsLazy))))
        {
            return [];
        }

        var chains = ImmutableArray.CreateBuilder<ImmutableArray<ChainLink>>();
        foreach (ImmutableArray<ChainLink> links in written)
        {
            if (WithOneWay(links) is not { } chain)
            {
                return [];
            }

            chains.Add(chain);
        }

        return chains.ToImmutable();
    }

    /// <summary>
    /// A lazy loop may take few units in one chain and many in another, and few are tried first: no chain comes before the other then. Others
    /// take as many as there are in each.
    /// </summary>
    private static bool IsLazy(ChainLink link) => link is ChainLink.Units { IsLazy: true } loop && loop.Least != loop.Most;

    /// <summary>All chains, in the order in which they are tried; null where they are too many, or something cannot be a link.</summary>
    private static List<ImmutableArray<ChainLink>>? Write(PatternNode node, IReadOnlyList<int> groups)
    {
        switch (node)
        {
            case PatternNode.Set set:
                return [[new ChainLink.Units(set.Units, 1, 1, IsLazy: false)]];
            case PatternNode.Anchor anchor:
                return [[new ChainLink.Anchor(anchor.Kind)]];
            case PatternNode.Repeat { Body: PatternNode.Set set } repeat:
                return [[new ChainLink.Units(set.Units, repeat.Least, repeat.Most, repeat.IsLazy)]];
            case PatternNode.Group group:
                int slot = 2 * groups.TakeWhile(number => number != group.Number).Count();
                return slot == 2 * groups.Count ? Write(group.Body, groups)
                    : Write(group.Body, groups)?.ConvertAll<ImmutableArray<ChainLink>>(chain => [new ChainLink.Save(slot), .. chain, new ChainLink.Save(slot + 1)]);
            case PatternNode.Choice choice:
                return Limit(choice.Branches.Select(branch => Write(branch, groups)).ToList() is var branches && branches.Contains(null)
                    ? null
                    : [.. branches.SelectMany(branch => branch!)]);
            case PatternNode.Sequence sequence:
                return WriteSequence(sequence.Parts, groups);
            case PatternNode.Repeat repeat when !repeat.Body.DescendantsAndSelf().Any(inner => inner is PatternNode.Group group && groups.Contains(group.Number)):
                return WriteRepeat(repeat, groups);
            default:
                return null;
        }
    }

    private static List<ImmutableArray<ChainLink>>? WriteSequence(IEnumerable<PatternNode> parts, IReadOnlyList<int> groups)
    {
        List<ImmutableArray<ChainLink>>? chains = [[]];
        foreach (PatternNode part in parts)
        {
            chains = Write(part, groups) is not { } tails ? null : Limit([.. chains.SelectMany(head => tails.Select(tail => head.AddRange(tail)))]);
            if (chains is null)
            {
                return null;
            }
        }

        return chains;
    }

    private static List<ImmutableArray<ChainLink>>? WriteRepeat(PatternNode.Repeat repeat, IReadOnlyList<int> groups)
    {
        if (repeat.Least == repeat.Most && repeat.Most <= MostLinks)
        {
            return WriteSequence(Enumerable.Repeat(repeat.Body, repeat.Least), groups);
        }

        if (repeat is not { Least: 0, Most: 1 } || Write(repeat.Body, groups) is not { } some)
        {
            return null;
        }

        return Limit(repeat.IsLazy ? [[], .. some] : [.. some, []]);
    }

    private static List<ImmutableArray<ChainLink>>? Limit(List<ImmutableArray<ChainLink>>? chains) =>
        chains is null || chains.Count > MostChains || chains.Exists(chain => chain.Length > MostLinks) ? null : chains;

    /// <summary>The same chain where no loop leaves a choice; a lazy one behind which nothing must come takes the least. Else null.</summary>
    private static ImmutableArray<ChainLink>? WithOneWay(ImmutableArray<ChainLink> links)
    {
        for (int i = 0; i < links.Length; i++)
        {
            if (links[i] is not ChainLink.Units loop || loop.Least == loop.Most)
            {
                continue;
            }

            ChainLink[] rest = [.. links[(i + 1)..].Where(link => link is not ChainLink.Save)];

            // What cannot fail lets the first way win: as many as there are, or as few.
            bool isFree = rest.All(link => link is ChainLink.Units { Least: 0 });
            if (isFree && loop.IsLazy)
            {
                links = links.SetItem(i, loop with { Most = loop.Least });
            }
            else if (!isFree && !MustEnd(loop, rest))
            {
                return null;
            }
        }

        return links;
    }

    /// <summary>True where what follows cannot match while units of the loop's set are left that it may take.</summary>
    private static bool MustEnd(ChainLink.Units loop, ChainLink[] rest)
    {
        foreach (ChainLink link in rest)
        {
            if (link is ChainLink.Units next)
            {
                if (next.Set.Ranges.Any(range => loop.Set.Ranges.Any(other => range.First <= other.Last && other.First <= range.Last)))
                {
                    return false;
                }

                if (next.Least > 0)
                {
                    return true;
                }
            }
        }

        // Nothing must be consumed any more, but something is asserted.
        return rest.All(link => link is ChainLink.Anchor) && rest.Any(link => Fails((ChainLink.Anchor)link, loop));
    }

    /// <summary>True where an anchor cannot hold between two units of the loop's set.</summary>
    private static bool Fails(ChainLink.Anchor anchor, ChainLink.Units loop)
    {
        bool isWord = loop.Set.Ranges.All(range => CharSet.Word.Ranges.Any(word => word.First <= range.First && range.Last <= word.Last));
        bool isOther = !loop.Set.Ranges.Any(range => CharSet.Word.Ranges.Any(word => range.First <= word.Last && word.First <= range.Last));
        return loop.Least > 0 && (anchor.Kind switch
        {
            AnchorKind.WordBoundary => isWord || isOther,
            AnchorKind.NotWordBoundary => false,
            _ => true,
        });
    }
}
