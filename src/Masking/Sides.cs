using System.Numerics;

namespace Gor.Masking;

/// <summary>Where anchors hold.</summary>
internal static class Sides
{
    /// <summary>What an element of UTF-16 or UTF-8 belongs to: word characters are ASCII.</summary>
    public static Side Of<T>(ReadOnlySpan<T> text, int index)
        where T : struct, IBinaryInteger<T> =>
        (uint)index >= (uint)text.Length ? Side.Edge : CharSet.Word.Contains((char)int.CreateTruncating(text[index])) ? Side.Word : Side.Other;

    public static bool Hold(AnchorKind kind, Side left, Side right) => kind switch
    {
        AnchorKind.Start => left == Side.Edge,
        AnchorKind.End => right == Side.Edge,
        AnchorKind.WordBoundary => left == Side.Word != (right == Side.Word),
        _ => left == Side.Word == (right == Side.Word),
    };
}
