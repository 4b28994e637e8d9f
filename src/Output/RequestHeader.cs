using System.Buffers;

namespace Gor.Output;

/// <summary>A field that each POST carries; the value may be a secret.</summary>
internal sealed record RequestHeader(string Name, string Value)
{
    /// <summary>RFC 9110 section 5.6.2.</summary>
    private static readonly SearchValues<char> TokenCharacters =
        SearchValues.Create("!#$%&'*+-.^_`|~0123456789abcdefghijklmnopqrstuvwxyzABCDEFGHIJKLMNOPQRSTUVWXYZ");

    private static readonly string[] SetByGor =
        ["Content-Type", "Content-Encoding", "Content-Length", "Transfer-Encoding", "Connection", "Expect"];

    /// <summary>Reads <c>Name: value</c>, or <c>Name: @FILE</c> for a value that shall not stand on a command line.</summary>
    /// <param name="error">Never shows the value.</param>
    public static bool TryParse(string text, out RequestHeader value, out string? error)
    {
        int colon = text.IndexOf(':', StringComparison.Ordinal);
        value = new RequestHeader(colon < 0 ? "" : text[..colon], text[(colon + 1)..].Trim());
        error = value.Name.Length == 0 || value.Name.AsSpan().ContainsAnyExcept(TokenCharacters)
                ? "expected 'Name: value' or 'Name: @FILE'"
            : SetByGor.Contains(value.Name, StringComparer.OrdinalIgnoreCase) ? $"{value.Name} is set by gor itself; drop it"
            : null;
        if (error is null && value.Value.StartsWith('@'))
        {
            error = TryReadFile(value.Value[1..], out string content);
            value = value with { Value = content };
        }

        if (error is null && (value.Value.Length == 0 || value.Value.Any(char.IsControl)))
        {
            error = "the value is empty or has control characters";
        }

        return error is null;
    }

    public override string ToString() => Name;

    private static string? TryReadFile(string path, out string content)
    {
        content = "";
        try
        {
            content = File.ReadAllText(path).Trim();
            return null;
        }
        catch (Exception e) when (e is IOException or UnauthorizedAccessException or ArgumentException)
        {
            return $"the file {path} cannot be read: {e.Message}";
        }
    }
}
