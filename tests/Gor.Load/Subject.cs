using System.Diagnostics;
using System.Globalization;
using System.Text;

namespace Gor.Load;

/// <summary>A program that was started to be measured, or to help: its output goes nowhere, its messages are kept.</summary>
internal sealed class Subject : IDisposable
{
    private readonly Process _process;
    private readonly StringBuilder _messages = new();
    private readonly TaskCompletionSource _ready = new(TaskCreationOptions.RunContinuationsAsynchronously);

    /// <param name="readyWhen">What it says on stderr or stdout when it is ready; empty: nothing.</param>
    private Subject(IReadOnlyList<string> command, string readyWhen, bool keepsOutput)
    {
        // The shell becomes the program: one process, its output straight to the device.
        string shell = keepsOutput ? "exec \"$@\"" : "exec \"$@\" >/dev/null";
        var start = new ProcessStartInfo("/bin/sh", ["-c", shell, "sh", .. command]) { RedirectStandardError = true, RedirectStandardOutput = keepsOutput };
        _process = Process.Start(start)!;
        DataReceivedEventHandler take = (_, line) =>
        {
            lock (_messages)
            {
                _messages.AppendLine(line.Data);
            }

            if (readyWhen.Length > 0 && line.Data?.Contains(readyWhen, StringComparison.Ordinal) == true)
            {
                _ready.TrySetResult();
            }
        };
        _process.ErrorDataReceived += take;
        _process.BeginErrorReadLine();
        if (keepsOutput)
        {
            _process.OutputDataReceived += take;
            _process.BeginOutputReadLine();
        }
    }

    public int Id => _process.Id;

    /// <summary>All that it said.</summary>
    public string Messages
    {
        get
        {
            lock (_messages)
            {
                return _messages.ToString();
            }
        }
    }

    /// <summary>The most memory that it had resident at a time, in MB; until it ends.</summary>
    public double PeakMegabytes => ReadStatus("VmHWM:") / 1024.0;

    /// <summary>What it has resident now, in MB; until it ends.</summary>
    public double Megabytes => ReadStatus("VmRSS:") / 1024.0;

    /// <summary>The lines of its ledger that say where calls went which did not arrive, once it has ended.</summary>
    public string Losses
    {
        get
        {
            string[] losses = ["dropped", "shed", "orphaned", "skipped", "drops"];
            IEnumerable<string> lines = Messages.Split('\n').Where(line => losses.Any(loss => line.Contains(loss, StringComparison.Ordinal)));
            return string.Concat(lines.Select(line => $"\n    {line.Trim()}"));
        }
    }

    /// <summary>User and system time of its threads so far; until it ends.</summary>
    public double CpuSeconds
    {
        get
        {
            double nanoseconds = 0;
            foreach (string thread in Directory.GetDirectories($"/proc/{_process.Id}/task"))
            {
                try
                {
                    nanoseconds += double.Parse(File.ReadAllText(Path.Combine(thread, "schedstat")).Split(' ')[0], CultureInfo.InvariantCulture);
                }
                catch (IOException)
                {
                    // It has ended meanwhile.
                }
            }

            return nanoseconds / 1e9;
        }
    }

    public static Subject Start(IReadOnlyList<string> command) => new(command, "", keepsOutput: false);

    /// <summary>Starts a program and waits until it says so.</summary>
    public static async Task<Subject> StartReadyAsync(IReadOnlyList<string> command, string readyWhen)
    {
        var subject = new Subject(command, readyWhen, keepsOutput: true);
        Task first = await Task.WhenAny(subject._ready.Task, subject._process.WaitForExitAsync(), Task.Delay(TimeSpan.FromSeconds(20)));
        return first == subject._ready.Task
            ? subject
            : throw new InvalidOperationException($"{string.Join(' ', command)} did not start: {subject.Messages}");
    }

    /// <summary>Lets it end by itself.</summary>
    public async Task<int> WaitAsync(TimeSpan time)
    {
        using var limit = new CancellationTokenSource(time);
        await _process.WaitForExitAsync(limit.Token);
        return _process.ExitCode;
    }

    public bool HasEnded(TimeSpan patience) => _process.WaitForExit(patience);

    /// <summary>Asks it to end (SIGTERM) and waits until it has.</summary>
    public async Task StopAsync()
    {
        using Process kill = Process.Start("/bin/kill", ["-TERM", _process.Id.ToString(CultureInfo.InvariantCulture)]);
        await WaitAsync(TimeSpan.FromSeconds(60));
    }

    public void Dispose()
    {
        if (!_process.HasExited)
        {
            _process.Kill();
        }

        _process.Dispose();
    }

    private double ReadStatus(string name)
    {
        try
        {
            string? line = File.ReadLines($"/proc/{_process.Id}/status").FirstOrDefault(line => line.StartsWith(name, StringComparison.Ordinal));
            return line is null ? 0 : double.Parse(line.Split((char[]?)null, StringSplitOptions.RemoveEmptyEntries)[1], CultureInfo.InvariantCulture);
        }
        catch (Exception gone) when (gone is IOException or UnauthorizedAccessException)
        {
            return 0;
        }
    }
}
