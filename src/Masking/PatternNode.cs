using System.Collections.Immutable;

namespace Gor.Masking;

/// <summary>A regular expression of ECMA-262 section 22.2.1 (no flags, with Annex B) as a tree.</summary>
internal abstract record PatternNode
{
    public static PatternNode Empty { get; } = new Sequence([]);

    /// <summary>Matches nothing at all, as <c>[]</c> does.</summary>
    public static PatternNode Never { get; } = new Set(CharSet.None);

    /// <summary>One UTF-16 unit of a set.</summary>
    public sealed record Set(CharSet Units) : PatternNode;

    /// <summary>Its parts one after another; none: the empty text.</summary>
    public sealed record Sequence(ImmutableArray<PatternNode> Parts) : PatternNode;

    /// <summary>The first of its branches that lets the rest match.</summary>
    public sealed record Choice(ImmutableArray<PatternNode> Branches) : PatternNode;

    /// <summary>A capturing group, numbered from 1 by its opening parenthesis.</summary>
    public sealed record Group(int Number, PatternNode Body) : PatternNode;

    /// <param name="Most"><see cref="int.MaxValue"/>: no limit.</param>
    public sealed record Repeat(PatternNode Body, int Least, int Most, bool IsLazy) : PatternNode;

    /// <summary>A back-reference; matches the empty text where its group took no part.</summary>
    public sealed record Reference(int Number) : PatternNode;

    public sealed record Look(PatternNode Body, bool IsBehind, bool IsNegative) : PatternNode;

    public sealed record Anchor(AnchorKind Kind) : PatternNode;

    /// <summary>
    /// A body that must consume something. Only made by <see cref="PatternProgress"/>, where a back-reference decides while
    /// matching whether the body is empty.
    /// </summary>
    public sealed record Advance(PatternNode Body) : PatternNode;

    /// <summary>This node and all below it, each group before its body.</summary>
    public IEnumerable<PatternNode> DescendantsAndSelf()
    {
        var pending = new Stack<PatternNode>([this]);
        while (pending.TryPop(out PatternNode? node))
        {
            yield return node;
            foreach (PatternNode child in node.Children().Reverse())
            {
                pending.Push(child);
            }
        }
    }

    private IEnumerable<PatternNode> Children() => this switch
    {
        Sequence sequence => sequence.Parts,
        Choice choice => choice.Branches,
        Group group => [group.Body],
        Repeat repeat => [repeat.Body],
        Look look => [look.Body],
        Advance advance => [advance.Body],
        _ => [],
    };
}
