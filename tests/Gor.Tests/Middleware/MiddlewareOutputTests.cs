using System.Text;
using Gor.Cli;
using Gor.Output;
using Gor.Tests.Capture;
using Gor.Tests.Kit;
using Gor.Tests.Output;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Hosting;
using Microsoft.AspNetCore.Http;

namespace Gor.Tests.Middleware;

/// <summary>What a middleware may do, and what it may do wrong: docs/goreplay.md has the table. Programs are real processes.</summary>
public sealed class MiddlewareOutputTests : IDisposable
{
    private const string End = "\n🐵🙈🙉\n";

    /// <summary>The program's first life is this; later ones hand everything through.</summary>
    private const string Once = "if [ -e \"$0.second\" ]; then exec cat; fi; touch \"$0.second\"; ";

    private readonly TemporaryFolder _folder = new();
    private readonly Logged _log = new();

    public void Dispose() => _folder.Dispose();

    [Fact]
    public async Task What_it_gives_back_becomes_the_records_that_there_would_be_without_it()
    {
        Conversation talk = new Conversation().Opened();
        for (int i = 0; i < 20; i++)
        {
            talk.Client.Sends($"POST /{i} HTTP/1.1\r\nHost: h\r\nContent-Length: 5\r\n\r\nhello");
            talk.Paused(TimeSpan.FromMilliseconds(5));
            talk.Server.Sends("HTTP/1.1 200 OK\r\nTransfer-Encoding: chunked\r\n\r\n3\r\nabc\r\n0\r\n\r\n");
        }

        string capture = _folder.Write("talk.pcap", talk.Closed().ToPcap());
        string[] without = await GorRun.RecordsAsync(_folder, "--input-raw", capture);
        string records = Path.Combine(_folder.Path, "records.ndjson");
        await RunAsync("cat", ["--input-raw", capture, "--output-resurface", records, "--output-resurface-rules", "include debug"]);
        Assert.Equal(20, without.Length);
        Assert.Equal(without, File.ReadAllLines(records, Encoding.UTF8).Order(StringComparer.Ordinal));
    }

    [Fact]
    public async Task Filters_rules_and_limits_come_behind_it()
    {
        string script = Script("while read -r line; do echo \"${line/2f30/2f78}\"; done");
        string copy = Path.Combine(_folder.Path, "copy");
        Pipelines done = await RunAsync(script, ["--input-file", Tape(3), "--http-allow-url", "^/x", "--output-file", copy, "--output-file-append"]);
        Assert.Equal((1, 2), (done.Back.Ledger[Counter.ExchangesRecorded], done.Back.Ledger[Counter.ExchangesFilteredAllowUrl]));
        Assert.Contains("GET /x HTTP/1.1", File.ReadAllText(copy));
    }

    [Fact]
    public async Task A_message_of_10_MB_comes_through()
    {
        string body = new('x', 10 << 20);
        string tape = _folder.Write("a.gor", Encoding.UTF8.GetBytes(
            $"1 {Id("a")} 5 0\nPOST /a HTTP/1.1\r\nContent-Length: {body.Length}\r\n\r\n{body}{End}2 {Id("a")} 6 0\nHTTP/1.1 200 OK\r\nContent-Length: {body.Length}\r\n\r\n{body}{End}"));
        string copy = Path.Combine(_folder.Path, "copy");
        await RunAsync("cat", ["--input-file", tape, "--copy-buffer-size", "16mb", "--output-file", copy, "--output-file-append"]);
        Assert.True(File.ReadAllBytes(tape).AsSpan().SequenceEqual(File.ReadAllBytes(copy)));
    }

    [Fact]
    public async Task One_that_dies_is_started_again_and_what_it_took_along_is_counted()
    {
        string script = Script(Once + "read -r line; echo \"$line\"; exit 7");
        Pipelines done = await RunAsync(script, ["--input-file", Tape(2000), "--output-null"]);
        Assert.Contains(_log.Lines, line => line.Contains("it ended (exit code 7)") && line.Contains("next start in"));
        AssertAllAreAccountedFor(done, 4000);
    }

    [Fact]
    public async Task One_that_hangs_is_started_again()
    {
        string script = Script(Once + "exec sleep 1000");
        Pipelines done = await RunAsync(script, ["--input-file", Tape(2000), "--output-null", "--middleware-timeout", "300ms"]);
        Assert.Contains(_log.Lines, line => line.Contains("it has not read for 0.3 s"));
        AssertAllAreAccountedFor(done, 4000);
        Assert.InRange(done.Back.Ledger[Counter.ExchangesRecorded], 1, 1999);
    }

    [Fact]
    public async Task One_that_writes_nonsense_is_started_again_and_the_nonsense_is_counted()
    {
        string script = Script(Once + "exec yes nonsense");
        Pipelines done = await RunAsync(script, ["--input-file", Tape(50), "--output-null"]);
        Assert.Contains(_log.Lines, line => line.Contains("it wrote 100 lines that are no messages"));
        Assert.Equal(100, done.Back.Ledger[Counter.TapedMessagesMalformed]);
        AssertAllAreAccountedFor(done, 100);
    }

    [Fact]
    public async Task One_that_floods_is_started_again()
    {
        string script = Script(Once + "read -r line; exec yes \"$line\"");
        Pipelines done = await RunAsync(script, ["--input-file", Tape(50), "--output-null"]);
        Assert.Contains(_log.Lines, line => line.Contains("it gave ") && line.Contains(" messages for "));
        Assert.InRange(done.Back.Ledger[Counter.TapedMessagesRead], 1000, 3000);
    }

    [Theory]
    [InlineData("false", "it ended (exit code 1)")]
    [InlineData("/none/program", "No such file or directory")]
    public async Task One_that_never_works_costs_calls_that_are_counted(string program, string expected)
    {
        Pipelines done = await RunAsync(program, ["--input-file", Tape(5), "--output-null", "--shutdown-timeout", "1s"]);
        Assert.Contains(_log.Lines, line => line.Contains(expected));
        AssertNoneCameThrough(done, 5);
    }

    [Fact]
    public async Task One_that_fails_ends_gor_where_that_is_asked_for()
    {
        Pipelines done = await RunAsync("false", ["--input-file", Tape(5), "--output-null", "--middleware-on-failure", "exit"], isWhole: false);
        Assert.Contains(_log.Lines, line => line.Contains("gor ends with it"));

        // The run may end before the tape is read to its end.
        AssertNoneCameThrough(done, (int)done.Front.Outputs.Single().Tally.Accepted);
    }

    [Fact]
    public async Task One_that_does_not_end_is_killed_at_the_end()
    {
        string script = Script("cat; exec sleep 1000");
        Pipelines done = await RunAsync(script, ["--input-file", Tape(5), "--output-null", "--shutdown-timeout", "1s"]);
        Assert.Contains(_log.Lines, line => line.Contains("was killed"));
        Assert.Equal(5, done.Back.Ledger[Counter.ExchangesRecorded]);
    }

    [Fact]
    public async Task The_sample_in_shell_drops_calls_of_health()
    {
        string tape = Tape(2, "/health");
        Pipelines done = await RunAsync(SourceTree.PathOf("samples/middleware.sh"), ["--input-file", tape, "--output-null"]);
        Assert.Equal((3, 2), (done.Front.Outputs.Single().Tally.Delivered, done.Back.Ledger[Counter.ExchangesRecorded]));
    }

    [Fact]
    public async Task The_sample_in_CSharp_takes_queries_off()
    {
        string copy = Path.Combine(_folder.Path, "copy");
        await RunAsync(
            $"dotnet run {SourceTree.PathOf("samples/middleware.cs")}", ["--input-file", Tape(1, "/a?secret=1"), "--output-file", copy, "--output-file-append", "--shutdown-timeout", "3m"]);
        string text = File.ReadAllText(copy);
        Assert.Contains("GET /a HTTP/1.1\r\nHost: h\r\n\r\n", text);
        Assert.DoesNotContain("secret", text);
    }

    [Fact]
    public async Task Of_what_it_gave_back_nothing_is_lost_where_the_destination_is_away_and_gor_is_stopped()
    {
        const int Calls = 3000;
        int port = ResurfaceOutputTests.FreePort();
        string[] words =
        [
            "--middleware", "cat", "--output-resurface", $"http://127.0.0.1:{port}/message", "--output-resurface-rules", "include debug\nskip_compression",
            "--output-resurface-spool", Path.Combine(_folder.Path, "spool"),
        ];
        static Options Small(Options options) => options with { Output = options.Output with { MemoryLimit = 64 << 10, BundleSize = 8 << 10 } };
        long spooled;
        await using (Pipelines away = Open(["--input-file", Tape(Calls), .. words], Small))
        {
            // The tape is held back: there is no room, and the disk is not needed yet.
            IOutput output = away.Back.Outputs.Single();
            using var stop = new CancellationTokenSource();
            Task<bool> run = away.RunAsync(stop.Token);
            await Eventually.TrueAsync(() => output.Status.Held > output.Status.Limit / 2);
            Assert.Equal(0, output.Tally.Spooled);
            await stop.CancelAsync();
            Assert.True(await run);
            spooled = output.Tally.Spooled;
            Assert.Equal((output.Tally.Accepted, 0, 0), (spooled, output.Tally.Lost, away.Unanswered));
            Assert.Equal((spooled, 0), (away.Front.Outputs.Single().Tally.Delivered, away.Front.Outputs.Single().Tally.Lost));
            Assert.Equal(2 * spooled, away.Front.Ledger[Counter.TapedMessagesHanded]);
            Assert.InRange(spooled, 1, Calls);
            Assert.True(away.Front.Ledger.IsBalanced && away.Back.Ledger.IsBalanced, away.Ledgers);
        }

        await using HttpSink sink = await HttpSink.StartAsync((Func<PostSeen, HttpContext, Task>?)null, port);
        await using Pipelines back = Open(["--input-file", Tape(1), .. words]);
        Assert.True(await back.RunAsync(TestContext.Current.CancellationToken));
        Assert.Equal(spooled + 1, sink.Records.Count);
        Assert.Equal((spooled, spooled + 1), (back.Back.Outputs.Single().Tally.Recovered, back.Back.Outputs.Single().Tally.Delivered));
    }

    [Fact]
    public async Task What_waits_behind_it_counts_for_the_memory_limit()
    {
        await using Pipelines pipelines = Open(["--input-file", Tape(1), "--middleware", "cat", "--output-null"]);
        Assert.Contains(pipelines.Front.MemoryHolders, holder => holder.Name == "behind_middleware");
        Assert.DoesNotContain(pipelines.Back.MemoryHolders, holder => holder.Name == "behind_middleware");
        Assert.Same(pipelines.Front.Pressure, pipelines.Back.Pressure);
    }

    [Fact]
    public async Task Answers_to_replays_go_through_it_to_the_other_outputs()
    {
        await using WebApplication server = await ServeAsync();
        string copy = Path.Combine(_folder.Path, "copy");

        // It changes the answers ("3 ", and "hello" in them), drops one of them, and leaves the calls as they are.
        string script = Script(
            "while read -r line; do case $line in 3320*2f37) ;; 3320*) echo \"${line/68656c6c6f/48454c4c4f}\" ;; *) echo \"$line\" ;; esac; done");
        Pipelines done = await RunAsync(script, Tracked(server, copy, 300));
        AssertAnswers(done, seen: 300, unseen: 0, handed: 299);
        string text = File.ReadAllText(copy);
        Assert.Equal((300, 300, 299), (Count(text, "1 "), Count(text, "2 "), Count(text, "3 ")));
        Assert.Equal(299, text.Split("HELLO from /").Length - 1);
        Assert.DoesNotContain("hello from", text);

        // An answer has the id of its call.
        string id = Id("/42");
        Assert.Equal(["1", "2", "3"], text.Split('\n').Where(line => line.Contains($" {id} ", StringComparison.Ordinal)).Select(line => line[..1]).Order());
    }

    [Fact]
    public async Task Answers_that_it_drops_go_nowhere()
    {
        await using WebApplication server = await ServeAsync();
        string copy = Path.Combine(_folder.Path, "copy");
        string script = Script("grep --line-buffered -v ^3320; true");
        Pipelines done = await RunAsync(script, Tracked(server, copy, 20));
        AssertAnswers(done, seen: 20, unseen: 0, handed: 0);
        Assert.Equal(0, Count(File.ReadAllText(copy), "3 "));
    }

    [Fact]
    public async Task Answers_that_come_after_its_end_are_counted_and_go_past_it_to_nobody()
    {
        await using WebApplication server = await ServeAsync();
        string copy = Path.Combine(_folder.Path, "copy");
        Pipelines done = await RunAsync(
            "head -n 8",
            [.. Tracked(server, copy, 4), "--middleware-on-failure", "exit"],
            isWhole: false);
        Assert.Equal(0, Count(File.ReadAllText(copy), "3 "));
        Ledger ledger = done.Back.Ledger;
        Assert.Equal(4, done.Back.Outputs.Single(output => !output.TakesAnswers).Tally.Delivered);
        Assert.Equal((4, 0), (ledger[Counter.ReplayedResponsesSeen] + ledger[Counter.ReplayedResponsesUnseen], ledger[Counter.ReplayedResponses]));
    }

    [Fact]
    public async Task An_answer_that_would_be_taken_apart_is_malformed()
    {
        await using WebApplication server = await ServeAsync();
        string copy = Path.Combine(_folder.Path, "copy");
        string separator = Convert.ToHexStringLower(Encoding.UTF8.GetBytes(End));
        string script = Script($"while read -r line; do case $line in 3320*) echo \"$line{separator}\" ;; *) echo \"$line\" ;; esac; done");
        Pipelines done = await RunAsync(script, Tracked(server, copy, 3));
        Assert.Equal((3, 0), (done.Back.Ledger[Counter.TapedMessagesMalformed], done.Back.Ledger[Counter.ReplayedResponses]));
    }

    private static void AssertAnswers(Pipelines done, long seen, long unseen, long handed)
    {
        Ledger ledger = done.Back.Ledger;
        Assert.Equal(
            (seen, unseen, handed),
            (ledger[Counter.ReplayedResponsesSeen], ledger[Counter.ReplayedResponsesUnseen], ledger[Counter.ReplayedResponses]));
        Assert.Equal(seen + unseen, done.Back.Outputs.Single(output => output is { Form: OutputForm.Tape, TakesAnswers: false }).Tally.Delivered);
        Assert.Equal(0, done.Unanswered);
    }

    private static int Count(string tape, string kind) => $"\n{tape}".Replace(End, "\n", StringComparison.Ordinal).Split('\n')
        .Count(line => line.StartsWith(kind, StringComparison.Ordinal) && line.Split(' ') is { Length: 4 } words && words[1].Length == 24);

    private string[] Tracked(WebApplication server, string copy, int calls) =>
        ["--input-file", Tape(calls), "--output-http", server.Urls.Single(), "--output-http-track-response", "--output-file", copy, "--output-file-append"];

    private static async Task<WebApplication> ServeAsync()
    {
        WebApplicationBuilder builder = WebApplication.CreateEmptyBuilder(new WebApplicationOptions());
        builder.WebHost.UseKestrelCore().ConfigureKestrel(kestrel => kestrel.Listen(System.Net.IPAddress.Loopback, 0));
        WebApplication app = builder.Build();
        app.Run(context => context.Response.WriteAsync($"hello from {context.Request.Path}"));
        await app.StartAsync();
        return app;
    }

    private static string Id(string name) => Gor.Tape.TapeId.Of(Encoding.ASCII.GetBytes(name)).ToString();

    /// <summary>Given back, or with a middleware that failed.</summary>
    private static void AssertAllAreAccountedFor(Pipelines done, long messages)
    {
        long read = done.Back.Ledger[Counter.TapedMessagesRead] - done.Back.Ledger[Counter.TapedMessagesMalformed];
        Assert.Equal(messages, read + done.Unanswered);
        Assert.Equal(messages / 2, done.Front.Outputs.Single().Tally.Delivered);
    }

    /// <summary>Calls that were never taken, or were taken into the program's pipe and lost with it.</summary>
    private static void AssertNoneCameThrough(Pipelines done, int calls)
    {
        OutputTally tally = done.Front.Outputs.Single().Tally;
        Assert.Equal(0, done.Back.Ledger[Counter.TapedMessagesRead]);
        Assert.Equal(calls, tally.GivenUp + tally.Delivered);
        Assert.InRange(done.Unanswered + tally.GivenUp, calls, 2 * calls);
    }

    private string Script(string text)
    {
        string path = _folder.Write("script.sh", Encoding.UTF8.GetBytes("#!/usr/bin/env bash\n" + text + "\n"));
        File.SetUnixFileMode(path, UnixFileMode.UserRead | UnixFileMode.UserWrite | UnixFileMode.UserExecute);
        return path;
    }

    private string Tape(int calls, string? extra = null) => _folder.Write("tape.gor", Encoding.UTF8.GetBytes(string.Concat(
        Enumerable.Range(0, calls).Select(i => $"/{i}").Concat(extra is null ? [] : [extra]).Select((target, i) =>
            $"1 {Id(target)} {i + 5} 0\nGET {target} HTTP/1.1\r\nHost: h\r\n\r\n{End}2 {Id(target)} {i + 6} 0\nHTTP/1.1 200 OK\r\nContent-Length: 2\r\n\r\nok{End}"))));

    private Pipelines Open(string[] words, Func<Options, Options>? change = null)
    {
        Options options = Assert.IsType<RunCommand>(RunLine.Parse(words, new Dictionary<string, string>())).Options;
        return Pipelines.Open(change?.Invoke(options) ?? options, _log.Log);
    }

    /// <summary>To the end; both ledgers must balance.</summary>
    private async Task<Pipelines> RunAsync(string middleware, string[] words, bool isWhole = true)
    {
        await using Pipelines pipelines = Open([.. words, "--middleware", middleware]);
        Assert.Equal(isWhole, await pipelines.RunAsync(TestContext.Current.CancellationToken));
        Assert.True(pipelines.Front.Ledger.IsBalanced && pipelines.Back.Ledger.IsBalanced, pipelines.Ledgers);
        return pipelines;
    }
}
