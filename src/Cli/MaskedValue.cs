namespace Gor.Cli;

/// <summary>The value of a flag as it may be passed on: without credentials, header values and the queries of URLs.</summary>
internal static class MaskedValue
{
    private const string Mask = "***";

    public static bool Hides(Flag flag, string text) => Of(flag, text) != text;

    public static string Of(Flag flag, string text) => flag.IsPassword ? (text.Length == 0 ? "" : Mask) : flag.IsSecret || flag.MayHoldSecret ? OfSecret(text) : OfUrl(text);

    /// <summary><c>Name: value</c> and <c>name=value</c> keep their names; the path of <c>Name: @FILE</c> is no secret.</summary>
    private static string OfSecret(string text)
    {
        int end = text.AsSpan().IndexOfAny(':', '=');
        string value = end < 0 ? text : text[(end + 1)..].Trim();
        return value.Length == 0 || value.StartsWith('@') && value.Length > 1 ? text
            : end < 0 ? Mask
            : $"{text[..(end + 1)]}{(text[end] == ':' ? " " : "")}{Mask}";
    }

    private static string OfUrl(string text)
    {
        string masked = Quoted.WithoutCredentials(text);
        int query = masked.IndexOf('?', StringComparison.Ordinal);
        bool isUrl = masked.StartsWith("http", StringComparison.OrdinalIgnoreCase) && masked.Contains("://", StringComparison.Ordinal);
        return isUrl && query >= 0 && query < masked.Length - 1 ? $"{masked[..(query + 1)]}{Mask}" : masked;
    }
}
