using Gor.Filtering;
using Gor.Http;
using Gor.Tests.Masking;

namespace Gor.Tests.Filtering;

public sealed class CallRateFilterTests
{
    private const long SecondNs = 1_000_000_000;

    private readonly Counters _counters = new();
    private readonly List<ushort> _passed = [];

    [Fact]
    public void Lets_so_many_calls_of_a_second_pass()
    {
        IReadOnlyList<CallRate> rates = CallRate.Of([new InputRate([80], 3)]);
        for (long second = 0; second < 2; second++)
        {
            for (int i = 0; i < 10; i++)
            {
                Pass(rates, 80, second * SecondNs + i);
            }
        }

        // It started in the first second and ends late.
        Pass(rates, 80, 5);
        Assert.Equal(6, _passed.Count);
        Assert.Equal(15, _counters[Counter.ExchangesFilteredInputLimit]);
    }

    [Fact]
    public void Leaves_other_inputs_whole()
    {
        IReadOnlyList<CallRate> rates = CallRate.Of([new InputRate([80], 1), new InputRate([81], null), new InputRate([82], 1), new InputRate([82], null)]);
        for (int i = 0; i < 10; i++)
        {
            foreach (ushort port in (ushort[])[80, 81, 82, 83])
            {
                Pass(rates, port, i);
            }
        }

        Assert.Equal([1, 10, 10, 10], ((ushort[])[80, 81, 82, 83]).Select(port => _passed.Count(other => other == port)));
    }

    [Fact]
    public void Is_nothing_where_no_input_has_a_rate() => Assert.Empty(CallRate.Of([new InputRate([80], null)]));

    private void Pass(IReadOnlyList<CallRate> rates, ushort port, long timestampNs)
    {
        Exchange exchange = new SampleExchange { ServerPort = port }.Make();
        exchange.Request.FirstTimestampNs = timestampNs;
        new CallRateFilter(rates, _counters, new Passed(_passed)).OnExchange(exchange);
    }

    private sealed class Passed(List<ushort> ports) : IExchangeConsumer
    {
        public void OnExchange(Exchange exchange)
        {
            ports.Add(exchange.Key.Destination.Port);
            exchange.Dispose();
        }
    }
}
