using System.Net;
using System.Net.Sockets;
using System.Text;
using Gor.Output;
using Gor.Tests.Kit;
using Microsoft.AspNetCore.Http;

namespace Gor.Tests.Output;

public sealed class ResurfaceOutputTests
{
    private static readonly CancellationToken Patient = CancellationToken.None;

    private readonly Logged _logged = new();

    [Fact]
    public async Task Posts_what_Resurface_documents()
    {
        await using HttpSink sink = await HttpSink.StartAsync();
        await using IOutput output = Open(sink.Url);
        Write(output, 3);
        await output.StopAsync(Patient);

        PostSeen post = Assert.Single(sink.Posts);
        Assert.Equal("/message", post.Path);
        Assert.Equal("application/ndjson; charset=UTF-8", post.Headers["Content-Type"]);
        Assert.Equal("deflated", post.Headers["Content-Encoding"]);
        Assert.Matches(@"^Resurface/\d+\.\d+\.\d+ \(gor\)$", post.Headers["User-Agent"]);
        Assert.Equal(post.Body.Length.ToString(), post.Headers["Content-Length"]);
        Assert.Equal("[[\"now\",\"0\"]]\n[[\"now\",\"1\"]]\n[[\"now\",\"2\"]]\n", post.Text);
        Assert.Equal("3 = 3 delivered", output.Tally.ToString());
    }

    [Fact]
    public async Task Posts_plain_text_where_compression_is_skipped()
    {
        await using HttpSink sink = await HttpSink.StartAsync();
        await using IOutput output = Open(sink.Url, skipCompression: true);
        Write(output, 2);
        await output.StopAsync(Patient);

        PostSeen post = Assert.Single(sink.Posts);
        Assert.False(post.Headers.ContainsKey("Content-Encoding"));
        Assert.Equal("[[\"now\",\"0\"]]\n[[\"now\",\"1\"]]\n", Encoding.UTF8.GetString(post.Body));
    }

    [Fact]
    public async Task Sends_an_old_bundle_without_waiting_for_a_full_one()
    {
        await using HttpSink sink = await HttpSink.StartAsync();
        await using IOutput output = Open(sink.Url, options => options with { BundleAge = TimeSpan.FromMilliseconds(1) });
        IRecordWriter writer = output.OpenWriter();
        writer.Write("[[\"now\",\"0\"]]"u8);
        await Eventually.TrueAsync(() =>
        {
            writer.Tick(isBehind: false);
            return output.Tally.Delivered == 1;
        });
        writer.Close();
        await output.StopAsync(Patient);
    }

    [Fact]
    public async Task Tries_again_until_a_sink_that_was_away_is_there()
    {
        int port = FreePort();
        await using IOutput output = Open($"http://127.0.0.1:{port}/message");
        Write(output, 5);
        await Eventually.TrueAsync(() => _logged.Lines.Any(line => line.Contains("Connection refused")));
        Assert.Equal(5, output.Tally.Waiting);

        await using HttpSink sink = await HttpSink.StartAsync(answer: null, port);
        await output.StopAsync(Patient);
        Assert.Equal("5 = 5 delivered", output.Tally.ToString());
        Assert.Equal(Records(5), sink.Records);
        Assert.Contains(_logged.Lines, line => line.Contains("takes records again"));
    }

    [Theory]
    [InlineData(408)]
    [InlineData(429)]
    [InlineData(500)]
    [InlineData(503)]
    public async Task Tries_again_where_the_status_says_later(int status)
    {
        await using HttpSink sink = await HttpSink.StartAsync((post, context) =>
            context.Response.StatusCode = post.Number <= 2 ? status : 204);
        await using IOutput output = Open(sink.Url);
        Write(output, 4);
        await output.StopAsync(Patient);
        Assert.Equal("4 = 4 delivered", output.Tally.ToString());
        Assert.Equal(3, sink.Posts.Count);
        Assert.Equal(Records(4), sink.Records);
    }

    [Fact]
    public async Task Takes_any_2xx_for_success()
    {
        await using HttpSink sink = await HttpSink.StartAsync(async (_, context) =>
        {
            context.Response.StatusCode = 200;
            await context.Response.WriteAsync("thank you");
        });
        await using IOutput output = Open(sink.Url);
        Write(output, 4);
        await output.StopAsync(Patient);
        Assert.Equal("4 = 4 delivered", output.Tally.ToString());
    }

    [Fact]
    public async Task Tries_again_where_the_sink_hangs()
    {
        await using HttpSink sink = await HttpSink.StartAsync((post, context) =>
            post.Number == 1 ? Task.Delay(Timeout.Infinite, context.RequestAborted) : Task.CompletedTask);
        await using IOutput output = Open(sink.Url, options => options with { RequestTimeout = TimeSpan.FromMilliseconds(300) });
        Write(output, 4);
        await output.StopAsync(Patient);
        Assert.Equal("4 = 4 delivered (4 may have arrived twice)", output.Tally.ToString());
        Assert.Contains(_logged.Lines, line => line.Contains("no answer within 0.3 s"));
    }

    [Fact]
    public async Task Tries_again_where_the_sink_closes_half_way()
    {
        await using HttpSink sink = await HttpSink.StartAsync((post, context) =>
        {
            if (post.Number == 1)
            {
                context.Response.StatusCode = 500;
                context.Abort();
            }
        });
        await using IOutput output = Open(sink.Url);
        Write(output, 4);
        await output.StopAsync(Patient);
        Assert.Equal("4 = 4 delivered (4 may have arrived twice)", output.Tally.ToString());
        Assert.Equal(Records(4), sink.Records);
    }

    [Fact]
    public async Task Halves_what_is_too_large_and_rejects_the_record_that_still_is()
    {
        await using HttpSink sink = await HttpSink.StartAsync((post, context) =>
            context.Response.StatusCode = post.Records.Length > 3 || post.Text.Contains("\"6\"") ? 413 : 204);
        await using IOutput output = Open(sink.Url);
        Write(output, 10);
        await output.StopAsync(Patient);
        Assert.Equal("10 = 9 delivered + 1 rejected", output.Tally.ToString());
        Assert.Equal(Records(10).Where(record => !record.Contains("\"6\"")), sink.Records);
    }

    [Fact]
    public async Task Rejects_what_is_refused_four_times_and_says_why()
    {
        await using HttpSink sink = await HttpSink.StartAsync(async (_, context) =>
        {
            context.Response.StatusCode = 400;
            await context.Response.WriteAsync("line 1:\nnot a record " + new string('x', 500));
        });
        await using IOutput output = Open(sink.Url);
        Write(output, 4);
        await output.StopAsync(Patient);
        Assert.Equal("4 = 4 rejected", output.Tally.ToString());
        Assert.Equal(4, sink.Posts.Count);
        string line = Assert.Single(_logged.Lines, line => line.StartsWith("Error"));
        Assert.Contains("4 records rejected: 400 line 1: not a record xxx", line);
        Assert.DoesNotContain(new string('x', 190), line);
    }

    [Fact]
    public async Task Delivers_what_is_refused_only_once()
    {
        await using HttpSink sink = await HttpSink.StartAsync((post, context) =>
            context.Response.StatusCode = post.Number % 3 == 1 ? 400 : 204);
        await using IOutput output = Open(sink.Url, options => options with { BundleSize = 40 });
        Write(output, 12);
        await output.StopAsync(Patient);
        Assert.Equal("12 = 12 delivered", output.Tally.ToString());
        Assert.Equal(Records(12).Order(), sink.Records.Order());
    }

    [Theory]
    [InlineData(301)]
    [InlineData(302)]
    [InlineData(307)]
    [InlineData(308)]
    public async Task Follows_a_redirect_to_the_same_origin(int status)
    {
        await using HttpSink sink = await HttpSink.StartAsync((post, context) =>
        {
            if (post.Path == "/message")
            {
                context.Response.StatusCode = status;
                context.Response.Headers.Location = "/elsewhere";
            }
        });
        await using IOutput output = Open(sink.Url);
        Write(output, 4);
        await output.StopAsync(Patient);
        Assert.Equal("4 = 4 delivered", output.Tally.ToString());
        Assert.Equal(Records(4), sink.Records);
    }

    [Fact]
    public async Task Follows_no_redirect_to_another_origin()
    {
        await using HttpSink other = await HttpSink.StartAsync();
        await using HttpSink sink = await HttpSink.StartAsync((_, context) =>
        {
            context.Response.StatusCode = 307;
            context.Response.Headers.Location = other.Url;
        });
        await using IOutput output = Open(sink.Url);
        Write(output, 4);
        await output.StopAsync(Patient);
        Assert.Equal("4 = 4 rejected", output.Tally.ToString());
        Assert.Empty(other.Posts);
        Assert.Contains(_logged.Lines, line => line.Contains("another origin"));
    }

    [Fact]
    public async Task Ends_a_circle_of_redirects()
    {
        await using HttpSink sink = await HttpSink.StartAsync((_, context) =>
        {
            context.Response.StatusCode = 308;
            context.Response.Headers.Location = "/message";
        });
        await using IOutput output = Open(sink.Url);
        Write(output, 4);
        await output.StopAsync(Patient);
        Assert.Equal("4 = 4 rejected", output.Tally.ToString());
    }

    [Fact]
    public async Task Obeys_Retry_After()
    {
        var times = new List<DateTime>();
        await using HttpSink sink = await HttpSink.StartAsync((post, context) =>
        {
            times.Add(DateTime.UtcNow);
            if (post.Number == 1)
            {
                context.Response.StatusCode = 429;
                context.Response.Headers.RetryAfter = "1";
            }
        });
        await using IOutput output = Open(sink.Url);
        Write(output, 4);
        await Eventually.TrueAsync(() => output.Tally.Waiting == 0);
        await output.StopAsync(Patient);
        Assert.Equal("4 = 4 delivered", output.Tally.ToString());
        Assert.InRange((times[1] - times[0]).TotalSeconds, 0.95, 10);
    }

    [Fact]
    public async Task Gives_up_at_the_deadline_and_counts_it()
    {
        await using IOutput output = Open($"http://127.0.0.1:{FreePort()}/message", options => options with { BundleSize = 40 });
        Write(output, 12);
        using var deadline = new CancellationTokenSource(TimeSpan.FromMilliseconds(200));
        await output.StopAsync(deadline.Token);
        Assert.Equal("12 = 12 given up", output.Tally.ToString());
        Assert.Contains(_logged.Lines, line => line.Contains("given up"));
    }

    [Fact]
    public async Task Breaks_a_hanging_post_at_the_deadline()
    {
        await using HttpSink sink = await HttpSink.StartAsync((_, context) => Task.Delay(Timeout.Infinite, context.RequestAborted));
        await using IOutput output = Open(sink.Url);
        Write(output, 4);
        using var deadline = new CancellationTokenSource(TimeSpan.FromMilliseconds(200));
        await output.StopAsync(deadline.Token);
        Assert.Equal("4 = 4 given up", output.Tally.ToString());
    }

    [Fact]
    public async Task A_stop_wakes_a_sender_that_is_told_to_wait()
    {
        await using HttpSink sink = await HttpSink.StartAsync((post, context) =>
        {
            if (post.Number == 1)
            {
                context.Response.StatusCode = 503;
                context.Response.Headers.RetryAfter = "3600";
            }
        });
        await using IOutput output = Open(sink.Url);
        Write(output, 4);
        await Eventually.TrueAsync(() => _logged.Lines.Any(line => line.Contains("503")));
        await output.StopAsync(Patient);
        Assert.Equal("4 = 4 delivered", output.Tally.ToString());
    }

    [Fact]
    public async Task Sheds_what_finds_no_room_where_the_source_is_live()
    {
        await using IOutput output = Open(
            $"http://127.0.0.1:{FreePort()}/message", options => options with { BundleSize = 40, MemoryLimit = 80 }, skipCompression: true);
        Write(output, 100);
        using var deadline = new CancellationTokenSource(TimeSpan.FromMilliseconds(50));
        await output.StopAsync(deadline.Token);
        Assert.Equal("100 = 96 shed + 4 given up", output.Tally.ToString());
        Assert.Contains(_logged.Lines, line => line.Contains("shed"));
    }

    [Fact]
    public async Task Holds_back_a_source_that_can_wait()
    {
        await using HttpSink sink = await HttpSink.StartAsync();
        await using IOutput output = Open(
            sink.Url, options => options with { BundleSize = 40, MemoryLimit = 80 }, skipCompression: true, lossless: true);
        Write(output, 500);
        await output.StopAsync(Patient);
        Assert.Equal("500 = 500 delivered", output.Tally.ToString());
        Assert.Equal(500, sink.Records.Distinct().Count());
    }

    [Fact]
    public async Task Lets_go_a_source_that_waits_when_told()
    {
        var queues = new BundleQueues(holdBack: true, TimeProvider.System);
        var options = new OutputOptions { Resurface = [$"http://127.0.0.1:{FreePort()}/message"], BundleSize = 40, MemoryLimit = 80 };
        await using IOutput output = OutputFactory.Create(options, true, false, queues, _logged.Log).Single();
        Task writing = Task.Run(() => Write(output, 100));
        await Eventually.TrueAsync(() => output.Tally.Accepted >= 5);
        Assert.False(writing.IsCompleted);
        queues.StopWaiting();
        await writing;
        await output.StopAsync(new CancellationToken(canceled: true));
        Assert.Equal("100 = 96 shed + 4 given up", output.Tally.ToString());
    }

    [Fact]
    public async Task A_dead_output_does_not_slow_another()
    {
        await using HttpSink sink = await HttpSink.StartAsync();
        await using IOutput dead = Open($"http://127.0.0.1:{FreePort()}/message", options => options with { MemoryLimit = 1 });
        await using IOutput well = Open(sink.Url);
        Write(dead, 50);
        Write(well, 50);
        await well.StopAsync(Patient);
        Assert.Equal("50 = 50 delivered", well.Tally.ToString());
        await dead.StopAsync(new CancellationToken(canceled: true));
        Assert.Equal(50, dead.Tally.Shed + dead.Tally.GivenUp);
    }

    [Fact]
    public async Task Sends_credentials_and_logs_none()
    {
        await using HttpSink sink = await HttpSink.StartAsync((_, context) => context.Response.StatusCode = 401);
        string url = $"http://mary:s%40crit@127.0.0.1:{sink.Port}/message?key=hidden";
        await using IOutput output = Open(url);
        Write(output, 1);
        await output.StopAsync(Patient);
        string expected = Convert.ToBase64String(Encoding.UTF8.GetBytes("mary:s@crit"));
        Assert.All(sink.Posts, post => Assert.Equal($"Basic {expected}", post.Headers["Authorization"]));
        Assert.Equal($"http://127.0.0.1:{sink.Port}/message", output.Name);
        Assert.NotEmpty(_logged.Lines);
        Assert.All(_logged.Lines, line =>
        {
            Assert.DoesNotContain("crit", line);
            Assert.DoesNotContain("hidden", line);
        });
    }

    [Fact]
    public async Task Sends_the_fields_that_were_given()
    {
        await using HttpSink sink = await HttpSink.StartAsync();
        RequestHeader[] headers = [new("Authorization", "Bearer token"), new("X-Team", "edge")];
        await using IOutput output = Open(
            $"http://mary:secret@127.0.0.1:{sink.Port}/message", options => options with { Headers = headers });
        Write(output, 1);
        await output.StopAsync(Patient);
        PostSeen post = Assert.Single(sink.Posts);
        Assert.Equal("Bearer token", post.Headers["Authorization"]);
        Assert.Equal("edge", post.Headers["X-Team"]);
    }

    [Fact]
    public async Task Several_writers_lose_nothing()
    {
        await using HttpSink sink = await HttpSink.StartAsync((post, context) =>
            context.Response.StatusCode = post.Number % 5 == 2 ? 503 : 204);
        await using IOutput output = Open(sink.Url, options => options with { BundleSize = 4000 });
        await Task.WhenAll(Enumerable.Range(0, 4).Select(i => Task.Run(() => Write(output, 1000, from: i * 1000))));
        await output.StopAsync(Patient);
        Assert.Equal("4000 = 4000 delivered", output.Tally.ToString());
        Assert.Equal(4000, sink.Records.Distinct().Count());
    }

    internal static int FreePort()
    {
        using var listener = new TcpListener(IPAddress.Loopback, 0);
        listener.Start();
        return ((IPEndPoint)listener.LocalEndpoint).Port;
    }

    private static IEnumerable<string> Records(int count) => Enumerable.Range(0, count).Select(i => $"[[\"now\",\"{i}\"]]");

    private static void Write(IOutput output, int count, int from = 0)
    {
        IRecordWriter writer = output.OpenWriter();
        for (int i = from; i < from + count; i++)
        {
            writer.Write(Encoding.UTF8.GetBytes($"[[\"now\",\"{i}\"]]"));
        }

        writer.Close();
    }

    private IOutput Open(
        string url,
        Func<OutputOptions, OutputOptions>? change = null,
        bool skipCompression = false,
        bool lossless = false)
    {
        var options = new OutputOptions { Resurface = [url] };
        return OutputFactory.Create(change?.Invoke(options) ?? options, skipCompression, false, new BundleQueues(lossless, TimeProvider.System), _logged.Log).Single();
    }
}
