namespace Gor.Masking;

/// <summary>What stands on one side of a place in a text; all that an anchor can see.</summary>
internal enum Side
{
    /// <summary>Nothing: the text begins or ends here.</summary>
    Edge,
    Word,
    Other,
}
