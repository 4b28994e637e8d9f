using System.Diagnostics;
using System.Security.Cryptography.X509Certificates;
using Gor.Tests.Output;

namespace Gor.Tests.Live;

/// <summary>
/// The table of docs/delivery.md: the whole program, a real sink with a fault, live calls all the time, and at the end each call in
/// exactly one place. The explicit ones run by <c>bin/faults</c>, which also makes every fault last for a minute.
/// </summary>
public sealed class FaultTests
{
    private static readonly Func<Task> Nothing = () => Task.CompletedTask;

    [Fact(Explicit = true)]
    public async Task Refuses_connections()
    {
        await using FaultRun run = await FaultRun.NewAsync();
        await run.SufferAsync(run.Sink.StopAsync, () => run.Sink.StartAsync());
        await run.DrainAsync();
        run.Check($"refuses connections {Length}", lost: 0);
    }

    [Fact]
    public async Task Answers_503()
    {
        await using FaultRun run = await FaultRun.NewAsync();
        bool isIll = false;
        run.Sink.Status = (_, _) => Volatile.Read(ref isIll) ? 503 : 204;
        await run.SufferAsync(
            () =>
            {
                Volatile.Write(ref isIll, true);
                return Task.CompletedTask;
            },
            () =>
            {
                Volatile.Write(ref isIll, false);
                return Task.CompletedTask;
            });
        await run.DrainAsync();
        Account account = run.Check($"answers 503 {Length}", lost: 0, repeated: 0);
        Assert.Equal(0, account["spooled"]);
    }

    [Fact(Explicit = true)]
    public async Task Hangs_without_an_answer()
    {
        await using FaultRun run = await FaultRun.NewAsync();
        using var isWell = new ManualResetEventSlim(true);
        run.Sink.Before = async (context, _) =>
        {
            if (!isWell.IsSet)
            {
                await Task.Delay(Timeout.Infinite, context.RequestAborted).ContinueWith(_ => { }, TaskScheduler.Default);
                return true;
            }

            return false;
        };
        await run.SufferAsync(() => Set(isWell, false), () => Set(isWell, true));
        await run.DrainAsync();
        run.Check($"hangs without an answer {Length}", lost: 0, note: $"no answer in 30 s is a failure; {run.Account().Repeated} calls counted as sent again");
    }

    [Fact(Explicit = true)]
    public async Task Accepts_and_closes_half_way()
    {
        await using FaultRun run = await FaultRun.NewAsync();
        using var isWell = new ManualResetEventSlim(true);
        run.Sink.Before = async (context, _) =>
        {
            if (!isWell.IsSet)
            {
                await context.Request.Body.ReadAtLeastAsync(new byte[100], 100, throwOnEndOfStream: false);
                context.Abort();
                return true;
            }

            return false;
        };
        await run.SufferAsync(() => Set(isWell, false), () => Set(isWell, true));
        await run.DrainAsync();
        run.Check($"accepts and closes half way {Length}", lost: 0);
    }

    [Fact(Explicit = true)]
    public async Task Answers_late()
    {
        await using FaultRun run = await FaultRun.NewAsync();
        run.Sink.After = (context, _) => Task.Delay(TimeSpan.FromSeconds(20), context.RequestAborted).ContinueWith(_ => { }, TaskScheduler.Default);
        await run.SufferAsync(Nothing, () =>
        {
            run.Sink.After = (_, _) => Task.CompletedTask;
            return Task.CompletedTask;
        });
        await run.DrainAsync();
        run.Check($"answers 204 after 20 s, for {Length}", lost: 0, repeated: 0);
    }

    [Fact(Explicit = true)]
    public async Task Reads_slowly()
    {
        await using FaultRun run = await FaultRun.NewAsync();
        await run.SufferAsync(() => Pace(run, 10 << 10), () => Pace(run, 0));
        await run.DrainAsync();
        run.Check($"reads 10 KB/s, {Length}", lost: 0);
    }

    [Fact]
    public async Task Takes_small_bundles_only()
    {
        await using FaultRun run = await FaultRun.NewAsync();
        run.Sink.Status = (_, records) => records.AsSpan().Count('\n') > 100 ? 413 : 204;
        await run.SufferAsync(Nothing, Nothing);
        await run.DrainAsync();
        run.Check("413 above 100 records", lost: 0, repeated: 0);
    }

    [Fact(Explicit = true)]
    public async Task Refuses_every_third_bundle()
    {
        await using FaultRun run = await FaultRun.NewAsync();
        int bundles = 0;
        var refused = new HashSet<string>();
        run.Sink.Status = (_, records) =>
        {
            lock (refused)
            {
                if (refused.Contains(records) || (++bundles % 3 == 0 && refused.Add(records)))
                {
                    return 400;
                }
            }

            return 204;
        };
        await run.SufferAsync(Nothing, Nothing);
        await run.DrainAsync(patience: TimeSpan.FromSeconds(5));
        Account account = run.Check("400 on every third bundle", lost: 0, repeated: 0, note: "kept in rejected/");
        Assert.Equal(run.Spooled(rejected: true).Count, account["rejected"]);
        Assert.NotEqual(0, account["rejected"]);
    }

    [Fact(Explicit = true)]
    public async Task Has_the_wrong_certificate()
    {
        await using FaultRun run = await FaultRun.NewAsync();
        using X509Certificate2 right = ServerTrustTests.SelfSigned();
        using X509Certificate2 wrong = ServerTrustTests.SelfSigned();
        await File.WriteAllTextAsync(run.Temporary("ca.pem"), right.ExportCertificatePem());
        run.Url = run.Url.Replace("http://", "https://");
        run.Flags = ["--output-resurface-ca", run.Temporary("ca.pem")];
        await run.Sink.StartAsync(wrong);
        await run.StartGorAsync();
        run.Calls.Start();
        await Task.Delay(FaultRun.FaultLength);
        Assert.Empty(run.Sink.Taken);
        await run.Sink.StopAsync();
        await run.Sink.StartAsync(right);
        await Task.Delay(TimeSpan.FromSeconds(2));
        await run.Calls.StopAsync();
        await run.DrainAsync();
        run.Check($"wrong TLS certificate {Length}, then the right one", lost: 0);
        Assert.Contains("certificate", run.Gor.Log);
    }

    [Fact(Explicit = true)]
    public async Task Has_a_name_that_nobody_knows_yet()
    {
        await using FaultRun run = await FaultRun.NewAsync();
        string hosts = run.Temporary("hosts");
        await File.WriteAllTextAsync(hosts, "127.0.0.1 localhost\n");
        run.Url = run.Url.Replace("127.0.0.1", "resurface.test");
        run.Rules = "include default\nallow_http_url";
        run.Prefix = ["unshare", "--mount", "sh", "-c", $"mount --bind {hosts} /etc/hosts && exec \"$@\"", "sh"];
        await run.Sink.StartAsync();
        await run.StartGorAsync();
        run.Calls.Start();
        await Task.Delay(FaultRun.FaultLength);
        Assert.Empty(run.Sink.Taken);
        await File.AppendAllTextAsync(hosts, "127.0.0.1 resurface.test\n");
        await Task.Delay(TimeSpan.FromSeconds(2));
        await run.Calls.StopAsync();
        await run.DrainAsync();
        run.Check($"DNS name that fails {Length}, then works", lost: 0);
    }

    [Fact(Explicit = true)]
    public async Task Is_restarted_again_and_again()
    {
        await using FaultRun run = await FaultRun.NewAsync();
        await run.Sink.StartAsync();
        await run.StartGorAsync();
        run.Calls.Start();
        for (int i = 0; i < 5; i++)
        {
            await Task.Delay(TimeSpan.FromSeconds(1));
            await run.Sink.StopAsync();
            await Task.Delay(TimeSpan.FromMilliseconds(500));
            await run.Sink.StartAsync();
        }

        await run.Calls.StopAsync();
        await run.DrainAsync();
        run.Check("sink restarted five times", lost: 0);
    }

    [Fact]
    public async Task SIGTERM_under_load()
    {
        await using FaultRun run = await FaultRun.NewAsync();
        await run.Sink.StartAsync();
        await run.StartGorAsync();
        run.Calls.Start();
        await Task.Delay(TimeSpan.FromSeconds(3));

        IReadOnlyList<int> due = run.Calls.Answered;
        await run.StopGorAsync();
        await run.Calls.StopAsync();
        run.Check("SIGTERM under load", lost: 0, repeated: 0, note: "the calls before it", due: due);
    }

    [Theory]
    [InlineData]
    [InlineData("--middleware", "cat")]
    public async Task SIGTERM_while_the_sink_is_down_and_a_restart_with_it_up(params string[] flags)
    {
        await using FaultRun run = await FaultRun.NewAsync();
        run.Flags = flags;
        await run.StartGorAsync();
        run.Calls.Start();
        await Task.Delay(FaultRun.FaultLength);
        await run.Calls.StopAsync();
        var stop = Stopwatch.StartNew();
        Account first = await run.StopGorAsync();
        Assert.InRange(stop.Elapsed, TimeSpan.Zero, TimeSpan.FromSeconds(9));
        Assert.Equal(run.Calls.Answered.Count, first["spooled"]);
        Assert.Equal(run.Calls.Answered.Count, run.Spooled().Count);

        await run.Sink.StartAsync();
        await run.StartGorAsync();
        await run.DrainAsync();
        Account second = run.Check($"SIGTERM while the sink is down, restart with it up{Behind(flags)}", lost: 0);
        Assert.Equal(run.Calls.Answered.Count, second.Recovered);
    }

    /// <summary>What is lost is measured in time: a busy machine decides it too.</summary>
    [Fact(Explicit = true)]
    public async Task Kill_under_load_and_a_restart()
    {
        await using FaultRun run = await FaultRun.NewAsync();
        await run.Sink.StartAsync();
        await run.StartGorAsync();
        run.Calls.Start();
        await Task.Delay(TimeSpan.FromSeconds(4));
        IReadOnlyList<int> due = run.Calls.Answered;
        run.Gor.Signal("KILL");
        await run.Gor.ExitAsync();
        await run.Calls.StopAsync();
        await run.StartGorAsync();
        await run.DrainAsync(patience: TimeSpan.FromSeconds(3));

        // A bundle that is a second old, a tick of a quarter of it, and the packets that the kernel had not handed over.
        long most = (long)(1.5 * run.Calls.Rate);
        run.Check("kill -9 under load, restart", lost: most, repeated: most, note: "less than the last 1.5 s", due: due);
    }

    [Theory(Explicit = true)]
    [InlineData]
    [InlineData("--middleware", "cat")]
    public async Task Kill_while_the_sink_is_down_and_a_restart(params string[] flags)
    {
        await using FaultRun run = await FaultRun.NewAsync();
        run.Flags = flags;
        await run.StartGorAsync();
        run.Calls.Start();
        await Task.Delay(FaultRun.FaultLength);
        await run.Calls.StopAsync();
        run.Gor.Signal("KILL");
        await run.Gor.ExitAsync();
        await run.Sink.StartAsync();
        await run.StartGorAsync();
        await run.DrainAsync(patience: TimeSpan.FromSeconds(5));
        long most = (long)(1.5 * run.Calls.Rate);
        run.Check($"sink down {Length}, then kill -9, restart with it up{Behind(flags)}", lost: most, repeated: most, note: "less than the last 1.5 s");
    }

    [Fact]
    public async Task The_spool_is_full()
    {
        await using FaultRun run = await FaultRun.NewAsync();
        run.Flags = ["--output-resurface-spool-size", "1mb"];
        run.Rules = "include debug\nskip_compression";
        await run.StartGorAsync();
        run.Calls.Start();
        await Task.Delay(FaultRun.FaultLength + TimeSpan.FromSeconds(4));
        await run.Calls.StopAsync();
        await run.StopGorAsync(exitCode: 3);
        Account account = run.Check("spool of 1 MB full, sink down", note: "the oldest gave way; exit code 3");
        Assert.NotEqual(0, account["gave way"]);
        Assert.Contains("gave way", run.Gor.Log);

        // What is left are the newest, but for what two workers fill side by side.
        Assert.True(run.Spooled().Average() > run.Calls.Answered.Except(run.Spooled()).Average());
    }

    [Fact(Explicit = true)]
    public async Task The_disk_is_full()
    {
        await using FaultRun run = await FaultRun.NewAsync();
        using var disk = new SmallDisk(run.Temporary("disk"), "256k");
        run.Spool = Path.Combine(disk.Path, "spool");
        run.Flags = ["--output-resurface-memory", "1mb"];
        run.Rules = "include debug\nskip_compression";
        await run.StartGorAsync();
        run.Calls.Start();
        await Task.Delay(FaultRun.FaultLength + TimeSpan.FromSeconds(6));
        await run.Calls.StopAsync();
        await run.StopGorAsync(exitCode: 3);
        Account account = run.Check("disk of 256 KB full, memory of 1 MB, sink down", note: "the oldest gave way; exit code 3");
        Assert.NotEqual(0, account["gave way"]);
        Assert.Contains("No space left on device", run.Gor.Log);
    }

    [Fact(Explicit = true)]
    public async Task The_spool_is_removed()
    {
        await using FaultRun run = await FaultRun.NewAsync();
        await run.StartGorAsync();
        run.Calls.Start();
        await Task.Delay(FaultRun.FaultLength);

        // At one stroke: files may come while others go.
        Directory.Move(run.Spool, run.Temporary("away"));
        await Task.Delay(TimeSpan.FromSeconds(3));
        await run.Calls.StopAsync();
        await run.Sink.StartAsync();
        await run.DrainAsync(exitCode: 3, patience: TimeSpan.FromSeconds(5));
        Account account = run.Check("spool folder removed while running", note: "made again; what was in it is counted as damaged; exit code 3");
        Assert.NotEqual(0, account["damaged"]);
        Assert.NotEqual(0, account["delivered"]);
    }

    [Fact(Explicit = true)]
    public async Task The_clock_steps_back_an_hour()
    {
        const string Library = "/usr/lib/x86_64-linux-gnu/faketime/libfaketimeMT.so.1";
        Assert.SkipUnless(File.Exists(Library), "needs libfaketime (Debian: faketime)");
        await using FaultRun run = await FaultRun.NewAsync();
        string clock = run.Temporary("clock");
        await File.WriteAllTextAsync(clock, "+0");
        run.Prefix =
        [
            "env", $"LD_PRELOAD={Library}", $"FAKETIME_TIMESTAMP_FILE={clock}", "FAKETIME_NO_CACHE=1", "FAKETIME_DONT_FAKE_MONOTONIC=1",
        ];
        await run.SufferAsync(
            async () =>
            {
                await run.Sink.StopAsync();
                await Task.Delay(TimeSpan.FromSeconds(1));
                await File.WriteAllTextAsync(clock, "-3600");
            },
            () => run.Sink.StartAsync());
        await run.DrainAsync();
        run.Check($"clock steps back an hour while the sink is down {Length}", lost: 0);
    }

    [Fact]
    public async Task Two_outputs_one_dead()
    {
        await using FaultRun run = await FaultRun.NewAsync();
        string dead = $"http://127.0.0.1:{ResurfaceOutputTests.FreePort()}/message";
        run.Flags = ["--output-resurface", dead];
        await run.SufferAsync(Nothing, Nothing);
        var delay = Stopwatch.StartNew();
        while (run.Calls.Answered.Except(run.Sink.Taken).Any() && delay.Elapsed < TimeSpan.FromSeconds(20))
        {
            await Task.Delay(50);
        }

        Assert.InRange(delay.Elapsed, TimeSpan.Zero, TimeSpan.FromSeconds(5));
        await run.StopGorAsync();
        Account account = run.Check("two outputs, one dead", lost: 0, repeated: 0, note: "the dead one's are in its own spool");
        Assert.Equal(run.Calls.Answered.Count, account["delivered"]);
        Assert.Equal(run.Calls.Answered.Count, Account.Read(run.Gor.Log, dead)["spooled"]);
    }

    [Fact(Explicit = true)]
    public async Task SIGSTOP_for_twenty_seconds()
    {
        await using FaultRun run = await FaultRun.NewAsync();

        // libpcap's ring gives the packets of each read timeout, 50 ms, a block of at least the snapshot length, 256 KB.
        run.Flags = ["--input-raw-buffer-size", "256mb"];
        await run.Sink.StartAsync();
        await run.StartGorAsync();
        run.Calls.Start();
        await Task.Delay(TimeSpan.FromSeconds(1));
        run.Gor.Signal("STOP");
        await Task.Delay(TimeSpan.FromSeconds(20));
        run.Gor.Signal("CONT");
        await Task.Delay(TimeSpan.FromSeconds(2));
        await run.Calls.StopAsync();
        await run.DrainAsync();
        run.Check("SIGSTOP for 20 s", lost: 0, note: "with a kernel buffer of 256 MB: the ring uses up 256 KB each 50 ms, so 64 MB held 13 s");
    }

    [Fact(Explicit = true)]
    public async Task The_memory_limit_at_overload()
    {
        const long Limit = 256 << 20;
        byte[] body = new byte[48 << 10];
        new Random(1).NextBytes(body);
        for (int i = 0; i < body.Length; i++)
        {
            body[i] = (byte)('a' + (body[i] % 26));
        }

        await using FaultRun run = await FaultRun.NewAsync(perSecond: 250, body);
        run.Spool = "off";
        run.Rules = "include debug\nskip_compression";
        run.Flags = ["--memory-limit", "256mb", "--output-resurface-memory", "1gb"];

        // Two POSTs at a time: a quarter of the 12 MB/s that come.
        run.Sink.BytesPerSecond = 1536 << 10;
        await run.SufferAsync(Nothing, () => Task.Delay(TimeSpan.FromSeconds(20)));
        long peak = PeakOf(run.Gor.Id);
        int code = await run.Gor.StopAsync();
        Assert.True(code == 3, $"exit code {code}\n{run.Gor.Log}");
        Account account = run.Check(
            "four times the load that the sink takes, 256 MB of memory, no spool",
            lost: long.MaxValue,
            note: $"resident at most {peak >> 20} MB; the rest shed and counted; exit code 3");
        Assert.InRange(peak, 0, Limit * 6 / 5);
        Assert.Equal(run.Calls.Answered.Count, account.Accepted + CountOf(run.Gor.Log, "exchanges_shed_memory"));
    }

    private static string Behind(string[] flags) => flags.Length == 0 ? "" : ", behind a middleware";

    internal static string Length => $"{FaultRun.FaultLength.TotalSeconds:0} s";

    private static Task Pace(FaultRun run, int bytesPerSecond)
    {
        run.Sink.BytesPerSecond = bytesPerSecond;
        return Task.CompletedTask;
    }

    private static Task Set(ManualResetEventSlim state, bool value)
    {
        if (value)
        {
            state.Set();
        }
        else
        {
            state.Reset();
        }

        return Task.CompletedTask;
    }

    private static long CountOf(string log, string counter)
    {
        string[] words = log[log.LastIndexOf("ledger: ", StringComparison.Ordinal)..].Split([' ', '\n', ','], StringSplitOptions.RemoveEmptyEntries);
        int at = Array.IndexOf(words, counter);
        return at < 0 ? 0 : long.Parse(words[at - 1]);
    }

    /// <summary>The most resident memory that the process ever had.</summary>
    private static long PeakOf(int process)
    {
        string line = File.ReadLines($"/proc/{process}/status").Single(line => line.StartsWith("VmHWM:", StringComparison.Ordinal));
        return long.Parse(new string([.. line.Where(char.IsAsciiDigit)])) << 10;
    }
}
