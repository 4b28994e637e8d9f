using System.Buffers;
using System.Text;

namespace Gor.Filtering;

/// <summary>A header field or a parameter of the query, and what it is set to.</summary>
internal sealed record NamedValue(byte[] Name, byte[] Value)
{
    // RFC 9110, section 5.6.2.
    private static readonly SearchValues<char> TokenCharacters =
        SearchValues.Create("!#$%&'*+-.^_`|~0123456789ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz");

    /// <summary><c>Name: value</c>.</summary>
    public static bool TryParseHeader(string text, out NamedValue value, out string? error)
    {
        bool isSplit = TrySplit(text, "Name: value", out string name, out string content, out error);
        if (isSplit && content.Any(char.IsControl))
        {
            error = "the value has control characters";
        }

        value = new NamedValue(Encoding.Latin1.GetBytes(name), Encoding.UTF8.GetBytes(content));
        return error is null;
    }

    /// <summary><c>name=value</c>, both as they shall stand in the query.</summary>
    public static bool TryParseParameter(string text, out NamedValue value, out string? error)
    {
        int equals = text.IndexOf('=', StringComparison.Ordinal);
        error = equals <= 0 ? "expected name=value"
            : text.Any(c => char.IsControl(c) || c is ' ' or '#') ? "a blank, # or control character cannot stand in a query; write %20, %23"
            : null;
        value = error is null
            ? new NamedValue(Encoding.UTF8.GetBytes(text[..equals]), Encoding.UTF8.GetBytes(text[(equals + 1)..]))
            : new NamedValue([], []);
        return error is null;
    }

    /// <summary>Splits at the first colon; both parts are trimmed, and the name must be one of a field.</summary>
    /// <param name="shape">For the error.</param>
    public static bool TrySplit(string text, string shape, out string name, out string rest, out string? error)
    {
        int colon = text.IndexOf(':', StringComparison.Ordinal);
        name = colon < 0 ? "" : text[..colon].Trim();
        rest = text[(colon + 1)..].Trim();
        error = colon < 0 ? $"expected '{shape}'"
            : name.Length == 0 || name.AsSpan().ContainsAnyExcept(TokenCharacters) ? $"expected '{shape}', with the name of a header field"
            : null;
        return error is null;
    }
}
