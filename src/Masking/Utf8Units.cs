using System.Runtime.CompilerServices;

namespace Gor.Masking;

/// <summary>
/// Valid UTF-8 (RFC 3629). A character of four bytes is two units, as in UTF-16: the place between them is behind its second byte, and the
/// only place that points to a byte of 10xxxxxx.
/// </summary>
internal readonly struct Utf8Units : IUnits<byte>
{
    private const int FirstBeyondAscii = 0x80;
    private const int FirstLead = 0xC0;
    private const int FirstLeadOfThree = 0xE0;
    private const int FirstLeadOfFour = 0xF0;
    private const int WidthShift = 16;

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static char At(ReadOnlySpan<byte> text, int place, out int width)
    {
        byte first = text[place];
        int packed = first < FirstBeyondAscii ? first | (1 << WidthShift) : AtBeyondAscii(text[place..]);
        width = packed >> WidthShift;
        return (char)packed;
    }

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static char Before(ReadOnlySpan<byte> text, int place, out int width)
    {
        byte last = text[place - 1];
        int packed = last < FirstBeyondAscii ? last | (1 << WidthShift) : BeforeBeyondAscii(text, place);
        width = packed >> WidthShift;
        return (char)packed;
    }

    /// <summary>Bytes of the unit that begins at a place within the text.</summary>
    public static int WidthAt(ReadOnlySpan<byte> text, int place)
    {
        At(text, place, out int width);
        return width;
    }

    /// <summary>True for the place between the two units of a character of four bytes: UTF-8 cannot be cut there.</summary>
    public static bool IsInsideCharacter(ReadOnlySpan<byte> text, int place) =>
        (uint)place < (uint)text.Length && text[place] is >= FirstBeyondAscii and < FirstLead;

    /// <returns>The unit, and its width above it: an out parameter would keep the width of a loop in memory.</returns>
    private static int BeforeBeyondAscii(ReadOnlySpan<byte> text, int place)
    {
        bool isOfThree = text[place - 2] < FirstLead && text[place - 3] >= FirstLead;
        return AtBeyondAscii(text[(place - (isOfThree ? 3 : 2))..]);
    }

    /// <inheritdoc cref="BeforeBeyondAscii"/>
    private static int AtBeyondAscii(ReadOnlySpan<byte> rest) => rest[0] switch
    {
        < FirstLead => 0xDC00 | ((rest[0] & 0x0F) << 6) | (rest[1] & 0x3F) | (2 << WidthShift),
        < FirstLeadOfThree => ((rest[0] & 0x1F) << 6) | (rest[1] & 0x3F) | (2 << WidthShift),
        < FirstLeadOfFour => ((rest[0] & 0x0F) << 12) | ((rest[1] & 0x3F) << 6) | (rest[2] & 0x3F) | (3 << WidthShift),

        // (code - 0x10000 >> 10) + 0xD800.
        _ => (0xD7C0 + (((rest[0] & 0x07) << 8) | ((rest[1] & 0x3F) << 2) | ((rest[2] & 0x30) >> 4))) | (2 << WidthShift),
    };
}
