using System.Collections.Immutable;

namespace Gor.Masking;

/// <summary>Tells whether a scope matches every name of a family, such as <c>request_param:*</c>, whatever its suffix.</summary>
internal static class ScopeCover
{
    /// <param name="scope">A scope with its anchors.</param>
    /// <param name="family">Up to and with the colon.</param>
    /// <returns>True only where it is certain.</returns>
    public static bool CoversFamily(string scope, string family)
    {
        PatternNode root = PatternParser.Parse(scope, out _, out _);
        ImmutableArray<PatternNode> branches = root is PatternNode.Choice choice ? choice.Branches : [root];
        return branches.Any(branch => BranchCovers(branch is PatternNode.Sequence sequence ? sequence.Parts : [branch], family));
    }

    private static bool BranchCovers(ImmutableArray<PatternNode> parts, string family)
    {
        int at = 0;
        bool isAnchored = parts is [PatternNode.Anchor { Kind: AnchorKind.Start }, ..];
        if (isAnchored)
        {
            at++;
        }

        string literal = "";
        while (at < parts.Length && literal.Length <= family.Length && parts[at] is PatternNode.Set { Units: { IsSingle: true } units })
        {
            literal += units.Ranges[0].First;
            at++;
        }

        bool isThere = isAnchored ? family.StartsWith(literal, StringComparison.Ordinal) : family.Contains(literal, StringComparison.Ordinal);
        return isThere && parts[at..] is []
            or [PatternNode.Repeat { Least: 0 }]
            or [PatternNode.Repeat { Least: 0, Most: int.MaxValue, Body: PatternNode.Set { Units.Ranges: [('\0', char.MaxValue)] } }, PatternNode.Anchor { Kind: AnchorKind.End }];
    }
}
