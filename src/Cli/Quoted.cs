using System.Text;

namespace Gor.Cli;

/// <summary>A value within an error: in quotes, on one line, of bearable length, without the credentials of a URL.</summary>
internal static class Quoted
{
    private const int LongestValue = 120;

    public static string Value(string text)
    {
        var quoted = new StringBuilder("\"");
        foreach (char c in WithoutCredentials(text))
        {
            if (quoted.Length > LongestValue)
            {
                quoted.Append('…');
                break;
            }

            quoted.Append(c switch
            {
                '\n' => "\\n",
                '\r' => "\\r",
                '\t' => "\\t",
                _ when char.IsControl(c) => "\ufffd",
                _ => c.ToString(),
            });
        }

        return quoted.Append('"').ToString();
    }

    /// <summary>RFC 3986, section 3.2.1: userinfo stands between <c>//</c> and the last <c>@</c> before the path.</summary>
    public static string WithoutCredentials(string text)
    {
        int start = text.IndexOf("//", StringComparison.Ordinal) + 2;
        if (start < 2)
        {
            return text;
        }

        int length = text.AsSpan(start).IndexOfAny('/', '?', '#');
        string authority = length < 0 ? text[start..] : text.Substring(start, length);
        int at = authority.LastIndexOf('@');
        return at < 0 ? text : $"{text[..start]}***{text[(start + at)..]}";
    }
}
