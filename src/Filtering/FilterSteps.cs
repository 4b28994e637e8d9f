namespace Gor.Filtering;

/// <summary>GoReplay's order: what sets values comes first, so that filters see them; what rewrites comes last.</summary>
internal static class FilterSteps
{
    /// <summary>Only what the options ask for; empty where they ask for nothing.</summary>
    public static IReadOnlyList<IFilterStep> Of(FilterOptions options) =>
    [
        .. If(options.AllowMethods, methods => new MethodFilter(methods)),
        .. options.SetHeaders.Select(header => new HeaderSetter(header)),
        .. options.SetParameters.Select(parameter => new ParameterSetter(parameter)),
        .. If(options.AllowUrls, urls => new UrlFilter(urls, passesMatches: true, Counter.ExchangesFilteredAllowUrl)),
        .. If(options.DisallowUrls, urls => new UrlFilter(urls, passesMatches: false, Counter.ExchangesFilteredDisallowUrl)),
        .. options.AllowHeaders.Select(header => new HeaderFilter(header, passesMatches: true, Counter.ExchangesFilteredAllowHeader)),
        .. options.DisallowHeaders.Select(header => new HeaderFilter(header, passesMatches: false, Counter.ExchangesFilteredDisallowHeader)),
        .. If(options.BasicAuth, patterns => new BasicAuthFilter(patterns)),
        .. options.HeaderLimits.Select(limit => new HeaderLimiter(limit)),
        .. options.ParameterLimits.Select(limit => new ParameterLimiter(limit)),
        .. If(options.UrlRewrites, rewrites => new UrlRewriter(rewrites)),
        .. options.HeaderRewrites.Select(rewrite => new HeaderRewriter(rewrite)),
    ];

    private static IEnumerable<IFilterStep> If<T>(IReadOnlyList<T> values, Func<IReadOnlyList<T>, IFilterStep> make) =>
        values.Count == 0 ? [] : [make(values)];
}
