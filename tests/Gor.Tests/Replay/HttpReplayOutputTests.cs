using System.Text;
using Gor.Output;
using Gor.Replay;
using Gor.Tests.Capture;
using Gor.Tests.Kit;
using Gor.Tests.Output;

namespace Gor.Tests.Replay;

public sealed class HttpReplayOutputTests : IDisposable
{
    private const string End = "\n🐵🙈🙉\n";
    private const string NoContent = "HTTP/1.1 204 No Content\r\nConnection: close\r\n\r\n";

    private readonly Logged _log = new();
    private readonly TemporaryFolder _folder = new();

    public void Dispose() => _folder.Dispose();

    [Theory]
    [InlineData("GET /a/../b//%7e?x=%41&&q=%2F# HTTP/1.1", "GET /a/../b//%7e?x=%41&&q=%2F# HTTP/1.1")]
    [InlineData("PROPFIND http://other/x?y HTTP/1.1", "PROPFIND /x?y HTTP/1.1")]
    [InlineData("GET /\u00e9 HTTP/1.0", "GET /%E9 HTTP/1.0")]
    public async Task The_request_line_is_the_captured_one(string captured, string expected)
    {
        await using var server = new ReplayServer(_ => NoContent);
        Assert.Equal("1 = 1 delivered", await ReplayAsync(server.Host, $"{captured}\r\nHost: h\r\n\r\n"));
        Assert.Equal(expected, server.Requests.Single().Split("\r\n")[0]);
    }

    [Theory]
    [InlineData("POST /a HTTP/1.1\r\nContent-Type: text/x\r\nContent-Length: 3\r\nX-A: 1 \u00e9\r\n\r\nabc", "Content-Length: 3\r\n\r\nabc")]
    [InlineData("POST /a HTTP/1.1\r\nContent-Type: text/x\r\nTransfer-Encoding: chunked\r\nX-A: 1 \u00e9\r\n\r\n2\r\nab\r\n1\r\nc\r\n0\r\n\r\n", "\r\n3\r\nabc\r\n0\r\n\r\n")]
    [InlineData("POST /a HTTP/1.1\r\nContent-Type: text/x\r\nContent-Length: 0\r\nX-A: 1 \u00e9\r\n\r\n", "Content-Length: 0\r\n\r\n")]
    public async Task Fields_and_body_are_the_captured_ones_and_nothing_is_added(string captured, string expectedEnd)
    {
        await using var server = new ReplayServer(_ => NoContent);
        await ReplayAsync(server.Host, captured);
        string sent = server.Requests.Single();
        Assert.EndsWith(expectedEnd, sent);
        string[] names = [.. sent[..sent.IndexOf("\r\n\r\n", StringComparison.Ordinal)].Split("\r\n").Skip(1).Select(line => line.Split(':')[0]).Order()];
        Assert.Equal(["Content-Type", "Host", "X-A"], names.Except(["Content-Length", "Transfer-Encoding"]));
        Assert.Contains("X-A: 1 \u00e9\r\n", sent);
        Assert.Contains("Content-Type: text/x\r\n", sent);
    }

    [Fact]
    public async Task Host_is_the_servers_unless_it_shall_stay_and_a_path_replaces_the_target()
    {
        const string Captured = "GET /a?b HTTP/1.1\r\nHost: shop.example\r\nAuthorization: Basic old\r\n\r\n";
        await using var server = new ReplayServer(_ => NoContent);
        await ReplayAsync(server.Host, Captured);
        await ReplayAsync(server.Host, Captured, new HttpReplayOptions { KeepsHost = true });
        await ReplayAsync($"u:p%40@{server.Host}/fixed?q=1", Captured);
        Assert.Contains($"Host: {server.Host}\r\n", server.Requests[0]);
        Assert.Contains("Host: shop.example\r\n", server.Requests[1]);
        Assert.StartsWith("GET /fixed?q=1 HTTP/1.1\r\n", server.Requests[2]);
        Assert.Contains($"Authorization: Basic {Convert.ToBase64String("u:p@"u8)}\r\n", server.Requests[2]);
        Assert.All(server.Requests.Take(2), request => Assert.Contains("Authorization: Basic old\r\n", request));
    }

    [Fact]
    public async Task What_is_no_request_to_be_sent_again_is_skipped_and_a_cut_body_is_a_loss()
    {
        await using var server = new ReplayServer(_ => NoContent);
        string[] requests = ["CONNECT h:443 HTTP/1.1\r\n\r\n", "OPTIONS * HTTP/1.1\r\n\r\n", "POST / HTTP/1.1\r\nContent-Length: 9\r\n\r\nabc"];
        Assert.Equal("3 = 1 failed + 2 skipped", await ReplayAsync(server.Host, requests));
        Assert.Empty(server.Requests);
        Assert.Contains(_log.Lines, line => line.Contains("1 records not answered: a part of the body was not captured"));
    }

    [Fact]
    public async Task No_answer_in_time_no_server_and_what_is_no_HTTP_are_losses_with_a_reason()
    {
        await using var silent = new ReplayServer(_ => null);
        await using var wrong = new ReplayServer(_ => "SSH-2.0-x\r\n");
        var options = new HttpReplayOptions { Timeout = TimeSpan.FromMilliseconds(200) };
        Assert.Equal("1 = 1 failed", await ReplayAsync(silent.Host, "GET / HTTP/1.1\r\n\r\n", options));
        Assert.Equal("1 = 1 failed", await ReplayAsync(wrong.Host, "GET / HTTP/1.1\r\n\r\n", options));
        Assert.Equal("1 = 1 failed", await ReplayAsync($"127.0.0.1:{ResurfaceOutputTests.FreePort()}", "GET / HTTP/1.1\r\n\r\n", options));
        Assert.Contains(_log.Lines, line => line.Contains("no answer within 0.2 s"));
        Assert.Contains(_log.Lines, line => line.Contains("Connection refused"));
    }

    [Theory]
    [InlineData(0, "3xx", 1)]
    [InlineData(2, "3xx", 3)]
    [InlineData(3, "2xx", 4)]
    public async Task As_many_redirects_are_followed_as_asked(int redirects, string expected, int requests)
    {
        await using var server = new ReplayServer(request =>
        {
            int hop = request[5] - '0';
            return hop == 3 ? NoContent : $"HTTP/1.1 302 Found\r\nLocation: /{hop + 1}\r\nContent-Length: 0\r\nConnection: close\r\n\r\n";
        });
        await using IOutput output = Open(server.Host, new HttpReplayOptions { Redirects = redirects });
        await ReplayAsync(output, "GET /0 HTTP/1.1\r\n\r\n");
        Assert.Equal((expected, 1L), Assert.Single(output.Status.Answers));
        Assert.Equal(requests, server.Requests.Count);
    }

    [Fact]
    public async Task No_more_are_under_way_than_there_are_workers_and_no_more_wait_than_may()
    {
        await using var server = new ReplayServer(_ => null);
        await using IOutput output = Open(server.Host, new HttpReplayOptions { Workers = 2, QueueLength = 3, Timeout = TimeSpan.FromHours(1) });
        IRecordWriter writer = output.OpenWriter();
        for (int i = 0; i < 2; i++)
        {
            writer.Write(Call("GET / HTTP/1.1\r\n\r\n"));
        }

        await Eventually.TrueAsync(() => server.Requests.Count == 2);

        // One more is taken from the queue and waits for a worker.
        writer.Write(Call("GET / HTTP/1.1\r\n\r\n"));
        await Eventually.TrueAsync(() => output.Status.OldestAge == TimeSpan.Zero);
        for (int i = 0; i < 7; i++)
        {
            writer.Write(Call("GET / HTTP/1.1\r\n\r\n"));
        }

        Assert.Equal((4, 2), (output.Tally.Shed, server.Requests.Count));
        await output.StopAsync(new CancellationToken(canceled: true));
        Assert.Equal("10 = 4 shed + 6 given up", output.Tally.ToString());
    }

    [Fact]
    public async Task Answers_go_to_the_other_outputs_as_messages_of_kind_3()
    {
        string[] answers =
        [
            "HTTP/1.1 200 OK\r\nX-A: 1\r\nTransfer-Encoding: chunked\r\nConnection: close\r\n\r\n5\r\nhello\r\n0\r\n\r\n",
            "HTTP/1.1 200 Fine\r\nContent-Length: 9\r\nConnection: close\r\n\r\n",
            $"HTTP/1.1 500 \r\nContent-Length: {Encoding.UTF8.GetByteCount(End)}\r\nConnection: close\r\n\r\n{Encoding.Latin1.GetString(Encoding.UTF8.GetBytes(End))}",
        ];
        await using var server = new ReplayServer(request => answers[request[request.IndexOf('/') + 1] - '0']);
        string tape = Write("GET /0 HTTP/1.1\r\n\r\n", "HEAD /1 HTTP/1.1\r\n\r\n", "GET /2 HTTP/1.1\r\n\r\n");
        string copy = Path.Combine(_folder.Path, "copy.gor");
        Ledger ledger = await GorRun.ToEndAsync(
            "--input-file", tape, "--output-http", server.Host, "--output-http-track-response", "--output-file", copy, "--output-file-append");
        Assert.Equal(3, ledger[Counter.ReplayedResponses]);
        string text = File.ReadAllText(copy);
        Assert.Equal(3, text.Split("\n3 ").Length - 1);
        Assert.Contains($"HTTP/1.1 200 OK\r\nX-A: 1\r\nConnection: close\r\nContent-Length: 5\r\n\r\nhello{End}", text);
        Assert.Contains("\r\nContent-Length: 9\r\n\r\n" + End, text);
        Assert.Contains("HTTP/1.1 500 \r\nConnection: close\r\nTransfer-Encoding: chunked\r\n\r\n", text);

        // The copy plays as the tape did; the answers are no part of it.
        ledger = await GorRun.ToEndAsync("--input-file", copy, "--output-null");
        Assert.Equal((3, 3, 0), (ledger[Counter.ExchangesRecorded], ledger[Counter.TapedMessagesIgnoredReplayed], ledger[Counter.TapedMessagesMalformed]));
    }

    [Fact]
    public async Task A_limit_keeps_whole_calls_back()
    {
        await using var server = new ReplayServer(_ => NoContent);
        string tape = Write([.. Enumerable.Repeat("GET / HTTP/1.1\r\n\r\n", 50)]);
        Ledger ledger = await GorRun.ToEndAsync("--input-file", tape, "--output-http", $"{server.Host}|0%");
        Assert.Equal(50, ledger[Counter.ExchangesRecorded]);
        Assert.Empty(server.Requests);
    }

    [Fact]
    public void Answers_and_rules_do_not_go_together()
    {
        StartException refused = Assert.Throws<StartException>(() => GorRun.Open(
            _log, "--input-dummy", "", "--output-http", "a", "--output-http-track-response", "--output-resurface-rules", "include pci"));
        Assert.Contains("no rule can mask what a server answers", Assert.Single(refused.Errors));
    }

    private static ReadOnlySpan<byte> Call(string request)
    {
        Gor.Tape.TapeId id = Gor.Tape.TapeId.Of("a"u8);
        return (byte[])[.. Encoding.UTF8.GetBytes($"1 {id} 5 7\n"), .. Encoding.Latin1.GetBytes(request), .. Encoding.UTF8.GetBytes($"{End}2 {id} 6 7\n{NoContent}{End}"[..^1])];
    }

    private IOutput Open(string url, HttpReplayOptions options)
    {
        var factory = new ReplayFactory(1 << 20, new BundleQueues(holdBack: false, TimeProvider.System), (_, _) => { }, _ => ValueTask.CompletedTask, _log.Log, TimeProvider.System);
        return factory.Create(new ReplayOptions { Http = options with { Addresses = [new LimitedAddress($"http://{url}", RateLimit.None)] } }).Single();
    }

    private Task<string> ReplayAsync(string url, string request, HttpReplayOptions? options = null) => ReplayAsync(Open(url, options ?? new HttpReplayOptions()), request);

    private Task<string> ReplayAsync(string url, string[] requests) => ReplayAsync(Open(url, new HttpReplayOptions()), requests);

    /// <summary>The tally at the end.</summary>
    private static async Task<string> ReplayAsync(IOutput output, params string[] requests)
    {
        await using (output)
        {
            IRecordWriter writer = output.OpenWriter();
            foreach (string request in requests)
            {
                writer.Write(Call(request));
            }

            writer.Close();
            await output.StopAsync(TestContext.Current.CancellationToken);
            return output.Tally.ToString();
        }
    }

    /// <summary>A tape of whole calls, a millisecond apart.</summary>
    private string Write(params string[] requests) => _folder.Write("a.gor", Encoding.UTF8.GetBytes(string.Concat(requests.Select((request, i) =>
        $"1 {Gor.Tape.TapeId.Of(Encoding.ASCII.GetBytes($"{i}"))} {i}000000 -1\n{request}{End}2 {Gor.Tape.TapeId.Of(Encoding.ASCII.GetBytes($"{i}"))} {i}000001 -1\nHTTP/1.1 204 No Content\r\n\r\n{End}"))));
}
