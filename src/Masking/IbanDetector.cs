using System.Collections.Frozen;
using System.Text;

namespace Gor.Masking;

/// <summary>
/// International bank account numbers: a country of the IBAN registry, its length, and the checksum (ISO 13616, ISO 7064 MOD 97-10).
/// Upper or lower case; groups may be set apart by one and the same separator.
/// </summary>
internal sealed class IbanDetector() : Detector("iban")
{
    private const int LeastLength = 15;

    private static readonly string[] Separators = [" ", "-", "+", "%20", "\u00A0"];

    /// <summary>Characters of the account numbers of each country.</summary>
    private static readonly FrozenDictionary<string, int> Lengths = (
        "AD24 AE23 AL28 AT20 AZ28 BA20 BE16 BG22 BH22 BI27 BR29 BY28 CH21 CR22 CY28 CZ24 DE22 DJ27 DK18 DO28 EE20 EG29 ES24 FI18 FK18 "
        + "FO18 FR27 GB22 GE22 GI23 GL18 GR27 GT28 HN28 HR21 HU28 IE22 IL23 IQ23 IS26 IT27 JO30 KW30 KZ20 LB28 LC32 LI21 LT20 LU20 LV21 "
        + "LY25 MC27 MD24 ME22 MK19 MN20 MR27 MT31 MU30 NI28 NL18 NO15 OM23 PK24 PL28 PS29 PT25 QA29 RO24 RS22 RU33 SA24 SC31 SD18 SE24 "
        + "SI19 SK24 SM27 SO23 ST25 SV28 TL23 TN24 TR26 UA29 VA22 VG24 XK20 YE30")
        .Split(' ')
        .ToFrozenDictionary(entry => entry[..2], entry => int.Parse(entry.AsSpan(2), System.Globalization.CultureInfo.InvariantCulture));

    public override bool MayBeIn(Detail detail) => detail.IsText ? detail.Text.Length >= LeastLength : detail.Utf8.Length >= LeastLength;

    public override string? Mask(string text)
    {
        StringBuilder? masked = null;
        int copied = 0;
        for (int i = 0; i + 4 < text.Length; i++)
        {
            // Two digits behind two letters are rare: look for them first.
            int digit = text.AsSpan(i + 2).IndexOfAnyInRange('0', '9');
            if (digit < 0 || i + digit + 4 >= text.Length)
            {
                break;
            }

            i += digit;
            bool mayStart = char.IsAsciiDigit(text[i + 3]) && char.IsAsciiLetter(text[i]) && char.IsAsciiLetter(text[i + 1]);
            if (!mayStart || IsBehindWord(text, i) || EndOfIban(text, i) is not (> 0 and var end))
            {
                continue;
            }

            masked ??= new StringBuilder(text.Length);
            masked.Append(text, copied, i - copied).Append(Mark);
            copied = end;
            i = end - 1;
        }

        return masked?.Append(text, copied, text.Length - copied).ToString();
    }

    /// <summary>A letter or digit just before; but not the last of an escape, as in <c>%3D</c> or <c>\n</c>.</summary>
    private static bool IsBehindWord(string text, int start) =>
        start > 0 && char.IsAsciiLetterOrDigit(text[start - 1]) && !DetectorChecks.IsEscape(text, start);

    /// <returns>-1 where no number starts here.</returns>
    private static int EndOfIban(string text, int start)
    {
        if (!Lengths.TryGetValue(text.Substring(start, 2).ToUpperInvariant(), out int length))
        {
            return -1;
        }

        Span<char> number = stackalloc char[length];
        string? separator = null;
        int count = 0;
        int i = start;
        while (count < length)
        {
            if (i >= text.Length)
            {
                return -1;
            }

            if (!char.IsAsciiLetterOrDigit(text[i]))
            {
                separator ??= Array.Find(Separators, candidate => candidate[0] == text[i]);
                bool isHere = separator is not null && string.CompareOrdinal(text, i, separator, 0, separator.Length) == 0;
                if (!isHere || i + separator!.Length >= text.Length || !char.IsAsciiLetterOrDigit(text[i + separator.Length]))
                {
                    return -1;
                }

                i += separator.Length;
            }

            number[count++] = char.ToUpperInvariant(text[i++]);
        }

        bool isEnd = i == text.Length || !char.IsAsciiLetterOrDigit(text[i]);
        return isEnd && HasChecksum(number) ? i : -1;
    }

    private static bool HasChecksum(ReadOnlySpan<char> number)
    {
        int remainder = 0;
        for (int i = 0; i < number.Length; i++)
        {
            char unit = number[(i + 4) % number.Length];
            remainder = char.IsAsciiDigit(unit)
                ? ((remainder * 10) + unit - '0') % 97
                : ((remainder * 100) + unit - 'A' + 10) % 97;
        }

        return remainder == 1;
    }
}
