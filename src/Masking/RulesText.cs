using System.Buffers;

namespace Gor.Masking;

/// <summary>The characters of rules text: white space and line ends are JavaScript's (ECMA-262 sections 12.2 and 12.3).</summary>
internal static class RulesText
{
    public const string Separators = "~!%|/";

    private static readonly SearchValues<char> LineEnds = SearchValues.Create('\n', '\r');

    public static bool IsSpace(char unit) => CharSet.Space.Contains(unit);

    /// <summary>U+2028 and U+2029 end no line of rules, yet neither an expression nor a comment can hold one.</summary>
    public static bool IsLineTerminator(char unit) => unit is '\n' or '\r' or '\u2028' or '\u2029';

    public static bool IsSeparator(char unit) => Separators.Contains(unit);

    public static bool IsBlank(string text) => text.All(IsSpace);

    public static string Trim(string text)
    {
        int start = 0;
        int end = text.Length;
        while (start < end && IsSpace(text[start]))
        {
            start++;
        }

        while (end > start && IsSpace(text[end - 1]))
        {
            end--;
        }

        return text[start..end];
    }

    /// <summary>The lines, ended by CR, LF or both, with their numbers from 1.</summary>
    public static IEnumerable<(int Number, string Line)> Lines(string text)
    {
        int start = 0;
        for (int number = 1; start <= text.Length; number++)
        {
            int length = text.AsSpan(start).IndexOfAny(LineEnds);
            if (length < 0)
            {
                yield return (number, text[start..]);
                yield break;
            }

            yield return (number, text.Substring(start, length));
            start += length;
            start += text[start] == '\r' && start + 1 < text.Length && text[start + 1] == '\n' ? 2 : 1;
        }
    }
}
