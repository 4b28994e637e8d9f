namespace Gor.Masking;

/// <summary>
/// What <c>copy_session_field</c> copies: a sniffer sees no session, but the request's cookies (resurface.md section 2.4).
/// </summary>
internal static class SessionFields
{
    private const string CookieField = "request_header:cookie";
    private const string Behind = "now";

    /// <summary>Adds a pair for each cookie whose lower-cased name is wanted, before <c>now</c>, in the order of the cookies.</summary>
    public static void Copy(Details details, Func<string, bool> isWanted)
    {
        var copies = new List<Detail>();
        foreach (Detail field in details.Items.Where(detail => detail.Name == CookieField))
        {
            foreach (string cookie in field.Text.Split(';'))
            {
                (string name, string value) = Read(cookie);
                if (name.Length > 0 && value.Length > 0 && isWanted(name))
                {
                    copies.Add(new Detail($"session_field:{name}", value));
                }
            }
        }

        int at = details.Items.FindIndex(detail => detail.Name == Behind);
        details.Items.InsertRange(at < 0 ? details.Items.Count : at, copies);
    }

    /// <summary>The cookie-pair of RFC 6265 section 4.2.1, the value without surrounding quotes.</summary>
    private static (string Name, string Value) Read(string cookie)
    {
        int equals = cookie.IndexOf('=');
        if (equals < 0)
        {
            return ("", "");
        }

        string value = cookie[(equals + 1)..].Trim();
        bool isQuoted = value.Length > 1 && value[0] == '"' && value[^1] == '"';
        return (cookie[..equals].Trim().ToLowerInvariant(), isQuoted ? value[1..^1] : value);
    }
}
