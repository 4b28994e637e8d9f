using System.Globalization;
using System.Text;
using System.Text.RegularExpressions;

namespace Gor.Filtering;

/// <summary>
/// A replacement as Go's Expand reads it: <c>$1</c>, <c>${1}</c>, <c>$name</c>, <c>$$</c>. A name is as long as it can be, so
/// <c>$1x</c> is the group 1x; a group that there is not is empty.
/// </summary>
internal sealed class GoTemplate
{
    /// <summary>Literal text, or the number of a group.</summary>
    private readonly record struct Part(string Literal, int Group);

    private readonly List<Part> _parts = [];

    public static GoTemplate Empty { get; } = new();

    public string Text { get; private init; } = "";

    public static GoTemplate Parse(string text, GoRegex pattern)
    {
        var template = new GoTemplate { Text = text };
        int at = 0;
        while (at < text.Length)
        {
            int dollar = text.IndexOf('$', at);
            int stop = dollar < 0 ? text.Length : dollar;
            template.AddLiteral(text[at..stop]);
            at = dollar < 0 ? stop : template.AddReference(text, dollar, pattern);
        }

        return template;
    }

    /// <param name="encoding">Of the text that is matched; what stands in the template is UTF-8 in any case.</param>
    public void Expand(Match match, Encoding encoding, StringBuilder target)
    {
        foreach (Part part in _parts)
        {
            if (part.Group < 0)
            {
                target.Append(encoding == Encoding.Latin1 ? Encoding.Latin1.GetString(Encoding.UTF8.GetBytes(part.Literal)) : part.Literal);
            }
            else
            {
                target.Append(match.Groups[part.Group].ValueSpan);
            }
        }
    }

    public override string ToString() => Text;

    private void AddLiteral(string text)
    {
        if (text.Length > 0)
        {
            _parts.Add(new Part(text, -1));
        }
    }

    /// <returns>Where the text behind the reference begins.</returns>
    private int AddReference(string text, int dollar, GoRegex pattern)
    {
        int start = dollar + 1;
        if (start < text.Length && text[start] == '$')
        {
            AddLiteral("$");
            return start + 1;
        }

        bool isBraced = start < text.Length && text[start] == '{';
        int nameStart = isBraced ? start + 1 : start;
        int end = nameStart;
        while (end < text.Length && (char.IsLetterOrDigit(text[end]) || text[end] == '_'))
        {
            end++;
        }

        bool isClosed = !isBraced || (end < text.Length && text[end] == '}');
        if (end == nameStart || !isClosed)
        {
            AddLiteral("$");
            return start;
        }

        string name = text[nameStart..end];
        int group = int.TryParse(name, NumberStyles.None, CultureInfo.InvariantCulture, out int number) ? number : IndexOf(pattern, name);
        if (group >= 0 && group < pattern.GroupNames.Count)
        {
            _parts.Add(new Part("", group));
        }

        return isBraced ? end + 1 : end;
    }

    private static int IndexOf(GoRegex pattern, string name)
    {
        for (int i = 1; i < pattern.GroupNames.Count; i++)
        {
            if (pattern.GroupNames[i] == name)
            {
                return i;
            }
        }

        return -1;
    }
}
