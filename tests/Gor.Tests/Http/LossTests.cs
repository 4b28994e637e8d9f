namespace Gor.Tests.Http;

/// <summary>What a listener that misses segments makes of conversations whose truth is known.</summary>
public class LossTests(ITestOutputHelper output)
{
    private const int Conversations = 400;
    private const int Calls = 12;

    /// <param name="least">Calls found, in percent of all: what cannot be proven is left out, the rest must be found again.</param>
    [Theory]
    [InlineData(ClientManner.KeepAlive, 0, 100)]
    [InlineData(ClientManner.KeepAlive, 0.001, 99)]
    [InlineData(ClientManner.KeepAlive, 0.01, 95)]
    [InlineData(ClientManner.KeepAlive, 0.05, 80)]
    [InlineData(ClientManner.KeepAlive, 0.2, 40)]
    [InlineData(ClientManner.Batches, 0, 100)]
    [InlineData(ClientManner.Batches, 0.001, 97)]
    [InlineData(ClientManner.Batches, 0.01, 75)]
    [InlineData(ClientManner.Batches, 0.05, 35)]
    [InlineData(ClientManner.Batches, 0.2, 5)]
    [InlineData(ClientManner.Window, 0, 100)]
    [InlineData(ClientManner.Window, 0.001, 97)]
    [InlineData(ClientManner.Window, 0.01, 75)]
    [InlineData(ClientManner.Window, 0.05, 35)]
    [InlineData(ClientManner.Window, 0.2, 5)]
    public void Pairs_no_strangers_whatever_is_lost(ClientManner manner, double loss, int least)
    {
        int found = 0;
        int truncated = 0;
        for (int seed = 1; seed <= Conversations; seed++)
        {
            var simulation = new Simulation(seed, manner, loss, Calls);
            Assert.True(simulation.Wrong.Count == 0, $"seed {seed}: {string.Join(", ", simulation.Wrong)}");
            AssertBalanced(simulation);
            found += simulation.Found;
            truncated += simulation.Truncated;
        }

        output.WriteLine($"{manner}, {loss:p1} lost: {found} of {Conversations * Calls} calls, {truncated} of them truncated");
        Assert.True(found * 100 >= least * Conversations * Calls, $"{found} found");
        Assert.True(loss > 0 || truncated == 0);
    }

    private static void AssertBalanced(Simulation simulation)
    {
        var ledger = new Ledger([simulation.Counters], []);
        simulation.Counters.Add(Counter.BytesPayload, simulation.BytesFed);
        Assert.All(
            Ledger.Equations.Where(equation => equation.Name is "payload bytes" or "requests" or "responses"),
            equation => Assert.True(equation.Difference(ledger) == 0, ledger.ToString()));
        Assert.Equal(simulation.Found, simulation.Counters[Counter.ExchangesFormed]);
    }
}
