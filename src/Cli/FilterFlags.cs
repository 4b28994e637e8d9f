using Gor.Filtering;
using static Gor.Cli.Setting<Gor.Options>;

namespace Gor.Cli;

/// <summary>The flags that choose calls by their requests, and rewrite these; in the order in which they are carried out.</summary>
internal static class FilterFlags
{
    public static IReadOnlyList<Setting<Options>> All { get; } =
    [
        List<string>("http-allow-method", "METHOD", FlagReaders.Method, (filters, method) =>
            filters with { AllowMethods = [.. filters.AllowMethods, method] },
            "Only calls with this method, like GET; case-sensitive."),
        List<NamedValue>("http-set-header", "NAME: VALUE", NamedValue.TryParseHeader, (filters, header) =>
            filters with { SetHeaders = [.. filters.SetHeaders, header] },
            "Set this request header."),
        List<NamedValue>("http-set-param", "NAME=VALUE", NamedValue.TryParseParameter, (filters, parameter) =>
            filters with { SetParameters = [.. filters.SetParameters, parameter] },
            "Set this parameter of the query; written as given, so percent-coded."),
        List<GoRegex>("http-allow-url", "REGEX", GoRegex.TryParse, (filters, url) =>
            filters with { AllowUrls = [.. filters.AllowUrls, url] },
            "Only calls whose path and query match one of these."),
        List<GoRegex>("http-disallow-url", "REGEX", GoRegex.TryParse, (filters, url) =>
            filters with { DisallowUrls = [.. filters.DisallowUrls, url] },
            "No call whose path and query match one of these."),
        List<HeaderPattern>("http-allow-header", "NAME: REGEX", HeaderPattern.TryParse, (filters, header) =>
            filters with { AllowHeaders = [.. filters.AllowHeaders, header] },
            "Only calls whose request headers match all of these."),
        List<HeaderPattern>("http-disallow-header", "NAME: REGEX", HeaderPattern.TryParse, (filters, header) =>
            filters with { DisallowHeaders = [.. filters.DisallowHeaders, header] },
            "No call whose request headers match one of these."),
        List<GoRegex>("http-basic-auth-filter", "REGEX", GoRegex.TryParse, (filters, credentials) =>
            filters with { BasicAuth = [.. filters.BasicAuth, credentials] },
            "Only calls without Basic credentials, or whose user:password matches one of these."),
        List<HashLimit>("http-header-limiter", "NAME: N%", HashLimit.TryParse, (filters, limit) =>
            filters with { HeaderLimits = [.. filters.HeaderLimits, limit] },
            "Only calls with N of 100 values of this request header, always the same ones; calls without it pass."),
        List<HashLimit>("http-param-limiter", "NAME: N%", HashLimit.TryParse, (filters, limit) =>
            filters with { ParameterLimits = [.. filters.ParameterLimits, limit] },
            "The same for a parameter of the query."),
        List<UrlRewrite>("http-rewrite-url", "REGEX:TARGET", UrlRewrite.TryParse, (filters, rewrite) =>
            filters with { UrlRewrites = [.. filters.UrlRewrites, rewrite] },
            "Rewrite path and query by the first of these that matches: \"^/v1/(.*):/v2/$1\"."),
        List<HeaderRewrite>("http-rewrite-header", "NAME: REGEX,TARGET", HeaderRewrite.TryParse, (filters, rewrite) =>
            filters with { HeaderRewrites = [.. filters.HeaderRewrites, rewrite] },
            "Rewrite this request header by each of these that matches: \"Host: (.*).example.com,$1.test\"."),
    ];

    private static Setting<Options> List<T>(string name, string placeholder, FlagReader<T> read, Func<FilterOptions, T, FilterOptions> add, string help) =>
        new(name, placeholder, SetUnlessEmpty(read, (options, value) => options with { Filters = add(options.Filters, value) }))
        {
            Group = FlagGroup.Filters,
            IsList = true,
            MayHoldSecret = name is "http-set-header" or "http-set-param" or "http-allow-header" or "http-disallow-header" or "http-basic-auth-filter"
                or "http-rewrite-header",
            IsEssential = name is "http-allow-url" or "http-disallow-header",
            Help = help,
        };
}
