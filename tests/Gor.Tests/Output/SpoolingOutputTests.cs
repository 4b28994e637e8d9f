using System.Text;
using Gor.Output;
using Gor.Tests.Capture;
using Gor.Tests.Kit;

namespace Gor.Tests.Output;

/// <summary>A destination that is away, and the spool behind it.</summary>
public sealed class SpoolingOutputTests : IDisposable
{
    private static readonly CancellationToken Patient = CancellationToken.None;
    private static readonly CancellationToken AtOnce = new(canceled: true);

    private readonly TemporaryFolder _folder = new();
    private readonly Logged _logged = new();

    public void Dispose() => _folder.Dispose();

    [Fact]
    public async Task Nothing_touches_the_disk_while_the_sink_is_well()
    {
        await using HttpSink sink = await HttpSink.StartAsync();
        await using IOutput output = Open(sink.Url);
        Write(output, 100);
        await output.StopAsync(Patient);
        Assert.Equal("100 = 100 delivered", output.Tally.ToString());
        Assert.Empty(Files());
    }

    [Fact]
    public async Task What_the_sink_does_not_take_goes_to_the_disk_and_comes_back()
    {
        int port = ResurfaceOutputTests.FreePort();
        await using IOutput output = Open($"http://127.0.0.1:{port}/message");
        Write(output, 100);
        await Eventually.TrueAsync(() => output.Tally.Spooled == 100);
        Assert.Equal(100, output.Tally.Spooled + output.Tally.Waiting);

        await using HttpSink sink = await HttpSink.StartAsync(answer: null, port);
        await Eventually.TrueAsync(() => output.Tally.Delivered == 100);
        await output.StopAsync(Patient);
        Assert.Equal("100 = 100 delivered", output.Tally.ToString());
        Assert.Equal(Records(0, 100).Order(), sink.Records.Order());
        Assert.Empty(Files());
    }

    [Fact]
    public async Task A_stop_while_the_sink_is_away_keeps_all_for_the_next_run()
    {
        int port = ResurfaceOutputTests.FreePort();
        await using (IOutput output = Open($"http://127.0.0.1:{port}/message"))
        {
            Write(output, 50);
            await output.StopAsync(Patient);
            Assert.Equal("50 = 50 spooled", output.Tally.ToString());
            Assert.Equal(0, output.Tally.Lost);
        }

        await using HttpSink sink = await HttpSink.StartAsync(answer: null, port);
        await using IOutput next = Open(sink.Url);
        Write(next, 10, from: 50);
        await next.StopAsync(Patient);
        Assert.Equal("10 + 50 recovered = 60 delivered", next.Tally.ToString());
        Assert.Equal(Records(0, 60).Order(), sink.Records.Order());
    }

    [Fact]
    public async Task A_hanging_sink_costs_nothing_at_the_deadline()
    {
        await using HttpSink sink = await HttpSink.StartAsync((_, context) => Task.Delay(Timeout.Infinite, context.RequestAborted));
        await using IOutput output = Open(sink.Url);
        Write(output, 50);
        using var deadline = new CancellationTokenSource(TimeSpan.FromMilliseconds(200));
        await output.StopAsync(deadline.Token);
        Assert.Equal("50 = 50 spooled", output.Tally.ToString());
    }

    [Fact]
    public async Task New_bundles_do_not_wait_behind_all_old_ones()
    {
        int port = ResurfaceOutputTests.FreePort();
        await using (IOutput output = Open($"http://127.0.0.1:{port}/message"))
        {
            Write(output, 400);
            await output.StopAsync(AtOnce);
            Assert.Equal(400, output.Tally.Spooled);
        }

        string[] spooled = [.. Files().Order().SelectMany(file => Encoding.UTF8.GetString(SpoolFile.Read(file)!.Text().Span).Split('\n')[..^1])];

        // Slow enough that both kinds wait.
        await using HttpSink sink = await HttpSink.StartAsync((_, _) => Task.Delay(5), port);
        await using IOutput next = Open(sink.Url);
        Write(next, 40, from: 1000);
        await next.StopAsync(Patient);
        Assert.Equal(440, sink.Records.Count);
        int lastNew = sink.Records.Select((record, i) => (record, i)).Last(pair => IsNew(pair.record)).i;
        Assert.InRange(lastNew, 0, 400);

        // Two POSTs side by side may swap neighbours, not more.
        string[] old = [.. sink.Records.Where(record => !IsNew(record))];
        Assert.All(old.Index(), item => Assert.InRange(Math.Abs(Array.IndexOf(spooled, item.Item) - item.Index), 0, 8));
    }

    [Fact]
    public async Task What_was_refused_is_set_aside()
    {
        await using HttpSink sink = await HttpSink.StartAsync((post, context) => context.Response.StatusCode = post.Text.Contains("\"3\"") ? 400 : 204);
        await using IOutput output = Open(sink.Url);
        Write(output, 8);
        await output.StopAsync(Patient);
        Assert.Equal(2, output.Tally.Rejected);
        Assert.Equal((2, 0), (output.Tally.SetAside, output.Tally.Lost));
        string file = Assert.Single(Directory.GetFiles(_folder.Path, "*.bundle", SearchOption.AllDirectories));
        Assert.Equal("rejected", Path.GetFileName(Path.GetDirectoryName(file)));
        Assert.Contains("[[\"now\",\"3\"]]", Encoding.UTF8.GetString(SpoolFile.Read(file)!.Text().Span));
        Assert.Contains(_logged.Lines, line => line.Contains("2 records rejected and set aside in the spool: 400"));
    }

    [Fact]
    public async Task A_spooled_bundle_that_is_too_large_is_halved()
    {
        int port = ResurfaceOutputTests.FreePort();
        await using (IOutput output = Open($"http://127.0.0.1:{port}/message", options => options with { BundleSize = 1 << 20 }))
        {
            Write(output, 10);
            await output.StopAsync(Patient);
            Assert.Single(Files());
        }

        await using HttpSink sink = await HttpSink.StartAsync(
            (post, context) =>
            {
                context.Response.StatusCode = post.Records.Length > 3 ? 413 : 204;
                return Task.CompletedTask;
            },
            port);
        await using IOutput next = Open(sink.Url);
        await next.StopAsync(Patient);
        Assert.Equal("0 + 10 recovered = 10 delivered", next.Tally.ToString());
        Assert.Equal(Records(0, 10), sink.Records);
        Assert.Empty(Files());
    }

    [Fact]
    public async Task The_rest_of_a_halved_bundle_survives_a_sink_that_goes_away()
    {
        await using HttpSink sink = await HttpSink.StartAsync((post, context) =>
            context.Response.StatusCode = post.Records.Length > 5 ? 413 : post.Text.Contains("\"0\"") ? 204 : 503);
        await using (IOutput output = Open(sink.Url, options => options with { BundleSize = 1 << 20 }))
        {
            Write(output, 10);
            await Eventually.TrueAsync(() => output.Tally.Delivered == 5);
            await output.StopAsync(Patient);
            Assert.Equal("10 = 5 delivered + 5 spooled", output.Tally.ToString());
        }

        Assert.Equal("[[\"now\",\"5\"]]", Encoding.UTF8.GetString(SpoolFile.Read(Assert.Single(Files()))!.Text().Span).Split('\n')[0]);
    }

    [Fact]
    public async Task A_full_spool_lets_the_oldest_go_and_says_so()
    {
        await using IOutput output = Open(
            $"http://127.0.0.1:{ResurfaceOutputTests.FreePort()}/message",
            options => options with { Spool = options.Spool with { Size = 10 * 4096 } });
        Write(output, 100);
        await output.StopAsync(Patient);
        Assert.Equal("100 = 80 gave way + 20 spooled", output.Tally.ToString());
        Assert.Equal(80, output.Tally.Lost);
    }

    [Fact]
    public async Task A_source_that_can_wait_is_held_back_and_only_the_stop_spools()
    {
        await using IOutput output = Open(
            $"http://127.0.0.1:{ResurfaceOutputTests.FreePort()}/message", options => options with { MemoryLimit = 80 }, new BundleQueues(holdBack: true, TimeProvider.System));
        Write(output, 2);
        await Eventually.TrueAsync(() => _logged.Lines.Any(line => line.Contains("wait in memory")));
        Assert.Equal((0, 2), (output.Tally.Spooled, output.Tally.Waiting));
        using var deadline = new CancellationTokenSource(TimeSpan.FromMilliseconds(100));
        await output.StopAsync(deadline.Token);
        Assert.Equal("2 = 2 spooled", output.Tally.ToString());
    }

    [Fact]
    public async Task A_source_that_was_held_back_and_stops_finds_room_in_the_spool()
    {
        var queues = new BundleQueues(holdBack: true, TimeProvider.System);
        await using IOutput output = Open(
            $"http://127.0.0.1:{ResurfaceOutputTests.FreePort()}/message", options => options with { BundleSize = 40, MemoryLimit = 80 }, queues);
        Task writing = Task.Run(() => Write(output, 100));
        await Eventually.TrueAsync(() => output.Tally.Accepted >= 5);
        Assert.False(writing.IsCompleted);
        Assert.Equal(0, output.Tally.Spooled);
        queues.LetGo();
        await writing;
        await output.StopAsync(new CancellationToken(canceled: true));
        Assert.Equal("100 = 100 spooled", output.Tally.ToString());
    }

    [Fact]
    public async Task Records_of_which_nobody_knows_whether_they_arrived_are_counted()
    {
        await using HttpSink sink = await HttpSink.StartAsync((post, context) =>
        {
            if (post.Number == 1)
            {
                context.Abort();
            }
        });
        await using IOutput output = Open(sink.Url, options => options with { BundleSize = 1 << 20 });
        Write(output, 7);
        await Eventually.TrueAsync(() => output.Tally.Delivered == 7);
        await output.StopAsync(Patient);
        Assert.Equal("7 = 7 delivered (7 may have arrived twice)", output.Tally.ToString());
    }

    [Fact]
    public async Task The_same_URL_twice_has_two_spools()
    {
        string url = $"http://127.0.0.1:{ResurfaceOutputTests.FreePort()}/message";
        var options = new OutputOptions { Resurface = [url, url], Spool = new SpoolOptions { Folder = _folder.Path } };
        IReadOnlyList<IOutput> outputs = OutputFactory.Create(options, false, false, new BundleQueues(holdBack: false, TimeProvider.System), _logged.Log);
        foreach (IOutput output in outputs)
        {
            Write(output, 3);
            await output.StopAsync(Patient);
            Assert.Equal("3 = 3 spooled", output.Tally.ToString());
            await output.DisposeAsync();
        }

        Assert.Equal(2, Directory.GetDirectories(_folder.Path).Length);
    }

    private static bool IsNew(string record) => int.Parse(record.Split('"')[3]) >= 1000;

    private static IEnumerable<string> Records(int from, int count) => Enumerable.Range(from, count).Select(i => $"[[\"now\",\"{i}\"]]");

    private static void Write(IOutput output, int count, int from = 0)
    {
        IRecordWriter writer = output.OpenWriter();
        foreach (string record in Records(from, count))
        {
            writer.Write(Encoding.UTF8.GetBytes(record));
        }

        writer.Close();
    }

    /// <summary>What waits in the spool.</summary>
    private string[] Files() => [.. Directory.GetFiles(_folder.Path, "*.bundle", SearchOption.AllDirectories)];

    /// <summary>Bundles of two records, so that there are many.</summary>
    private IOutput Open(string url, Func<OutputOptions, OutputOptions>? change = null, BundleQueues? queues = null)
    {
        var options = new OutputOptions { Resurface = [url], BundleSize = 30, Spool = new SpoolOptions { Folder = _folder.Path } };
        return OutputFactory.Create(change?.Invoke(options) ?? options, false, false, queues ?? new BundleQueues(holdBack: false, TimeProvider.System), _logged.Log).Single();
    }
}
