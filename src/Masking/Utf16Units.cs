namespace Gor.Masking;

/// <summary>UTF-16 as it is.</summary>
internal readonly struct Utf16Units : IUnits<char>
{
    public static char At(ReadOnlySpan<char> text, int place, out int width)
    {
        width = 1;
        return text[place];
    }

    public static char Before(ReadOnlySpan<char> text, int place, out int width)
    {
        width = 1;
        return text[place - 1];
    }
}
