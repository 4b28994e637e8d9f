namespace Gor.Masking;

/// <summary>A part of a <see cref="PatternChain"/>.</summary>
internal abstract record ChainLink
{
    /// <summary>Units of one set, as many as there are.</summary>
    /// <param name="Most"><see cref="int.MaxValue"/>: no limit.</param>
    public sealed record Units(CharSet Set, int Least, int Most, bool IsLazy) : ChainLink;

    public sealed record Anchor(AnchorKind Kind) : ChainLink;

    /// <summary>Keeps the place.</summary>
    public sealed record Save(int Slot) : ChainLink;
}
