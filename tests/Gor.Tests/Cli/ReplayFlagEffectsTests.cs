using System.Collections.Concurrent;
using System.Net;
using System.Security.Cryptography;
using System.Security.Cryptography.X509Certificates;
using System.Text;
using Gor.Tests.Capture;
using Gor.Tests.Kit;
using Gor.Tests.Replay;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Hosting;
using Microsoft.AspNetCore.Http;

namespace Gor.Tests.Cli;

/// <summary>What the flags of outputs to other programs do to a whole run, from a tape to the server.</summary>
public sealed class ReplayFlagEffectsTests : IDisposable
{
    private const string End = "\n🐵🙈🙉\n";
    private const string NoContent = "HTTP/1.1 204 No Content\r\nConnection: close\r\n\r\n";

    private readonly TemporaryFolder _folder = new();

    public void Dispose() => _folder.Dispose();

    [Theory]
    [InlineData("--http-original-host", true)]
    [InlineData("--http-original-host=false", false)]
    public async Task Http_original_host_keeps_the_captured_one(string flag, bool isKept)
    {
        await using var server = new ReplayServer(_ => NoContent);
        await PlayAsync(Tape(1), "--output-http", $"http://{server.Host}", flag);
        Assert.Contains($"Host: {(isKept ? "shop.example" : server.Host)}\r\n", Assert.Single(server.Requests));
    }

    [Fact]
    public async Task No_more_requests_are_under_way_than_workers_and_a_tape_waits_for_the_queue()
    {
        int now = 0;
        int most = 0;
        await using var server = new ReplayServer(_ =>
        {
            most = Math.Max(most, Interlocked.Increment(ref now));

            // Until two were under way at once; a third one would be seen then.
            SpinWait.SpinUntil(() => Volatile.Read(ref most) > 1, TimeSpan.FromSeconds(5));
            Interlocked.Decrement(ref now);
            return NoContent;
        });
        string tallies = await PlayAsync(
            Tape(30), "--output-http", $"http://{server.Host}", "--output-http-workers", "2", "--output-http-workers-min", "1", "--output-http-queue-len", "1");
        Assert.Contains("30 = 30 delivered", tallies);
        Assert.InRange(most, 1, 2);
    }

    [Fact]
    public async Task Output_http_timeout_ends_the_wait_for_an_answer()
    {
        await using var server = new ReplayServer(_ => null);
        string tallies = await PlayAsync(Tape(1), "--output-http", $"http://{server.Host}", "--output-http-timeout", "150ms");
        Assert.Contains("1 = 1 failed", tallies);
    }

    [Theory]
    [InlineData("0", 1)]
    [InlineData("1", 2)]
    public async Task Output_http_redirects_are_followed_as_often_as_asked(string redirects, int requests)
    {
        await using var server = new ReplayServer(request => request.StartsWith("GET /0 ", StringComparison.Ordinal)
            ? "HTTP/1.1 302 Found\r\nLocation: /there\r\nContent-Length: 0\r\nConnection: close\r\n\r\n"
            : NoContent);
        await PlayAsync(Tape(1), "--output-http", $"http://{server.Host}", "--output-http-redirects", redirects);
        Assert.Equal(requests, server.Requests.Count);
    }

    [Theory]
    [InlineData("100ms", 2)]
    [InlineData("20s", 1)]
    public async Task Output_http_worker_timeout_closes_idle_connections(string timeout, int connections)
    {
        var seen = new ConcurrentDictionary<string, bool>();
        await using WebApplication server = await ServeAsync(isSecure: false, context => seen[context.Connection.Id] = true);
        await PlayAsync(Tape(2, TimeSpan.FromSeconds(2.5)), "--output-http", server.Urls.Single(), "--output-http-worker-timeout", timeout);
        Assert.Equal(connections, seen.Count);
    }

    [Theory]
    [InlineData("--output-http-skip-verify", "1 = 1 delivered")]
    [InlineData("--output-http-skip-verify=false", "1 = 1 failed")]
    public async Task Output_http_skip_verify_takes_any_certificate(string flag, string expected)
    {
        await using WebApplication server = await ServeAsync(isSecure: true, _ => { });
        Assert.Contains(expected, await PlayAsync(Tape(1), "--output-http", server.Urls.Single(), flag));
    }

    [Theory]
    [InlineData("4", "abcd\n")]
    [InlineData("0", "abcdefgh\n")]
    public async Task Output_http_response_buffer_bounds_what_is_kept_of_answers(string size, string expected)
    {
        await using var server = new ReplayServer(_ => "HTTP/1.1 200 OK\r\nContent-Length: 8\r\nConnection: close\r\n\r\nabcdefgh");
        string copy = Path.Combine(_folder.Path, "copy.gor");
        await PlayAsync(
            Tape(1), "--output-http", $"http://{server.Host}", "--output-http-track-response", "--output-http-response-buffer", size, "--output-file", copy, "--output-file-append");
        string replayed = Assert.Single(File.ReadAllText(copy).Split(End), message => message.StartsWith("3 ", StringComparison.Ordinal)) + "\n";
        Assert.EndsWith($"\r\n\r\n{expected}", replayed);
    }

    [Fact]
    public async Task Statistics_are_printed_for_the_outputs_that_are_asked()
    {
        await using var http = new ReplayServer(_ => NoContent);
        await using var tcp = new TapeServer();
        await using WebSocketServer webSocket = await WebSocketServer.StartAsync(isSecure: false);
        string[] outputs = ["--output-http", $"http://{http.Host}", "--output-tcp", $"127.0.0.1:{tcp.Port}", "--output-ws", webSocket.Url("")];
        await using (GorProcess quick = GorProcess.Start(null, ["--input-dummy", "x", .. outputs, "--output-http-stats", "--output-http-stats-ms", "50"]))
        {
            await quick.UntilLogAsync($"http://{http.Host}/: ", times: 3);
            Assert.Equal(0, await quick.StopAsync());
        }

        string[][] flags = [["--output-tcp-stats", "--output-ws-stats"], ["--stats"]];
        await Task.WhenAll(flags.Select(async flags =>
        {
            await using GorProcess gor = GorProcess.Start(null, ["--input-dummy", "x", .. outputs, .. flags]);
            await gor.UntilLogAsync($"127.0.0.1:{tcp.Port}: ");
            await gor.UntilLogAsync("/calls: ");
            if (flags is ["--stats"])
            {
                await gor.UntilLogAsync($"INF http://{http.Host}/: ");
            }

            Assert.Equal(0, await gor.StopAsync());
            Assert.Equal(flags is ["--stats"], gor.Log.Contains($"INF http://{http.Host}/: ", StringComparison.Ordinal));
        }));
    }

    [Fact]
    public async Task One_worker_keeps_the_order_of_the_calls()
    {
        await using var tcp = new TapeServer();
        await using WebSocketServer webSocket = await WebSocketServer.StartAsync(isSecure: true);
        string tallies = await PlayAsync(
            Tape(20), "--output-tcp", $"127.0.0.1:{tcp.Port}", "--output-tcp-workers", "1", "--output-tcp-sticky",
            "--output-ws", webSocket.Url(""), "--output-ws-workers", "1", "--output-ws-sticky", "--output-ws-skip-verify");
        Assert.Equal(2, tallies.Split("20 = 20 delivered").Length - 1);
        string[] expected = [.. Enumerable.Range(0, 20).Select(i => $"GET /{i} ")];
        await tcp.UntilAsync("GET /19 ");
        Assert.Equal(1, tcp.Connections);
        Assert.Equal(expected, tcp.Received.Split('\n').Where(line => line.StartsWith("GET ", StringComparison.Ordinal)).Select(line => line[..(line.IndexOf(' ', 4) + 1)]));
        await Eventually.TrueAsync(() => webSocket.Messages.Count == 40);
        Assert.Equal(expected, webSocket.Messages.Where(message => message.Contains("\nGET ", StringComparison.Ordinal))
            .Select(message => message.Split('\n')[1]).Select(line => line[..(line.IndexOf(' ', 4) + 1)]));
    }

    /// <summary>The lines of the outputs in the ledger.</summary>
    private static async Task<string> PlayAsync(string tape, params string[] words)
    {
        await using Pipeline pipeline = GorRun.Open(new Logged(), ["--input-file", tape, .. words]);
        await pipeline.RunAsync(TestContext.Current.CancellationToken);
        return string.Join('\n', pipeline.Outputs.Select(output => $"{output.Name}: {output.Tally}"));
    }

    /// <summary>Whole calls, <c>/0</c> and so on.</summary>
    private string Tape(int calls, TimeSpan pause = default)
    {
        var text = new StringBuilder();
        for (int i = 0; i < calls; i++)
        {
            long time = 1_000_000_000 + (i * pause.Ticks * TimeSpan.NanosecondsPerTick) + (i * 1000);
            text.Append($"1 {i:x24} {time} 0\nGET /{i} HTTP/1.1\r\nHost: shop.example\r\n\r\n{End}2 {i:x24} {time + 1} 0\nHTTP/1.1 204 No Content\r\n\r\n{End}");
        }

        return _folder.Write("tape.gor", Encoding.UTF8.GetBytes(text.ToString()));
    }

    private static async Task<WebApplication> ServeAsync(bool isSecure, Action<HttpContext> seen)
    {
        WebApplicationBuilder builder = WebApplication.CreateEmptyBuilder(new WebApplicationOptions());
        using var key = RSA.Create(2048);
        using X509Certificate2 made = new CertificateRequest("CN=localhost", key, HashAlgorithmName.SHA256, RSASignaturePadding.Pkcs1)
            .CreateSelfSigned(DateTimeOffset.UtcNow.AddDays(-1), DateTimeOffset.UtcNow.AddDays(1));
        X509Certificate2 certificate = X509CertificateLoader.LoadPkcs12(made.Export(X509ContentType.Pkcs12), null);
        builder.WebHost.UseKestrelCore().UseKestrelHttpsConfiguration().ConfigureKestrel(kestrel => kestrel.Listen(IPAddress.Loopback, 0, listen =>
        {
            if (isSecure)
            {
                listen.UseHttps(certificate);
            }
        }));
        WebApplication app = builder.Build();
        app.Run(context =>
        {
            seen(context);
            context.Response.StatusCode = StatusCodes.Status204NoContent;
            return Task.CompletedTask;
        });
        await app.StartAsync();
        return app;
    }
}
