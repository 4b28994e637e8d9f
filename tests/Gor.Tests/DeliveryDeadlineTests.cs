using System.Diagnostics;
using Gor.Output;
using Gor.Tests.Kit;

namespace Gor.Tests;

public class DeliveryDeadlineTests
{
    private static readonly TimeSpan Short = TimeSpan.FromMilliseconds(600);

    [Fact]
    public async Task After_a_signal_it_comes_whatever_is_delivered()
    {
        await using var output = new NullOutput();
        using var deadline = new DeliveryDeadline([output], Short, new CancellationToken(canceled: true));
        await Eventually.TrueAsync(() =>
        {
            output.Write([]);
            return deadline.Token.IsCancellationRequested;
        });
    }

    [Fact]
    public async Task After_the_end_of_a_file_it_waits_as_long_as_deliveries_go_on()
    {
        await using var output = new NullOutput();
        using var deadline = new DeliveryDeadline([output], Short, CancellationToken.None);
        var watch = Stopwatch.StartNew();
        await Eventually.TrueAsync(() =>
        {
            output.Write([]);
            return watch.Elapsed > 3 * Short;
        });
        Assert.False(deadline.Token.IsCancellationRequested);
        await Eventually.TrueAsync(() => deadline.Token.IsCancellationRequested);
    }

    [Fact]
    public async Task A_signal_while_a_files_calls_are_delivered_sets_it()
    {
        await using var output = new NullOutput();
        using var stop = new CancellationTokenSource();
        using var deadline = new DeliveryDeadline([output], Short, stop.Token);
        await stop.CancelAsync();
        await Eventually.TrueAsync(() =>
        {
            output.Write([]);
            return deadline.Token.IsCancellationRequested;
        });
    }
}
