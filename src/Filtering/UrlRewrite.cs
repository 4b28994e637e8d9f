namespace Gor.Filtering;

/// <summary><c>regex:target</c>, with <c>$1</c>, <c>${1}</c> and <c>$name</c> in the target.</summary>
internal sealed record UrlRewrite(GoRegex Pattern, GoTemplate Target)
{
    /// <summary>Splits at the first colon that does not stand within the regex, as in <c>(?:a|b)</c>: where what is before is one.</summary>
    public static bool TryParse(string text, out UrlRewrite value, out string? error)
    {
        value = new UrlRewrite(GoRegex.Any, GoTemplate.Empty);
        error = "expected regex:target, like ^/v1/(.*):/v2/$1";
        string? first = null;
        for (int colon = text.IndexOf(':'); colon > 0; colon = text.IndexOf(':', colon + 1))
        {
            if (GoRegex.TryParse(text[..colon], out GoRegex pattern, out error))
            {
                string target = text[(colon + 1)..];
                error = target.Any(c => char.IsControl(c) || c == ' ') ? "a blank or control character cannot stand in a URL; write %20" : null;
                value = new UrlRewrite(pattern, GoTemplate.Parse(target, pattern));
                return error is null;
            }

            first ??= error;
        }

        error = first ?? error;
        return false;
    }
}
