using Gor.Http;

namespace Gor.Filtering;

/// <summary>Lets as many calls on as the inputs' rates allow; what an input without a rate means passes.</summary>
internal sealed class CallRateFilter(IReadOnlyList<CallRate> rates, Counters counters, IExchangeConsumer next) : IExchangeConsumer
{
    public void OnExchange(Exchange exchange)
    {
        if (IsAllowed(exchange))
        {
            next.OnExchange(exchange);
        }
        else
        {
            counters.Add(Counter.ExchangesFilteredInputLimit);
            exchange.Dispose();
        }
    }

    public void OnAlone(Exchange request)
    {
        if (IsAllowed(request))
        {
            next.OnAlone(request);
        }
        else
        {
            counters.Add(Counter.RequestsAloneFiltered);
            request.Dispose();
        }
    }

    private bool IsAllowed(Exchange exchange)
    {
        if (exchange.Key.Destination.Address.IsMade)
        {
            // A taped call is none of --input-raw.
            return true;
        }

        bool isMeant = false;
        foreach (CallRate rate in rates)
        {
            if (rate.Means(exchange.Key.Destination.Port))
            {
                isMeant = true;
                if (rate.TryTake(exchange.Request.FirstTimestampNs))
                {
                    return true;
                }
            }
        }

        return !isMeant;
    }
}
