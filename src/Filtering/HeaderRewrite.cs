using System.Text;
using System.Text.RegularExpressions;

namespace Gor.Filtering;

/// <summary><c>Name: regex,target</c>.</summary>
internal sealed partial record HeaderRewrite(byte[] Name, GoRegex Pattern, GoTemplate Target)
{
    private const string Shape = "Name: regex,target";

    /// <summary>Splits at the first comma that does not stand within the regex, as in <c>a{1,2}</c> or <c>[,;]</c>.</summary>
    public static bool TryParse(string text, out HeaderRewrite value, out string? error)
    {
        value = new HeaderRewrite([], GoRegex.Any, GoTemplate.Empty);
        if (!NamedValue.TrySplit(text, Shape, out string name, out string rest, out error))
        {
            return false;
        }

        string? first = null;
        bool[] isRepeat = new bool[rest.Length];
        foreach (Match repeat in Repeat().Matches(rest))
        {
            isRepeat.AsSpan(repeat.Index, repeat.Length).Fill(true);
        }

        for (int comma = rest.IndexOf(','); comma >= 0; comma = rest.IndexOf(',', comma + 1))
        {
            if (isRepeat[comma])
            {
                continue;
            }

            if (GoRegex.TryParse(rest[..comma], out GoRegex pattern, out error))
            {
                string target = rest[(comma + 1)..];
                error = target.Any(char.IsControl) ? "the target has control characters" : null;
                value = new HeaderRewrite(Encoding.Latin1.GetBytes(name), pattern, GoTemplate.Parse(target, pattern));
                return error is null;
            }

            first ??= error;
        }

        error = first ?? $"expected '{Shape}'";
        return false;
    }

    [GeneratedRegex(@"\{\d+,\d*\}")]
    private static partial Regex Repeat();
}
