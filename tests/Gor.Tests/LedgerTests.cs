using Gor.Output;

namespace Gor.Tests;

public sealed class LedgerTests
{
    [Fact]
    public void EveryCounterIsInOneEquationAtMost()
    {
        Counter[] counted = [.. Ledger.Equations.SelectMany(equation => equation.Ends)];
        Assert.Equal(counted.Distinct(), counted);
    }

    [Theory]
    [InlineData(Counter.PacketsReceived, "packets_received")]
    [InlineData(Counter.PacketsIgnoredNotTcp, "packets_ignored_not_tcp")]
    [InlineData(Counter.BytesNotHttpHttp2, "bytes_not_http_http2")]
    [InlineData(Counter.Requests, "requests")]
    public void NamesAreThoseOfTheMembers(object counter, string name)
    {
        Assert.Equal(name, Ledger.NameOf((Counter)counter));
    }

    [Fact]
    public void SumsTheThreads()
    {
        var ledger = new Ledger([], []);
        ledger.NewBlock().Add(Counter.PacketsReceived, 2);
        ledger.NewBlock().Add(Counter.PacketsReceived, 3);
        Assert.Equal(5, ledger[Counter.PacketsReceived]);
    }

    [Fact]
    public void IsBalancedWhereEverythingHasAnEnd()
    {
        var ledger = new Ledger([], []);
        Counters counters = ledger.NewBlock();
        Assert.True(ledger.IsBalanced);
        counters.Add(Counter.PacketsReceived, 2);
        Assert.False(ledger.IsBalanced);
        Assert.Contains("NOT BALANCED", ledger.ToString(), StringComparison.Ordinal);
        Assert.Contains("(off by 2)", ledger.ToString(), StringComparison.Ordinal);
        counters.Add(Counter.PacketsIgnoredNotIp, 2);
        Assert.True(ledger.IsBalanced);
        Assert.Contains("2 = 2 packets_ignored_not_ip", ledger.ToString(), StringComparison.Ordinal);
    }

    [Fact]
    public void AnOutputThatMissesRecordsUnbalancesIt()
    {
        var output = new NullOutput();
        var ledger = new Ledger([], [output]);
        Counters counters = ledger.NewBlock();
        counters.Add(Counter.ExchangesFormed);
        counters.Add(Counter.ExchangesRecorded);
        Assert.False(ledger.IsBalanced);
        output.Tally.AddAccepted(1);
        Assert.False(ledger.IsBalanced);
        output.Tally.AddDelivered(1);
        Assert.True(ledger.IsBalanced);
    }

    [Fact]
    public void WhatStandsBesideIsTold()
    {
        var ledger = new Ledger([], []);
        ledger.NewBlock().Add(Counter.BytesGap, 7);
        Assert.True(ledger.IsBalanced);
        Assert.Contains("7 bytes_gap", ledger.ToString(), StringComparison.Ordinal);
    }
}
