using System.Security.Cryptography;
using System.Security.Cryptography.X509Certificates;
using System.Text;
using Gor.Tests.Capture;
using Gor.Tests.Kit;
using Gor.Tests.Output;

namespace Gor.Tests.Replay;

/// <summary>What the flags of outputs over a network do, from the words on.</summary>
public sealed class ReplayFactoryTests : IDisposable
{
    private const string End = "\n🐵🙈🙉\n";

    private readonly TemporaryFolder _folder = new();

    public void Dispose() => _folder.Dispose();

    [Fact]
    public async Task One_worker_of_tcp_keeps_the_order_and_statistics_are_asked_for()
    {
        await using var server = new TapeServer();
        string[] words =
            ["--input-file", Tape(300), "--output-tcp", $"127.0.0.1:{server.Port}", "--output-tcp-workers", "1", "--output-tcp-sticky", "--output-tcp-stats"];
        await using Pipeline pipeline = GorRun.Open(new Logged(), words);
        Assert.Equal(TimeSpan.FromSeconds(5), pipeline.Outputs.Single().Status.StatsInterval);
        Assert.True(await pipeline.RunAsync(TestContext.Current.CancellationToken));
        await server.UntilAsync("/299 ");
        Assert.Equal(Enumerable.Range(0, 300).Select(i => $"/{i}"), Targets(server.Received));
        Assert.Equal(1, server.Connections);
    }

    [Fact]
    public async Task WebSockets_take_their_flags()
    {
        await using WebSocketServer server = await WebSocketServer.StartAsync(isSecure: true);
        string[] words =
            ["--input-file", Tape(20), "--output-ws", server.Url(""), "--output-ws-skip-verify", "--output-ws-workers", "1", "--output-ws-sticky", "--output-ws-stats"];
        await using Pipeline pipeline = GorRun.Open(new Logged(), words);
        Assert.Equal(TimeSpan.FromSeconds(5), pipeline.Outputs.Single().Status.StatsInterval);
        Assert.True(await pipeline.RunAsync(TestContext.Current.CancellationToken));
        await Eventually.TrueAsync(() => server.Messages.Count == 40);
        Assert.Equal(Enumerable.Range(0, 20).Select(i => $"/{i}"), Targets(string.Join('\n', server.Messages)));
    }

    [Fact]
    public async Task A_replay_takes_its_flags()
    {
        await using var server = new ReplayServer(request => request.StartsWith("GET /0 ", StringComparison.Ordinal)
            ? "HTTP/1.1 302 Found\r\nLocation: /there\r\nContent-Length: 0\r\nConnection: close\r\n\r\n"
            : "HTTP/1.1 200 OK\r\nContent-Length: 5\r\nConnection: close\r\n\r\nhello");
        string copy = Path.Combine(_folder.Path, "copy.gor");
        string[] words =
        [
            "--input-file", Tape(1), "--output-http", server.Host, "--http-original-host", "--output-http-redirects", "1", "--output-http-track-response",
            "--output-http-response-buffer", "3", "--output-http-workers", "2", "--output-http-workers-min", "1", "--output-http-queue-len", "5",
            "--output-http-worker-timeout", "1s", "--output-http-timeout", "9s", "--output-http-stats", "--output-http-stats-ms", "700",
            "--output-file", copy, "--output-file-append",
        ];
        await using Pipeline pipeline = GorRun.Open(new Logged(), words);
        Assert.Equal(TimeSpan.FromMilliseconds(700), pipeline.Outputs[^1].Status.StatsInterval);
        Assert.True(await pipeline.RunAsync(TestContext.Current.CancellationToken));
        Assert.Equal(["GET /0 HTTP/1.1", "GET /there HTTP/1.1"], server.Requests.Select(request => request.Split("\r\n")[0]));
        Assert.Contains("Host: shop\r\n", server.Requests[0]);
        Assert.EndsWith($"Content-Length: 5\r\nConnection: close\r\n\r\nhel{End}", Fields(File.ReadAllText(copy)));
    }

    [Theory]
    [InlineData(false, "1 = 1 failed")]
    [InlineData(true, "1 = 1 delivered")]
    public async Task A_certificate_is_looked_at_unless_that_is_switched_off(bool skips, string expected)
    {
        using var key = RSA.Create(2048);
        using X509Certificate2 made = new CertificateRequest("CN=localhost", key, HashAlgorithmName.SHA256, RSASignaturePadding.Pkcs1)
            .CreateSelfSigned(DateTimeOffset.UtcNow.AddDays(-1), DateTimeOffset.UtcNow.AddDays(1));
        using X509Certificate2 certificate = X509CertificateLoader.LoadPkcs12(made.Export(X509ContentType.Pkcs12), null);
        await using HttpSink server = await HttpSink.StartAsync((Func<PostSeen, Microsoft.AspNetCore.Http.HttpContext, Task>?)null, certificate: certificate);
        await using Pipeline pipeline = GorRun.Open(
            new Logged(), ["--input-file", Tape(1), "--output-http", $"https://localhost:{server.Port}", .. skips ? new[] { "--output-http-skip-verify" } : []]);
        Assert.True(await pipeline.RunAsync(TestContext.Current.CancellationToken));
        Assert.Equal(expected, pipeline.Outputs.Single().Tally.ToString());
        Assert.Equal(skips ? 1 : 0, server.Posts.Count);
    }

    [Fact]
    public async Task Statistics_of_all_outputs_are_printed_now_and_then()
    {
        await using GorProcess gor = GorProcess.Start(null, "--input-dummy", "", "--output-null", "--stats");
        await gor.UntilLogAsync("null: ");
        Assert.Equal(0, await gor.StopAsync());
        Assert.Matches(@"null: \d+ in, \d+ delivered, 0 lost, 0 left out, 0 waiting", gor.Log);
    }

    /// <summary>Fields in one order: the two of the answer may stand in any.</summary>
    private static string Fields(string text) =>
        text.Replace("Connection: close\r\nContent-Length: 5\r\n", "Content-Length: 5\r\nConnection: close\r\n", StringComparison.Ordinal);

    private static IEnumerable<string> Targets(string tape) =>
        tape.Split('\n').Where(line => line.StartsWith("GET ", StringComparison.Ordinal)).Select(line => line.Split(' ')[1]);

    private string Tape(int calls)
    {
        string Id(int call) => Gor.Tape.TapeId.Of(Encoding.ASCII.GetBytes($"{call}")).ToString();
        return _folder.Write("tape.gor", Encoding.UTF8.GetBytes(string.Concat(Enumerable.Range(0, calls).Select(i =>
            $"1 {Id(i)} {i + 5} 0\nGET /{i} HTTP/1.1\r\nHost: shop\r\n\r\n{End}2 {Id(i)} {i + 6} 0\nHTTP/1.1 204 No Content\r\n\r\n{End}"))));
    }
}
