namespace Gor.Masking;

/// <summary>The assertions of ECMA-262 section 22.2.1 that look at no more than the units beside them.</summary>
internal enum AnchorKind
{
    Start,
    End,
    WordBoundary,
    NotWordBoundary,
}
