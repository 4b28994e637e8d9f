using System.Globalization;

namespace Gor.Cli;

/// <summary>Where messages go to over a network, with a limit behind <c>|</c> if need be.</summary>
internal static class RemoteAddress
{
    /// <summary><c>HOST:PORT</c>; an IPv6 address in brackets.</summary>
    public static bool TryParseTcp(string text, out LimitedAddress value, out string? error)
    {
        if (!LimitedAddress.TryParse(text, out value, out error))
        {
            return false;
        }

        int colon = value.Address.LastIndexOf(':');
        string host = colon < 0 ? "" : value.Address[..colon];
        bool isHost = Uri.CheckHostName(host.Trim('[', ']')) is not UriHostNameType.Unknown && host.Contains(':', StringComparison.Ordinal) == host.StartsWith('[');
        bool isPort = ushort.TryParse(value.Address.AsSpan(colon + 1), NumberStyles.None, CultureInfo.InvariantCulture, out ushort port) && port > 0;
        error = isHost && isPort ? null : "expected HOST:PORT, like gor.example:28020, 10.0.0.5:28020 or [::1]:28020";
        return error is null;
    }

    /// <summary><c>ws://…</c> or <c>wss://…</c>; without a scheme it is <c>ws</c>.</summary>
    public static bool TryParseWebSocket(string text, out LimitedAddress value, out string? error) =>
        TryParseUrl(text, "ws", "expected ws://HOST[:PORT]/PATH or wss://…", out value, out error);

    /// <summary><c>http://…</c> or <c>https://…</c>; without a scheme it is <c>http</c>.</summary>
    public static bool TryParseHttp(string text, out LimitedAddress value, out string? error) =>
        TryParseUrl(text, "http", "expected http://HOST[:PORT] or https://…", out value, out error);

    /// <param name="scheme">The one without TLS; with an s behind, the one with it.</param>
    private static bool TryParseUrl(string text, string scheme, string forms, out LimitedAddress value, out string? error)
    {
        if (!LimitedAddress.TryParse(text, out value, out error))
        {
            return false;
        }

        string url = value.Address.Contains("://", StringComparison.Ordinal) ? value.Address : $"{scheme}://{value.Address}";
        bool isUrl = Uri.TryCreate(url, UriKind.Absolute, out Uri? uri) && (uri.Scheme == scheme || uri.Scheme == $"{scheme}s")
            && uri.Host.Length > 0 && uri.Port > 0 && uri.Fragment.Length == 0;
        value = value with { Address = url };
        error = isUrl ? null : forms;
        return isUrl;
    }
}
