using System.IO.Compression;
using System.Text;
using Gor.Tests.Capture;
using Gor.Tests.Kit;
using Gor.Tests.Output;

namespace Gor.Tests.Playback;

/// <summary>From a capture to a tape and from the tape to records: nothing is lost on the way, and nothing changed.</summary>
public sealed class TapedRunTests : IDisposable
{
    private const string End = "\n🐵🙈🙉\n";

    private readonly TemporaryFolder _folder = new();

    public void Dispose() => _folder.Dispose();

    [Fact]
    public async Task The_records_of_a_tape_are_those_of_the_capture_it_was_made_of()
    {
        string capture = _folder.Write("talk.pcap", AnyTalk().ToPcap());
        string tape = Path.Combine(_folder.Path, "talk.gor.gz");
        string[] live = await GorRun.RecordsAsync(_folder, "--input-raw", capture);
        await GorRun.ToEndAsync("--input-raw", capture, "--output-file", tape, "--output-file-append");
        string[] taped = await GorRun.RecordsAsync(_folder, "--input-file", tape, "--input-file-max-wait", "1us");
        Assert.Equal(6, live.Length);
        Assert.Equal(live, taped);
    }

    [Theory]
    [InlineData(false)]
    [InlineData(true)]
    public async Task The_records_of_a_gor_that_another_one_sends_to_are_those_of_the_capture(bool isSecure)
    {
        string capture = _folder.Write("talk.pcap", AnyTalk().ToPcap());
        string[] live = await GorRun.RecordsAsync(_folder, "--input-raw", capture);
        (string certificate, string key) = TestCertificate.Write(_folder);
        string records = Path.Combine(_folder.Path, "received.ndjson");
        int port = ResurfaceOutputTests.FreePort();
        string[] listensSecure = ["--input-tcp-secure", "--input-tcp-certificate", certificate, "--input-tcp-certificate-key", key];
        string[] sendsSecure = ["--output-tcp-secure", "--output-tcp-skip-verify"];
        Pipeline receiver = GorRun.Open(
            new Logged(), ["--input-tcp", $"127.0.0.1:{port}", "--output-resurface", records, "--output-resurface-rules", "include debug", .. isSecure ? listensSecure : []]);
        using var stop = new CancellationTokenSource();
        Task<bool> receiving = receiver.RunAsync(stop.Token);
        await GorRun.ToEndAsync(["--input-raw", capture, "--output-tcp", $"127.0.0.1:{port}", .. isSecure ? sendsSecure : []]);
        await Eventually.TrueAsync(() => receiver.Ledger[Counter.ExchangesRecorded] == live.Length);
        await stop.CancelAsync();
        Assert.True(await receiving);
        Assert.True(receiver.Ledger.IsBalanced, receiver.Ledger.ToString());
        await receiver.DisposeAsync();
        Assert.Equal(live, File.ReadAllLines(records, Encoding.UTF8).Order(StringComparer.Ordinal));
    }

    [Fact]
    public async Task A_tape_of_a_tape_is_the_same_tape()
    {
        string capture = _folder.Write("talk.pcap", AnyTalk().ToPcap());
        string first = Path.Combine(_folder.Path, "first.gor");
        string second = Path.Combine(_folder.Path, "second.gor");
        await GorRun.ToEndAsync("--input-raw", capture, "--output-file", first, "--output-file-append");
        await GorRun.ToEndAsync("--input-file", first, "--input-file-max-wait", "1us", "--output-file", second, "--output-file-append");
        Assert.NotEmpty(File.ReadAllBytes(first));
        Assert.Equal(File.ReadAllText(first), File.ReadAllText(second));
    }

    [Fact]
    public async Task A_body_with_separators_comes_through_and_is_no_call_of_its_own()
    {
        string monkeys = $"🐵🙈🙉{End}1 a 5 7\nGET /evil HTTP/1.1\r\n\r\n{End}";
        Conversation talk = new Conversation().Opened();
        talk.Client.Sends("GET /f HTTP/1.1\r\nHost: h\r\n\r\n");
        talk.Server.Sends(Encoding.Latin1.GetString(
            Encoding.UTF8.GetBytes($"HTTP/1.1 200 OK\r\nContent-Length: {Encoding.UTF8.GetByteCount(monkeys)}\r\n\r\n{monkeys}")));
        string capture = _folder.Write("talk.pcap", talk.Closed().ToPcap());
        string tape = Path.Combine(_folder.Path, "talk.gor");
        string live = Assert.Single(await GorRun.RecordsAsync(_folder, "--input-raw", capture));
        await GorRun.ToEndAsync("--input-raw", capture, "--output-file", tape, "--output-file-append");
        string taped = Assert.Single(await GorRun.RecordsAsync(_folder, "--input-file", tape));
        Assert.Equal(live.Replace("""["response_header:content-length","70"]""", """["response_header:transfer-encoding","chunked"]"""), taped);
    }

    [Fact]
    public async Task Requests_alone_are_no_records_but_go_to_tapes()
    {
        string tape = Write("a.gor", Request("a", 1), Request("b", 2), Response("c", 3));
        string copy = Path.Combine(_folder.Path, "copy.gor");
        Ledger ledger = await GorRun.ToEndAsync("--input-file", tape, "--output-file", copy, "--output-file-append", "--output-null");
        Assert.Equal((2, 1, 2), (ledger[Counter.RequestsOrphanedNoResponse], ledger[Counter.ResponsesOrphanedNoRequest], ledger[Counter.RequestsAloneSent]));
        Assert.Equal(Request("a", 1, 0) + Request("b", 2, 0), File.ReadAllText(copy));
    }

    [Fact]
    public async Task Filters_take_requests_alone_too()
    {
        string tape = Write("a.gor", Request("a", 1), Request("b", 2));
        string copy = Path.Combine(_folder.Path, "copy.gor");
        Ledger ledger = await GorRun.ToEndAsync("--input-file", tape, "--output-file", copy, "--output-file-append", "--http-allow-url", "/b");
        Assert.Equal((1, 1), (ledger[Counter.RequestsAloneFiltered], ledger[Counter.RequestsAloneSent]));
        Assert.Equal(Request("b", 2, 0), File.ReadAllText(copy));
    }

    [Fact]
    public async Task Rules_hold_for_tapes()
    {
        string tape = Write("a.gor", Request("a", 1), Response("a", 2));
        string copy = Path.Combine(_folder.Path, "copy.gor");
        await GorRun.ToEndAsync("--input-file", tape, "--output-file", copy, "--output-file-append", "--output-resurface-rules", "/response_body/ replace /hello/, /bye/");
        Assert.EndsWith($"\r\ncontent-length: 3\r\n\r\nbye{End}", File.ReadAllText(copy));
    }

    [Fact]
    public async Task Several_files_are_one_tape_in_order_of_time_and_replayed_responses_are_left_out()
    {
        Write("1.gor", Request("a", 10), Response("b", 25), Request("c", 40));
        Write("2.gor", Request("b", 20), Response("a", 30), Response("c", 50), $"3 {Id("a")} 60 1\nHTTP/1.1 200 OK\r\n\r\n{End}", $"nonsense{End}");
        string copy = Path.Combine(_folder.Path, "copy");
        Ledger ledger = await GorRun.ToEndAsync("--input-file", Path.Combine(_folder.Path, "*.gor"), "--output-file", copy, "--output-file-append");
        Assert.Equal(["a", "b", "c"], File.ReadAllLines(copy).Where(line => line.StartsWith("GET ")).Select(line => line[5..6]));
        Assert.Equal((8, 6, 1, 1), (
            ledger[Counter.TapedMessagesRead], ledger[Counter.TapedMessagesHanded],
            ledger[Counter.TapedMessagesIgnoredReplayed], ledger[Counter.TapedMessagesMalformed]));
    }

    [Fact]
    public async Task The_read_depth_puts_what_is_out_of_order_in_order()
    {
        string tape = Write("a.gor", Request("c", 3), Request("b", 2), Request("a", 1));
        string copy = Path.Combine(_folder.Path, "copy");
        await GorRun.ToEndAsync("--input-file", tape, "--output-file", $"{copy}3", "--output-file-append", "--input-file-read-depth", "3");
        await GorRun.ToEndAsync("--input-file", tape, "--output-file", $"{copy}1", "--output-file-append", "--input-file-read-depth", "1");
        Assert.Equal("abc", Order($"{copy}3"));
        Assert.Equal("cba", Order($"{copy}1"));
    }

    [Theory]
    [InlineData("", "", 0.4)]
    [InlineData("|400%", "", 0.1)]
    [InlineData("|50%", "", 0.8)]
    [InlineData("", "50ms", 0.1)]
    public async Task Pauses_are_as_long_as_asked(string speed, string longest, double seconds)
    {
        string tape = Write("a.gor", Request("a", 0), Request("b", 200_000_000), Request("c", 400_000_000));
        long begun = TimeProvider.System.GetTimestamp();
        await GorRun.ToEndAsync(["--input-file", tape + speed, "--output-null", .. longest.Length > 0 ? new[] { "--input-file-max-wait", longest } : []]);
        Assert.InRange(TimeProvider.System.GetElapsedTime(begun).TotalSeconds, seconds, seconds + 10);
    }

    [Fact]
    public async Task A_number_behind_the_bar_is_calls_a_second()
    {
        string tape = Write("a.gor", [.. Enumerable.Range(0, 9).SelectMany(i => new[] { Request($"a{i}", i), Response($"a{i}", i) })]);
        Ledger ledger = await GorRun.ToEndAsync("--input-file", $"{tape}|2", "--output-null");
        Assert.InRange(ledger[Counter.ExchangesRecorded], 2, 4);
        Assert.Equal(18 - (2 * ledger[Counter.ExchangesRecorded]), ledger[Counter.TapedMessagesLimited]);
    }

    [Fact]
    public async Task A_loop_begins_again_until_gor_is_stopped()
    {
        string tape = Write("a.gor", Request("a", 1), Response("a", 2));
        await using Pipeline pipeline = GorRun.Open(new Logged(), "--input-file", tape, "--input-file-loop", "--output-null");
        using var stop = new CancellationTokenSource();
        Task<bool> run = pipeline.RunAsync(stop.Token);
        await Eventually.TrueAsync(() => pipeline.Ledger[Counter.ExchangesRecorded] > 5);
        await stop.CancelAsync();
        Assert.True(await run);
        Assert.True(pipeline.Ledger.IsBalanced, pipeline.Ledger.ToString());
    }

    [Fact]
    public async Task What_a_stop_leaves_is_counted()
    {
        string tape = Write("a.gor", Request("a", 0), Response("a", 1), Request("b", 3_600_000_000_000), Response("b", 3_600_000_000_001));
        await using Pipeline pipeline = GorRun.Open(new Logged(), "--input-file", tape, "--output-null");
        using var stop = new CancellationTokenSource();
        Task<bool> run = pipeline.RunAsync(stop.Token);
        await Eventually.TrueAsync(() => pipeline.Ledger[Counter.ExchangesRecorded] == 1);
        await stop.CancelAsync();
        Assert.True(await run);
        Assert.Equal(2, pipeline.Ledger[Counter.TapedMessagesUnplayed]);
        Assert.True(pipeline.Ledger.IsBalanced, pipeline.Ledger.ToString());
    }

    [Fact]
    public async Task A_dry_run_tells_what_the_files_hold()
    {
        string tape = Write("a.gor", Request("a", 0), Response("a", 1), Request("b", 500_000_000), Request("c", 2_000_000_000), Response("d", 2_000_000_000));
        var stdout = new StringWriter();
        var stderr = new StringWriter();
        var command = (Gor.Cli.RunCommand)Gor.Cli.RunLine.Parse(["--input-file", tape, "--input-file-dry-run"], new Dictionary<string, string>());
        Assert.Equal(0, await Run.ExecuteAsync(command, stdout, stderr));
        string[] rows = [.. stdout.ToString().Split('\n').Select(row => string.Join(' ', row.Split(' ', StringSplitOptions.RemoveEmptyEntries)))];
        Assert.Equal(["files 1", "calls 1", "requests alone 2", "responses alone 1"], rows[..4]);
        Assert.Contains("seconds 2.000", rows);
        Assert.Contains("longest pause, seconds 1.500", rows);
        Assert.Contains("a second, on average 2.0", rows);
        Assert.Contains("a second, at most 2", rows);
    }

    [Fact]
    public async Task A_damaged_gzip_file_plays_as_far_as_it_can_be_read()
    {
        using var whole = new MemoryStream();
        using (var gzip = new GZipStream(whole, CompressionLevel.NoCompression, leaveOpen: true))
        {
            gzip.Write(Encoding.UTF8.GetBytes(string.Concat(Enumerable.Range(0, 2000).Select(i => Request($"a{i}", i)))));
        }

        string tape = _folder.Write("a.gor", whole.ToArray()[..^40]);
        var log = new Logged();
        await using Pipeline pipeline = GorRun.Open(log, "--input-file", tape, "--output-stdout");
        Assert.False(await pipeline.RunAsync(TestContext.Current.CancellationToken));
        Assert.Contains(log.Lines, line => line.StartsWith($"Error: --input-file {tape}:", StringComparison.Ordinal));
    }

    [Theory]
    [InlineData("none.gor", "Name a file that is there")]
    [InlineData("*.none", "no file matches")]
    public void A_file_that_is_not_there_is_an_error_at_the_start(string name, string expected)
    {
        StartException refused = Assert.Throws<StartException>(() => GorRun.Open(new Logged(), "--input-file", Path.Combine(_folder.Path, name), "--output-null"));
        Assert.Contains(expected, Assert.Single(refused.Errors));
    }

    [Fact]
    public async Task A_dummy_is_a_call()
    {
        await using Pipeline pipeline = GorRun.Open(new Logged(), "--input-dummy", "", "--output-null");
        using var stop = new CancellationTokenSource();
        Task<bool> run = pipeline.RunAsync(stop.Token);
        await Eventually.TrueAsync(() => pipeline.Ledger[Counter.ExchangesRecorded] > 0);
        await stop.CancelAsync();
        Assert.True(await run);
        Assert.True(pipeline.Ledger.IsBalanced, pipeline.Ledger.ToString());
    }

    private static string Id(string name) => Gor.Tape.TapeId.Of(Encoding.ASCII.GetBytes(name)).ToString();

    private static string Request(string name, long ns, long latency = -1) => $"1 {Id(name)} {ns} {latency}\nGET /{name} HTTP/1.1\r\nHost: h\r\n\r\n{End}";

    private static string Response(string name, long ns) => $"2 {Id(name)} {ns} -1\nHTTP/1.1 200 OK\r\nContent-Length: 5\r\n\r\nhello{End}";

    private static string Order(string file) => string.Concat(File.ReadAllLines(file).Where(line => line.StartsWith("GET ")).Select(line => line[5..6]));

    /// <summary>Calls of all kinds on one connection, and one that its client closes.</summary>
    private static Conversation AnyTalk()
    {
        string large = new('x', 3_000_000);
        byte[] coded = Coded("zipped");
        Conversation talk = new Conversation().Opened();
        Call("GET /a?b=1 HTTP/1.1\r\nHost: h\r\nX: 1\r\nX:  2 \r\n\r\n", "HTTP/1.1 200 OK\r\nContent-Length: 5\r\n\r\nhello"u8);
        Call("POST /b HTTP/1.1\r\nHost: h\r\nTransfer-Encoding: chunked\r\n\r\n3\r\nabc\r\n2\r\nde\r\n0\r\n\r\n", "HTTP/1.1 204 No Content\r\n\r\n"u8);
        Call("HEAD /c HTTP/1.1\r\nHost: h\r\n\r\n", "HTTP/1.1 200 OK\r\nContent-Length: 77\r\n\r\n"u8);
        Call("GET /d HTTP/1.1\r\nHost: h\r\n\r\n", [.. "HTTP/1.1 200 OK\r\nContent-Encoding: gzip\r\nContent-Length: "u8, .. Encoding.ASCII.GetBytes($"{coded.Length}\r\n\r\n"), .. coded]);
        Call($"POST /e HTTP/1.1\r\nHost: h\r\nContent-Length: {large.Length}\r\n\r\n{large}", "HTTP/1.1 499 Gone\r\nContent-Length: 0\r\n\r\n"u8);
        Call("GET /g HTTP/1.0\r\nHost: h\r\n\r\n", "HTTP/1.0 200 OK\r\n\r\nuntil the end"u8);
        return talk.Closed();

        void Call(string request, ReadOnlySpan<byte> response)
        {
            foreach (char[] piece in request.Chunk(1400))
            {
                talk.Client.Sends(new string(piece));
            }

            talk.Paused(TimeSpan.FromMilliseconds(20));
            talk.Server.Sends(Encoding.Latin1.GetString(response));
        }
    }

    private static byte[] Coded(string text)
    {
        using var coded = new MemoryStream();
        using (var gzip = new GZipStream(coded, CompressionLevel.Fastest))
        {
            gzip.Write(Encoding.UTF8.GetBytes(text));
        }

        return coded.ToArray();
    }

    private string Write(string name, params string[] messages) => _folder.Write(name, Encoding.UTF8.GetBytes(string.Concat(messages)));
}
