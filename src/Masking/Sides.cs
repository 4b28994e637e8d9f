namespace Gor.Masking;

/// <summary>Where anchors hold.</summary>
internal static class Sides
{
    public static Side Of(ReadOnlySpan<char> text, int index) =>
        (uint)index >= (uint)text.Length ? Side.Edge : CharSet.Word.Contains(text[index]) ? Side.Word : Side.Other;

    public static bool Hold(AnchorKind kind, Side left, Side right) => kind switch
    {
        AnchorKind.Start => left == Side.Edge,
        AnchorKind.End => right == Side.Edge,
        AnchorKind.WordBoundary => left == Side.Word != (right == Side.Word),
        _ => left == Side.Word == (right == Side.Word),
    };
}
