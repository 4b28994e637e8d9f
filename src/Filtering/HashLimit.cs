using System.Globalization;
using System.Text;

namespace Gor.Filtering;

/// <summary>
/// <c>Name: N%</c> or <c>Name: n/d</c>: the share of the name's values that pass, and always the same ones of them, as GoReplay
/// chooses them.
/// </summary>
internal sealed record HashLimit(byte[] Name, int Percent)
{
    private const string Shape = "expected 'name: N%' with N from 0 to 100";
    private const uint FnvOffset = 2166136261;
    private const uint FnvPrime = 16777619;

    public static bool TryParse(string text, out HashLimit value, out string? error)
    {
        int colon = text.LastIndexOf(':');
        string name = colon < 0 ? "" : text[..colon].Trim();
        int percent = name.Length == 0 ? -1 : PercentOf(text[(colon + 1)..].Trim());
        value = new HashLimit(Encoding.UTF8.GetBytes(name), percent);
        error = percent < 0 ? Shape : null;
        return error is null;
    }

    /// <summary>FNV-1a, 32 bits, modulo 100.</summary>
    public bool Passes(ReadOnlySpan<byte> value)
    {
        uint hash = FnvOffset;
        foreach (byte one in value)
        {
            hash = (hash ^ one) * FnvPrime;
        }

        return hash % 100 < Percent;
    }

    /// <summary>-1 where it is no share.</summary>
    private static int PercentOf(string text)
    {
        int slash = text.IndexOf('/', StringComparison.Ordinal);
        if (text.EndsWith('%'))
        {
            return TryNumber(text[..^1], out int percent) && percent <= 100 ? percent : -1;
        }

        return slash > 0 && TryNumber(text[..slash], out int part) && TryNumber(text[(slash + 1)..], out int whole) && whole > 0 && part <= whole
            ? (int)(part * 100L / whole)
            : -1;
    }

    private static bool TryNumber(string text, out int number) =>
        int.TryParse(text, NumberStyles.None, CultureInfo.InvariantCulture, out number);
}
