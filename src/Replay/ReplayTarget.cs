using System.Globalization;
using System.Net;
using System.Net.Http.Headers;
using System.Text;

namespace Gor.Replay;

/// <summary>
/// Makes of a taped request one for the server of <c>--output-http</c>: method, target and version as they were captured, the other
/// host's name in Host, unless that shall stay.
/// </summary>
/// <param name="keepsHost">Host as it was captured.</param>
internal sealed class ReplayTarget(Uri url, bool keepsHost)
{
    // What is sent is what was captured: dots, percent signs and letters of a path are not to be tidied up.
    private static readonly UriCreationOptions Verbatim = new() { DangerousDisablePathAndQueryCanonicalization = true };

    private readonly string _origin = url.GetComponents(UriComponents.SchemeAndServer, UriFormat.UriEscaped);
    private readonly string? _fixed = url.PathAndQuery == "/" ? null : url.PathAndQuery;
    private readonly AuthenticationHeaderValue? _credentials = url.UserInfo.Length == 0 ? null
        : new AuthenticationHeaderValue("Basic", Convert.ToBase64String(Encoding.UTF8.GetBytes(Uri.UnescapeDataString(url.UserInfo))));

    /// <summary>False for CONNECT and <c>OPTIONS *</c>, which are about a connection, and for what has no target.</summary>
    public static bool Takes(TapedRequest request) => request.Method != "CONNECT" && request.Target is not ("*" or "");

    public HttpRequestMessage Request(TapedRequest taped)
    {
        var request = new HttpRequestMessage(new HttpMethod(taped.Method), new Uri(_origin + (_fixed ?? PathOf(taped.Target)), Verbatim))
        {
            Version = taped.MinorVersion == 0 ? HttpVersion.Version10 : HttpVersion.Version11,
            VersionPolicy = HttpVersionPolicy.RequestVersionExact,
        };
        bool hasBody = taped.Body.Length > 0 || taped.Fields.Any(field => IsFraming(field.Name));
        request.Content = hasBody ? new ReadOnlyMemoryContent(taped.Body) : null;
        foreach ((string name, string value) in taped.Fields)
        {
            if (Is(name, "Content-Length") || (Is(name, "Host") && !keepsHost) || (Is(name, "Authorization") && _credentials is not null))
            {
                continue;
            }

            if (!request.Headers.TryAddWithoutValidation(name, value))
            {
                // Fields that describe content need some, if only an empty one.
                request.Content ??= new ReadOnlyMemoryContent(ReadOnlyMemory<byte>.Empty);
                request.Content.Headers.TryAddWithoutValidation(name, value);
            }
        }

        request.Headers.Authorization = _credentials ?? request.Headers.Authorization;
        return request;
    }

    private static bool IsFraming(string name) => Is(name, "Content-Length") || Is(name, "Transfer-Encoding");

    private static bool Is(string name, string other) => name.Equals(other, StringComparison.OrdinalIgnoreCase);

    /// <summary>Path and query; of an absolute target without its origin. What no target may hold is percent-coded.</summary>
    private static string PathOf(string target)
    {
        int authority = target.IndexOf("://", StringComparison.Ordinal);
        int query = target.IndexOf('?', StringComparison.Ordinal);
        if (authority > 0 && (query < 0 || authority < query) && !target.StartsWith('/'))
        {
            int path = target.AsSpan(authority + 3).IndexOfAny('/', '?');
            target = path < 0 ? "/" : target[(authority + 3 + path)..];
        }

        target = target.StartsWith('/') ? target : $"/{target}";
        return target.All(IsPlain) ? target
            : string.Concat(target.Select(letter => IsPlain(letter) ? letter.ToString() : string.Create(CultureInfo.InvariantCulture, $"%{(int)letter:X2}")));
    }

    private static bool IsPlain(char letter) => letter is > ' ' and < '\x7f';
}
