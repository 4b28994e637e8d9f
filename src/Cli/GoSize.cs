using System.Globalization;

namespace Gor.Cli;

/// <summary>
/// A number of bytes as GoReplay writes it: a Go integer and <c>kb</c>, <c>mb</c>, <c>gb</c> or <c>tb</c> (1024-based, any case).
/// Also what its documentation promises and its code refuses: <c>k</c>, <c>m</c>, <c>g</c>, <c>t</c>, and decimal fractions.
/// </summary>
internal static class GoSize
{
    private const string Shape = "expected a size in bytes, like 65536, 256k, 32mb or 1.5g";

    public static bool TryParse(string text, out long value, out string? error)
    {
        value = 0;
        ReadOnlySpan<char> number = text;
        if (text.Length > 1 && char.ToLowerInvariant(text[^1]) == 'b' && UnitShift(text[^2]) > 0)
        {
            number = number[..^1];
        }

        int shift = number.IsEmpty ? 0 : UnitShift(number[^1]);
        number = shift > 0 ? number[..^1] : number;

        if (shift > 0 && number.Contains('.'))
        {
            bool isFraction = decimal.TryParse(number, NumberStyles.AllowDecimalPoint, CultureInfo.InvariantCulture, out decimal units);
            error = !isFraction ? Shape : units > long.MaxValue >> shift ? "the size is too large" : null;
            value = error is null ? (long)(units * (1L << shift)) : 0;
            return error is null;
        }

        bool valid = GoInteger.TryParseMagnitude(number, out long count);
        error = !valid ? Shape : count > long.MaxValue >> shift ? "the size is too large" : null;
        value = error is null ? count << shift : 0;
        return error is null;
    }

    private static int UnitShift(char unit) => char.ToLowerInvariant(unit) switch
    {
        'k' => 10,
        'm' => 20,
        'g' => 30,
        't' => 40,
        _ => 0,
    };
}
