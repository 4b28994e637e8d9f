using System.Net;

namespace Gor.Cli;

/// <summary>One value of <c>--output-resurface</c>: <c>http://…</c>, <c>https://…</c>, <c>file:///…</c>, <c>*.ndjson</c> or <c>-</c>.</summary>
internal static class OutputAddress
{
    private const string Forms =
        "expected http://HOST[:PORT]/PATH, https://…, file:///PATH, a path that ends in .ndjson, or - for stdout";

    /// <summary>A reader for flags and variables: the value is the text itself, once it is known to be of one of the forms.</summary>
    public static bool TryParse(string text, out string value, out string? error)
    {
        value = text;
        error = text.Contains('|', StringComparison.Ordinal)
            ? "an address holds no |; a limit behind one is for --output-resurface"
            : SchemeOf(text) switch
            {
                "http" or "https" => CheckUrl(text),
                "file" => CheckFile(text),
                "" => CheckPath(text),
                string scheme => $"the scheme {scheme} is unknown; {Forms}",
            };
        return error is null;
    }

    /// <summary>
    /// True where records would cross a network in clear text, which the rule <c>allow_http_url</c> must permit: <c>http://</c> to
    /// another host than this one.
    /// </summary>
    public static bool NeedsAllowHttpUrl(string text) =>
        Uri.TryCreate(text, UriKind.Absolute, out Uri? url) && url.Scheme == Uri.UriSchemeHttp && url.Host != "localhost"
        && !(IPAddress.TryParse(url.DnsSafeHost, out IPAddress? address) && IPAddress.IsLoopback(address));

    /// <summary>The same, and a limit behind <c>|</c> if need be.</summary>
    public static bool TryParseLimited(string text, out LimitedAddress value, out string? error) =>
        LimitedAddress.TryParse(text, out value, out error) && TryParse(value.Address, out _, out error);

    private static string SchemeOf(string text)
    {
        int end = text.IndexOf("://", StringComparison.Ordinal);
        return end < 0 ? "" : text[..end].ToLowerInvariant();
    }

    private static string? CheckUrl(string text)
    {
        bool valid = Uri.TryCreate(text, UriKind.Absolute, out Uri? url) && url.Host.Length > 0 && url.Port > 0;
        return !valid ? "not a URL; expected http://HOST[:PORT]/PATH, with a port up to 65535"
            : url!.Fragment.Length > 0 ? "a URL to post to has no #fragment; drop it"
            : null;
    }

    private static string? CheckFile(string text)
    {
        bool valid = Uri.TryCreate(text, UriKind.Absolute, out Uri? url) && url.Host.Length == 0 && !text.EndsWith('/');
        return valid ? null : "expected file:/// (three slashes) and the absolute path of a file";
    }

    private static string? CheckPath(string text) =>
        text == "-" || text.EndsWith(".ndjson", StringComparison.OrdinalIgnoreCase) ? null
        : LooksLikeHost(text) ? $"the scheme is missing; write http://{text}"
        : Forms;

    /// <summary><c>localhost:4001/message</c>, <c>resurface/message</c>.</summary>
    private static bool LooksLikeHost(string text) =>
        text.Length > 0 && char.IsAsciiLetterOrDigit(text[0]) && Uri.TryCreate($"http://{text}", UriKind.Absolute, out _)
        && text.AsSpan().IndexOfAny(':', '/') > 0;
}
