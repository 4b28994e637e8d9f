using Gor.Http;

namespace Gor.Filtering;

/// <summary>Lets the calls on that the filters pass, with their requests rewritten; a request takes its response along.</summary>
internal sealed class ExchangeFilter(IReadOnlyList<IFilterStep> steps, Counters counters, IExchangeConsumer next) : IExchangeConsumer
{
    private readonly IFilterStep[] _steps = [.. steps];

    public void OnExchange(Exchange exchange)
    {
        if (Refusal(exchange.Request) is { } reason)
        {
            counters.Add(reason);
            exchange.Dispose();
        }
        else
        {
            next.OnExchange(exchange);
        }
    }

    public void OnAlone(Exchange request)
    {
        if (Refusal(request.Request) is not null)
        {
            counters.Add(Counter.RequestsAloneFiltered);
            request.Dispose();
        }
        else
        {
            next.OnAlone(request);
        }
    }

    private Counter? Refusal(HttpRequest request)
    {
        foreach (IFilterStep step in _steps)
        {
            if (step.Apply(request) is { } reason)
            {
                return reason;
            }
        }

        return null;
    }
}
