using System.Buffers;
using System.Text;
using System.Text.RegularExpressions;
using System.Text.Unicode;

namespace Gor.Filtering;

/// <summary>
/// A pattern in the syntax of Go's regexp package (RE2), matched anywhere and in time linear in the text. The text is UTF-8 where it is
/// valid, else Latin-1. Shared by all threads.
/// </summary>
internal sealed class GoRegex
{
    private readonly Regex _regex;

    private GoRegex(string text, Regex regex, IReadOnlyList<string> groupNames)
    {
        Text = text;
        _regex = regex;
        GroupNames = groupNames;
    }

    public static GoRegex Any { get; } = TryParse("", out GoRegex any, out _) ? any : throw new InvalidOperationException();

    /// <summary>As it was given.</summary>
    public string Text { get; }

    /// <summary>By group number; empty where the group has none. The first is the whole match.</summary>
    public IReadOnlyList<string> GroupNames { get; }

    /// <summary>A reader for flags.</summary>
    public static bool TryParse(string text, out GoRegex value, out string? error)
    {
        value = Any;
        try
        {
            var translator = new GoPatternTranslator(text);
            string pattern = translator.Translate();
            value = new GoRegex(text, new Regex(pattern, RegexOptions.NonBacktracking | RegexOptions.CultureInvariant), translator.GroupNames);
            error = null;
        }
        catch (GoPatternException e)
        {
            error = $"not a regular expression of Go's: {e.Message}";
        }
        catch (RegexParseException e)
        {
            error = $"not a regular expression of Go's: {Reason(e.Error)}";
        }
        catch (NotSupportedException)
        {
            error = "the regular expression is too large: its repeats multiply to too many steps";
        }

        return error is null;
    }

    public bool IsMatch(ReadOnlySpan<byte> bytes)
    {
        char[] rented = ArrayPool<char>.Shared.Rent(bytes.Length);
        int length = EncodingOf(bytes).GetChars(bytes, rented);
        bool isMatch = _regex.IsMatch(rented.AsSpan(0, length));
        ArrayPool<char>.Shared.Return(rented);
        return isMatch;
    }

    /// <summary>Replaces every match, as Go's ReplaceAll does; null where there is none.</summary>
    public byte[]? Replace(ReadOnlySpan<byte> bytes, GoTemplate template)
    {
        Encoding encoding = EncodingOf(bytes);
        string text = encoding.GetString(bytes);
        Match match = _regex.Match(text);
        if (!match.Success)
        {
            return null;
        }

        var replaced = new StringBuilder();
        int end = 0;
        for (bool isFirst = true; match.Success; match = match.NextMatch(), isFirst = false)
        {
            // An empty match just behind another one is none.
            if (match.Length == 0 && match.Index == end && !isFirst)
            {
                continue;
            }

            replaced.Append(text, end, match.Index - end);
            template.Expand(match, encoding, replaced);
            end = match.Index + match.Length;
        }

        return encoding.GetBytes(replaced.Append(text, end, text.Length - end).ToString());
    }

    public override string ToString() => Text;

    private static Encoding EncodingOf(ReadOnlySpan<byte> bytes) => Utf8.IsValid(bytes) ? Encoding.UTF8 : Encoding.Latin1;

    private static string Reason(RegexParseError error) => error switch
    {
        RegexParseError.InsufficientClosingParentheses => "a closing ) is missing",
        RegexParseError.InsufficientOpeningParentheses => "an opening ( is missing",
        RegexParseError.NestedQuantifiersNotParenthesized => "a repeat of a repeat needs a group: (?:a*)*",
        RegexParseError.QuantifierAfterNothing => "there is nothing to repeat",
        RegexParseError.ReversedQuantifierRange => "a repeat's bounds are the wrong way round",
        RegexParseError.ReversedCharacterRange => "a range of characters is the wrong way round",
        _ => error.ToString(),
    };
}
