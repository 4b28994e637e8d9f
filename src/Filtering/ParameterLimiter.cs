using Gor.Http;

namespace Gor.Filtering;

/// <summary>One <c>--http-param-limiter</c>; requests without the parameter pass.</summary>
internal sealed class ParameterLimiter(HashLimit limit) : IFilterStep
{
    public Counter? Apply(HttpRequest request)
    {
        bool isLimited = QueryParameter.TryFind(request.Target, limit.Name, out Range value) && !limit.Passes(request.Target.AsSpan(value));
        return isLimited ? Counter.ExchangesFilteredParamLimiter : null;
    }
}
