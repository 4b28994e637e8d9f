namespace Gor.Replay;

/// <summary>How outputs that go over a network are called, without credentials.</summary>
internal static class RemoteName
{
    public static string OfTcp(string address) => $"tcp://{address}";

    /// <summary>Scheme, authority without a user, and path; no query, which may hold a key.</summary>
    public static string OfUrl(Uri url) => url.GetComponents(UriComponents.SchemeAndServer | UriComponents.Path, UriFormat.UriEscaped);
}
