using System.Buffers;
using System.Text;

namespace Gor.Cli;

/// <summary>A word of a command line as a shell would read it again, on one line, without the secrets of a URL.</summary>
internal static class ShellWord
{
    private static readonly SearchValues<char> PlainCharacters =
        SearchValues.Create("abcdefghijklmnopqrstuvwxyzABCDEFGHIJKLMNOPQRSTUVWXYZ0123456789-_./:,%@=+");

    public static string Of(string word)
    {
        string text = WithoutQuery(Quoted.WithoutCredentials(word));
        if (text.Length > 0 && !text.AsSpan().ContainsAnyExcept(PlainCharacters))
        {
            return text;
        }

        return text.Any(char.IsControl) ? $"$'{Escaped(text)}'" : $"'{text.Replace("'", "'\\''", StringComparison.Ordinal)}'";
    }

    /// <summary>Of a URL: it may hold a key.</summary>
    private static string WithoutQuery(string text)
    {
        bool isUrl = text.StartsWith("http://", StringComparison.OrdinalIgnoreCase) || text.StartsWith("https://", StringComparison.OrdinalIgnoreCase);
        int query = text.IndexOf('?', StringComparison.Ordinal);
        return isUrl && query >= 0 ? $"{text[..query]}?***" : text;
    }

    /// <summary>For bash, ksh, zsh and POSIX shells since 2024.</summary>
    private static string Escaped(string text)
    {
        var escaped = new StringBuilder();
        foreach (char c in text)
        {
            escaped.Append(c switch
            {
                '\n' => "\\n",
                '\r' => "\\r",
                '\t' => "\\t",
                '\\' or '\'' => $"\\{c}",
                _ when char.IsControl(c) => $"\\x{(int)c:x2}",
                _ => c.ToString(),
            });
        }

        return escaped.ToString();
    }
}
