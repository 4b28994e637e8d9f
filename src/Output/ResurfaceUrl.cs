using System.IO.Hashing;
using System.Net.Http.Headers;
using System.Text;

namespace Gor.Output;

/// <summary>A destination's URL, taken apart so that its secrets are not where they could be logged.</summary>
internal sealed class ResurfaceUrl
{
    /// <param name="text">An absolute <c>http</c> or <c>https</c> URL.</param>
    public ResurfaceUrl(string text)
    {
        var url = new Uri(text, UriKind.Absolute);
        Target = new UriBuilder(url) { UserName = "", Password = "" }.Uri;
        Name = Target.GetComponents(UriComponents.SchemeAndServer | UriComponents.Path, UriFormat.UriEscaped);
        if (url.UserInfo.Length > 0)
        {
            // RFC 7617: user-id, colon, password, in UTF-8.
            string credentials = Uri.UnescapeDataString(url.UserInfo);
            credentials += url.UserInfo.Contains(':', StringComparison.Ordinal) ? "" : ":";
            Authorization = new AuthenticationHeaderValue("Basic", Convert.ToBase64String(Encoding.UTF8.GetBytes(credentials)));
        }
    }

    /// <summary>Without user and password.</summary>
    public Uri Target { get; }

    public AuthenticationHeaderValue? Authorization { get; }

    /// <summary>For people: without the query, which may hold a key.</summary>
    public string Name { get; }

    /// <summary>
    /// A folder's name: readable, and another for every other URL; a user and a password do not change it.
    /// </summary>
    public string FolderName
    {
        get
        {
            string hash = Convert.ToHexStringLower(XxHash3.Hash(Encoding.UTF8.GetBytes(Target.AbsoluteUri)).AsSpan(0, 4));
            string host = new([.. Target.Authority.Take(100).Select(c => char.IsAsciiLetterOrDigit(c) || c is '.' or '-' ? c : '_')]);
            return $"{host}-{hash}";
        }
    }

    /// <summary>RFC 6454 section 5: the same scheme, host and port.</summary>
    public bool IsSameOrigin(Uri other) =>
        Uri.Compare(Target, other, UriComponents.SchemeAndServer, UriFormat.UriEscaped, StringComparison.OrdinalIgnoreCase) == 0;
}
