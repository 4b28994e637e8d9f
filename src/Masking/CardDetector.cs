using System.Text;

namespace Gor.Masking;

/// <summary>
/// Payment card numbers: 12 to 19 digits that begin like those of a known network, have one of its lengths and pass the Luhn check
/// (ISO/IEC 7812-1 annex B). Digits may be set apart by one and the same separator: a blank, a dash, a dot, or a blank as URLs write it.
/// </summary>
internal sealed class CardDetector() : Detector("card")
{
    private const int LeastDigits = 12;
    private const int MostDigits = 19;

    /// <summary>Before the first separator: fewer stand before the thousands of an amount.</summary>
    private const int LeastInGroup = 4;

    private static readonly string[] Separators = [" ", "-", ".", "+", "%20", "\u00A0"];

    /// <summary>The first six digits, from and to, and the numbers of digits, from and to in steps.</summary>
    private static readonly (int From, int To, int Least, int Most, int Step)[] Networks =
    [
        (400000, 499999, 13, 19, 3), // Visa
        (222100, 272099, 16, 16, 1), // Mastercard
        (510000, 559999, 16, 16, 1), // Mastercard
        (340000, 349999, 15, 15, 1), // American Express
        (370000, 379999, 15, 15, 1), // American Express
        (300000, 305999, 14, 19, 1), // Diners Club
        (309500, 309599, 14, 19, 1), // Diners Club
        (360000, 369999, 14, 19, 1), // Diners Club
        (380000, 399999, 14, 19, 1), // Diners Club
        (352800, 358999, 16, 19, 1), // JCB
        (220000, 220499, 16, 19, 1), // Mir
        (500000, 509999, 12, 19, 1), // Maestro
        (560000, 589999, 12, 19, 1), // Maestro
        (600000, 699999, 12, 19, 1), // Discover, UnionPay, RuPay, Maestro
        (817100, 827299, 16, 19, 1), // UnionPay, RuPay
    ];

    public override bool MayBeIn(Detail detail) => detail.IsText ? detail.Text.Length >= LeastDigits : detail.Utf8.Length >= LeastDigits;

    public override string? Mask(string text)
    {
        StringBuilder? masked = null;
        int copied = 0;
        Span<char> digits = stackalloc char[MostDigits];
        for (int i = 0; i < text.Length; i++)
        {
            int offset = text.AsSpan(i).IndexOfAnyInRange('2', '8');
            if (offset < 0)
            {
                break;
            }

            i += offset;
            if (IsWithinNumber(text, i) || EndOfCard(text, i, digits) is not (> 0 and var end) || IsAmount(text, i, end))
            {
                continue;
            }

            masked ??= new StringBuilder(text.Length);
            masked.Append(text, copied, i - copied).Append(IsJsonNumber(text, i, end) ? $"\"{Mark}\"" : Mark);
            copied = end;
            i = end - 1;
        }

        return masked?.Append(text, copied, text.Length - copied).ToString();
    }

    /// <summary>Behind a digit, or behind the decimal point of a number.</summary>
    private static bool IsWithinNumber(string text, int start) => start > 0
        && (char.IsAsciiDigit(text[start - 1]) || (start > 1 && text[start - 1] == '.' && char.IsAsciiDigit(text[start - 2])));

    /// <summary>Where the longest card number that starts here ends; -1 where none does.</summary>
    private static int EndOfCard(string text, int start, Span<char> digits)
    {
        int count = 0;
        int groups = 1;
        int end = -1;
        string? separator = null;
        for (int i = start; i < text.Length && count < MostDigits;)
        {
            if (!char.IsAsciiDigit(text[i]))
            {
                separator ??= SeparatorAt(text, i);
                if (separator is null || count < LeastInGroup || !IsBetweenDigits(text, i, separator))
                {
                    break;
                }

                groups++;
                i += separator.Length;
            }

            digits[count++] = text[i++];
            bool isLastDigit = i == text.Length || !char.IsAsciiDigit(text[i]);
            bool isDecimal = separator == "." && groups == 2;
            if (isLastDigit && !isDecimal && count >= LeastDigits && IsCard(digits[..count]))
            {
                end = i;
            }
        }

        return end;
    }

    private static string? SeparatorAt(string text, int index)
    {
        foreach (string separator in Separators)
        {
            if (text[index] == separator[0])
            {
                return separator;
            }
        }

        return null;
    }

    private static bool IsBetweenDigits(string text, int index, string separator) =>
        string.CompareOrdinal(text, index, separator, 0, separator.Length) == 0
        && index + separator.Length < text.Length
        && char.IsAsciiDigit(text[index + separator.Length]);

    private static bool IsCard(ReadOnlySpan<char> digits)
    {
        int issuer = 0;
        for (int i = 0; i < 6; i++)
        {
            issuer = (issuer * 10) + digits[i] - '0';
        }

        foreach ((int from, int to, int least, int most, int step) in Networks)
        {
            if (issuer >= from && issuer <= to && digits.Length >= least && digits.Length <= most && (digits.Length - least) % step == 0)
            {
                return PassesLuhn(digits);
            }
        }

        return false;
    }

    private static bool PassesLuhn(ReadOnlySpan<char> digits)
    {
        int sum = 0;
        for (int i = 0; i < digits.Length; i++)
        {
            int digit = digits[^(i + 1)] - '0';
            int doubled = digit * 2;
            sum += i % 2 == 0 ? digit : doubled > 9 ? doubled - 9 : doubled;
        }

        return sum % 10 == 0;
    }

    /// <summary>A number of JSON with a sign, a fraction or an exponent.</summary>
    private static bool IsAmount(string text, int start, int end)
    {
        int first = start > 0 && text[start - 1] == '-' ? start - 1 : start;
        int last = end;
        while (last < text.Length && (char.IsAsciiDigit(text[last]) || text[last] is '.' or 'e' or 'E' or '+' or '-'))
        {
            last++;
        }

        return (first < start || last > end) && IsJsonNumber(text, first, last);
    }

    /// <summary>True for a bare value of a JSON member or element: its mark needs quotes, or the text is JSON no longer.</summary>
    private static bool IsJsonNumber(string text, int start, int end)
    {
        ReadOnlySpan<char> before = text.AsSpan(0, start).TrimEnd();
        ReadOnlySpan<char> after = text.AsSpan(end).TrimStart();
        return before.Length > 0 && before[^1] is ':' or '[' or ',' && after.Length > 0 && after[0] is ',' or '}' or ']'
            && (before[^1] != ':' || before.TrimEnd(':').TrimEnd().EndsWith("\""));
    }
}
