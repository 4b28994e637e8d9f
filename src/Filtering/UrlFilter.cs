using Gor.Http;

namespace Gor.Filtering;

/// <summary><c>--http-allow-url</c> and <c>--http-disallow-url</c>: patterns on the request target, of which any may match.</summary>
internal sealed class UrlFilter(IReadOnlyList<GoRegex> patterns, bool passesMatches, Counter refusal) : IFilterStep
{
    private readonly GoRegex[] _patterns = [.. patterns];

    public Counter? Apply(HttpRequest request) =>
        Array.Exists(_patterns, pattern => pattern.IsMatch(request.Target)) == passesMatches ? null : refusal;
}
