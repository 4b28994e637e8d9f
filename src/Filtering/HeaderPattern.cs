using System.Text;

namespace Gor.Filtering;

/// <summary><c>Name: regex</c>.</summary>
internal sealed record HeaderPattern(byte[] Name, GoRegex Pattern)
{
    public static bool TryParse(string text, out HeaderPattern value, out string? error)
    {
        value = new HeaderPattern([], GoRegex.Any);
        if (!NamedValue.TrySplit(text, "Name: regex", out string name, out string pattern, out error)
            || !GoRegex.TryParse(pattern, out GoRegex regex, out error))
        {
            return false;
        }

        value = new HeaderPattern(Encoding.Latin1.GetBytes(name), regex);
        return true;
    }
}
