namespace Gor.Tests;

public class FirstLookTests
{
    [Theory]
    [InlineData("no packet has matched")]
    [InlineData("none of 3 packets is a TCP segment", nameof(Counter.PacketsReceived))]
    [InlineData("encrypted (TLS)", nameof(Counter.PacketsReceived), nameof(Counter.PacketsDecoded), nameof(Counter.BytesPayload), nameof(Counter.BytesNotHttpTls))]
    [InlineData("HTTP/2", nameof(Counter.PacketsReceived), nameof(Counter.PacketsDecoded), nameof(Counter.BytesPayload), nameof(Counter.BytesNotHttpHttp2))]
    [InlineData("only requests", nameof(Counter.PacketsReceived), nameof(Counter.PacketsDecoded), nameof(Counter.BytesPayload), nameof(Counter.Requests))]
    [InlineData("only responses", nameof(Counter.PacketsReceived), nameof(Counter.PacketsDecoded), nameof(Counter.BytesPayload), nameof(Counter.Responses))]
    [InlineData("none has content", nameof(Counter.PacketsReceived), nameof(Counter.PacketsDecoded))]
    [InlineData("carry no HTTP/1", nameof(Counter.PacketsReceived), nameof(Counter.PacketsDecoded), nameof(Counter.BytesPayload))]
    public void Says_what_was_seen(string expected, params string[] seen) => Assert.Contains(expected, FirstLook.Explain(LedgerOf(seen)));

    [Fact]
    public void Says_nothing_where_there_are_calls() =>
        Assert.Null(FirstLook.Explain(LedgerOf([nameof(Counter.PacketsReceived), nameof(Counter.PacketsDecoded), nameof(Counter.BytesPayload), nameof(Counter.ExchangesFormed)])));

    private static Ledger LedgerOf(string[] seen)
    {
        var ledger = new Ledger([], []);
        Counters block = ledger.NewBlock();
        foreach (string name in seen)
        {
            block.Add(Enum.Parse<Counter>(name), 3);
        }

        return ledger;
    }
}
