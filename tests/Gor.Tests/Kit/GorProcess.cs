using System.Collections.Concurrent;
using System.Diagnostics;

namespace Gor.Tests.Kit;

/// <summary>The whole program as its users start it. <c>GOR_BINARY</c> names another build of it, the published one for instance.</summary>
internal sealed class GorProcess : IAsyncDisposable
{
    private static readonly TimeSpan Patience = TimeSpan.FromSeconds(40);

    private readonly Process _process;
    private readonly ConcurrentQueue<string> _records = [];
    private readonly ConcurrentQueue<string> _log = [];

    private GorProcess(ProcessStartInfo start)
    {
        start.RedirectStandardInput = true;
        start.RedirectStandardOutput = true;
        start.RedirectStandardError = true;
        _process = new Process { StartInfo = start };
        _process.OutputDataReceived += (_, line) => Add(_records, line.Data);
        _process.ErrorDataReceived += (_, line) => Add(_log, line.Data);
        _process.Start();
        _process.BeginOutputReadLine();
        _process.BeginErrorReadLine();
    }

    public int Id => _process.Id;

    /// <summary>What it wrote to stdout.</summary>
    public IReadOnlyList<string> Records => [.. _records];

    /// <summary>What it wrote to stderr.</summary>
    public string Log => string.Join('\n', _log);

    public Stream Input => _process.StandardInput.BaseStream;

    /// <summary>True where the published binary is named.</summary>
    public static bool IsNative => Environment.GetEnvironmentVariable("GOR_BINARY") is { Length: > 0 };

    public static IReadOnlyList<string> Command => Environment.GetEnvironmentVariable("GOR_BINARY") is { Length: > 0 } binary
        ? [binary]
        : [Environment.ProcessPath is { } host && Path.GetFileNameWithoutExtension(host) == "dotnet" ? host : "dotnet", Path.Combine(AppContext.BaseDirectory, "gor.dll")];

    /// <param name="inside">Where to run; null for this process' own network.</param>
    /// <param name="arguments">The command line.</param>
    public static GorProcess Start(NetworkNamespace? inside, params string[] arguments) => Start(inside, [], arguments);

    /// <param name="inside">Where to run; null for this process' own network.</param>
    /// <param name="prefix">A program in front, which runs what follows: <c>setpriv</c>, for instance.</param>
    /// <param name="arguments">The command line.</param>
    public static GorProcess Start(NetworkNamespace? inside, IReadOnlyList<string> prefix, IReadOnlyList<string> arguments) =>
        StartWords(inside, [.. prefix, .. Command, .. arguments]);

    /// <summary>The same with another copy of the program.</summary>
    public static GorProcess Start(NetworkNamespace? inside, string binary, IReadOnlyList<string> prefix, IReadOnlyList<string> arguments) =>
        StartWords(inside, [.. prefix, binary, .. arguments]);

    private static GorProcess StartWords(NetworkNamespace? inside, string[] words)
    {
        words = [.. inside is null ? [] : (string[])["ip", "netns", "exec", inside.Name], .. words];
        return new GorProcess(new ProcessStartInfo(words[0], words[1..]));
    }

    /// <summary>Captures the ports and prints whole records; waits until it captures.</summary>
    public static async Task<GorProcess> CaptureAsync(NetworkNamespace? inside, params string[] arguments)
    {
        GorProcess gor = Start(inside, [.. arguments, "--output-resurface", "-", "--output-resurface-rules", "include debug"]);
        await gor.UntilLogAsync("rules: ");
        return gor;
    }

    public Task UntilLogAsync(string text, int times = 1) => UntilAsync(() => Log.Split(text).Length > times, $"\"{text}\" in the log, {times} times");

    /// <summary>Waits for a call with this in its URL.</summary>
    public Task UntilRecordAsync(string url) => UntilAsync(() => Count(url) > 0, $"a record of {url}");

    public int Count(string url) => _records.Count(record => record.Contains(url, StringComparison.Ordinal));

    public void Signal(string name)
    {
        using Process kill = Process.Start("kill", [$"-{name}", _process.Id.ToString()]);
        kill.WaitForExit();
    }

    public Task<int> StopAsync()
    {
        Signal("TERM");
        return ExitAsync();
    }

    public async Task<int> ExitAsync(TimeSpan? within = null)
    {
        using var patience = new CancellationTokenSource(within ?? Patience);
        await _process.WaitForExitAsync(patience.Token);
        return _process.ExitCode;
    }

    public async ValueTask DisposeAsync()
    {
        if (!_process.HasExited)
        {
            _process.Kill();
            await _process.WaitForExitAsync();
        }

        _process.Dispose();
    }

    private static void Add(ConcurrentQueue<string> lines, string? line)
    {
        if (line is not null)
        {
            lines.Enqueue(line);
        }
    }

    private async Task UntilAsync(Func<bool> condition, string what)
    {
        var watch = Stopwatch.StartNew();
        while (!condition())
        {
            if (watch.Elapsed > Patience || _process.HasExited)
            {
                await FailAsync(what);
            }

            await Task.Delay(5);
        }
    }

    /// <summary>With the ledger, which tells where it ended.</summary>
    private async Task FailAsync(string what)
    {
        if (!_process.HasExited)
        {
            await StopAsync();
        }

        Assert.Fail($"there was no {what}\n{Log}\n{string.Join('\n', _records.TakeLast(5))}");
    }
}
