namespace Gor.Filtering;

/// <summary>Which calls go on, and what of their requests is changed, in the order in which it is done.</summary>
internal sealed record FilterOptions
{
    /// <summary>One for each input; looked at before all others.</summary>
    public IReadOnlyList<InputRate> InputRates { get; init; } = [];

    public IReadOnlyList<string> AllowMethods { get; init; } = [];

    public IReadOnlyList<NamedValue> SetHeaders { get; init; } = [];

    public IReadOnlyList<NamedValue> SetParameters { get; init; } = [];

    public IReadOnlyList<GoRegex> AllowUrls { get; init; } = [];

    public IReadOnlyList<GoRegex> DisallowUrls { get; init; } = [];

    public IReadOnlyList<HeaderPattern> AllowHeaders { get; init; } = [];

    public IReadOnlyList<HeaderPattern> DisallowHeaders { get; init; } = [];

    public IReadOnlyList<GoRegex> BasicAuth { get; init; } = [];

    public IReadOnlyList<HashLimit> HeaderLimits { get; init; } = [];

    public IReadOnlyList<HashLimit> ParameterLimits { get; init; } = [];

    public IReadOnlyList<UrlRewrite> UrlRewrites { get; init; } = [];

    public IReadOnlyList<HeaderRewrite> HeaderRewrites { get; init; } = [];
}
