using System.Diagnostics;
using System.Text;
using Gor.Tests.Capture;
using Gor.Tests.Kit;

namespace Gor.Tests.Live;

/// <summary>What the whole program shows on a terminal: a real one, as script(1) makes it.</summary>
public sealed class TerminalTests : IDisposable
{
    private const int Calls = 300;
    private static readonly TimeSpan Patience = TimeSpan.FromSeconds(60);

    private readonly TemporaryFolder _folder = new();

    public TerminalTests() => Assert.SkipUnless(OperatingSystem.IsLinux() && File.Exists("/usr/bin/script"), "A terminal is made by script(1) of util-linux.");

    public void Dispose() => _folder.Dispose();

    /// <summary>The reader of the records takes its time, so the capture file is read as slowly.</summary>
    [Fact]
    public async Task Tells_how_far_a_capture_file_is_read_and_the_records_are_the_same()
    {
        string capture = _folder.Write("calls.pcap", [.. Talk(0).ToPcap(), .. Enumerable.Range(1, Calls - 1).SelectMany(i => Talk(i).ToPcap()[24..])]);
        string[] arguments =
            ["--input-raw", capture, "--output-resurface", "-", "--output-resurface-rules", "include debug", "--output-resurface-memory", "1mb"];
        string records = Path.Combine(_folder.Path, "records");
        using (Process fifo = Process.Start("mkfifo", [records]))
        {
            await fifo.WaitForExitAsync(TestContext.Current.CancellationToken);
        }

        using Process script = StartOnTerminal($"{string.Join(' ', GorProcess.Command.Concat(arguments).Select(Quoted))} > {Quoted(records)}");
        var screen = new StringBuilder();
        Task reading = ReadAsync(script.StandardOutput, screen);
        await using var slow = new FileStream(records, FileMode.Open, FileAccess.Read);
        await UntilAsync(script, screen, " left");
        using var reader = new StreamReader(slow);
        string[] onTerminal = (await reader.ReadToEndAsync(TestContext.Current.CancellationToken)).Split('\n', StringSplitOptions.RemoveEmptyEntries);
        await script.WaitForExitAsync(TestContext.Current.CancellationToken).WaitAsync(Patience);
        await reading;
        string shown = screen.ToString();
        Assert.Equal(0, script.ExitCode);
        Assert.Matches(@"\r[0-9.]+ [KM]iB of [0-9.]+ MiB \([0-9]+ %\), [0-9]+ packets/s, [0-9]+ calls, [0-9]+:[0-9]{2} left", shown);

        // Each line is written over; the last one is wiped out before the ledger. NO_COLOR: nothing has one.
        Assert.Matches(@"\r *\rledger: balanced", shown);
        Assert.DoesNotMatch(@"\e\[[0-9;]*m", shown);

        await using GorProcess quiet = GorProcess.Start(null, arguments);
        Assert.Equal(0, await quiet.ExitAsync());
        Assert.DoesNotContain("packets/s", quiet.Log);
        Assert.DoesNotContain('\r', quiet.Log);
        Assert.Equal(Calls, quiet.Records.Count);
        Assert.Equal(quiet.Records.Order(StringComparer.Ordinal), onTerminal.Order(StringComparer.Ordinal));
    }

    private static Process StartOnTerminal(string command)
    {
        var start = new ProcessStartInfo("script", ["-q", "-e", "-c", command, "/dev/null"])
        {
            RedirectStandardInput = true,
            RedirectStandardOutput = true,
        };
        start.Environment["NO_COLOR"] = "1";
        return Process.Start(start)!;
    }

    private static string Quoted(string word) => $"'{word}'";

    private static async Task ReadAsync(StreamReader output, StringBuilder screen)
    {
        char[] buffer = new char[4096];
        int read;
        while ((read = await output.ReadAsync(buffer)) > 0)
        {
            lock (screen)
            {
                screen.Append(buffer, 0, read);
            }
        }
    }

    private static async Task UntilAsync(Process script, StringBuilder screen, string text)
    {
        var watch = Stopwatch.StartNew();
        while (true)
        {
            lock (screen)
            {
                if (screen.ToString().Contains(text, StringComparison.Ordinal))
                {
                    return;
                }

                Assert.False(script.HasExited || watch.Elapsed > Patience, $"there was no \"{text}\" on the terminal:\n{screen}");
            }

            await Task.Delay(20);
        }
    }

    private static Conversation Talk(int number)
    {
        Conversation talk = new Conversation(1024 + number).Paused(TimeSpan.FromMilliseconds(number * 20L)).Opened();
        talk.Client.Sends($"GET /call-{number}/ HTTP/1.1\r\nHost: test\r\n\r\n");
        talk.Server.Sends($"HTTP/1.1 200 OK\r\nContent-Type: text/plain\r\nContent-Length: 60000\r\n\r\n{new string((char)('a' + number % 26), 60_000)}");
        return talk.Closed();
    }
}
