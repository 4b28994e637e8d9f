using System.Runtime.CompilerServices;
using System.Text;

namespace Gor.Masking;

/// <summary>
/// The replacement of a <c>replace</c> rule: GetSubstitution of ECMA-262 section 22.1.3.19. Knows <c>$$</c>, <c>$&amp;</c>,
/// <c>$`</c>, <c>$'</c>, <c>$1</c> to <c>$99</c> where the group exists, and <c>$&lt;name&gt;</c> where the pattern has named
/// groups; anything else is itself.
/// </summary>
internal sealed class Template
{
    private const int WholeMatch = 0;
    private const int BeforeMatch = -1;
    private const int AfterMatch = -2;

    private readonly Part[] _parts;

    /// <param name="Literal">Null for a piece of the text that was searched.</param>
    /// <param name="Source">Which piece: a group's number or one of the constants above.</param>
    private sealed record Part(string? Literal, int Source)
    {
        public byte[] Utf8 { get; } = Encoding.UTF8.GetBytes(Literal ?? "");
    }

    /// <param name="names">The numbers of the pattern's named groups.</param>
    public Template(string text, int groupCount, IReadOnlyDictionary<string, int> names)
    {
        Text = text;
        var parts = new List<Part>();
        var literal = new StringBuilder();
        int at = 0;
        while (at < text.Length)
        {
            if (text[at] != '$' || ReadReference(text, ref at, groupCount, names) is not { } part)
            {
                literal.Append(text[at++]);
            }
            else if (part.Literal is not null)
            {
                literal.Append(part.Literal);
            }
            else
            {
                Flush(literal, parts);
                parts.Add(part);
            }
        }

        Flush(literal, parts);
        _parts = [.. parts];
        IsUtf8 = parts.TrueForAll(part => part.Literal is null || Encoding.UTF8.GetString(part.Utf8) == part.Literal);
        Groups = parts.Where(part => part is { Literal: null, Source: > 0 }).Select(part => part.Source).ToHashSet();
    }

    public string Text { get; }

    /// <summary>False where a part of its own is no UTF-8: half of a surrogate pair.</summary>
    public bool IsUtf8 { get; }

    /// <summary>The groups whose captures are needed, by their number in the pattern.</summary>
    public IReadOnlySet<int> Groups { get; }

    /// <param name="text">What was searched.</param>
    /// <returns>How much was appended.</returns>
    public int AppendTo(ref DefaultInterpolatedStringHandler output, string text, in PatternMatch match)
    {
        int length = 0;
        foreach (Part part in _parts)
        {
            ReadOnlySpan<char> piece = part switch
            {
                { Literal: { } literal } => literal,
                { Source: WholeMatch } => text.AsSpan(match.Start, match.End - match.Start),
                { Source: BeforeMatch } => text.AsSpan(0, match.Start),
                { Source: AfterMatch } => text.AsSpan(match.End),
                _ => text.AsSpan()[match.GroupAt(part.Source)],
            };
            output.AppendFormatted(piece);
            length += piece.Length;
        }

        return length;
    }

    /// <param name="text">What was searched, in UTF-8.</param>
    public void AppendTo(Utf8Room output, ReadOnlySpan<byte> text, in PatternMatch match)
    {
        foreach (Part part in _parts)
        {
            output.Append(part switch
            {
                { Literal: not null } => part.Utf8,
                { Source: WholeMatch } => text[match.Start..match.End],
                { Source: BeforeMatch } => text[..match.Start],
                { Source: AfterMatch } => text[match.End..],
                _ => text[match.GroupAt(part.Source)],
            });
        }
    }

    /// <param name="at">A dollar; moved behind what belongs to it. Not moved where the dollar is an ordinary character.</param>
    private static Part? ReadReference(string text, ref int at, int groupCount, IReadOnlyDictionary<string, int> names)
    {
        char kind = at + 1 < text.Length ? text[at + 1] : '\0';
        (Part? part, int length) = kind switch
        {
            '$' => (new Part("$", 0), 2),
            '&' => (new Part(null, WholeMatch), 2),
            '`' => (new Part(null, BeforeMatch), 2),
            '\'' => (new Part(null, AfterMatch), 2),
            >= '0' and <= '9' => ReadNumber(text, at, groupCount),
            '<' when names.Count > 0 => ReadName(text, at, names),
            _ => (null, 0),
        };
        at += length;
        return part;
    }

    /// <summary>Two digits where that group exists, else one.</summary>
    private static (Part? Part, int Length) ReadNumber(string text, int at, int groupCount)
    {
        int one = text[at + 1] - '0';
        int two = at + 2 < text.Length && char.IsAsciiDigit(text[at + 2]) ? (one * 10) + text[at + 2] - '0' : 0;
        if (two >= 1 && two <= groupCount)
        {
            return (new Part(null, two), 3);
        }

        return one >= 1 && one <= groupCount ? (new Part(null, one), 2) : (null, 0);
    }

    private static (Part? Part, int Length) ReadName(string text, int at, IReadOnlyDictionary<string, int> names)
    {
        int end = text.IndexOf('>', at);
        if (end < 0)
        {
            return (null, 0);
        }

        Part part = names.TryGetValue(text[(at + 2)..end], out int number) ? new Part(null, number) : new Part("", 0);
        return (part, end + 1 - at);
    }

    private static void Flush(StringBuilder literal, List<Part> parts)
    {
        if (literal.Length > 0)
        {
            parts.Add(new Part(literal.ToString(), 0));
            literal.Clear();
        }
    }
}
