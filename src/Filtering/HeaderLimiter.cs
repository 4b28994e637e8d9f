using Gor.Http;

namespace Gor.Filtering;

/// <summary>One <c>--http-header-limiter</c>; requests without the field pass.</summary>
internal sealed class HeaderLimiter(HashLimit limit) : IFilterStep
{
    public Counter? Apply(HttpRequest request)
    {
        int index = request.Fields.IndexOf(limit.Name);
        ReadOnlySpan<byte> value = index < 0 ? [] : request.Fields.Value(index);
        return value.IsEmpty || limit.Passes(value) ? null : Counter.ExchangesFilteredHeaderLimiter;
    }
}
