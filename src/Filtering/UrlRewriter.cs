using Gor.Http;

namespace Gor.Filtering;

/// <summary><c>--http-rewrite-url</c>: the first rule that matches the request target rewrites it, and no other.</summary>
internal sealed class UrlRewriter(IReadOnlyList<UrlRewrite> rewrites) : IFilterStep
{
    public Counter? Apply(HttpRequest request)
    {
        foreach (UrlRewrite rewrite in rewrites)
        {
            if (rewrite.Pattern.Replace(request.Target, rewrite.Target) is { } replaced)
            {
                request.Target = replaced.Length > 0 ? replaced : "/"u8.ToArray();
                return null;
            }
        }

        return null;
    }
}
