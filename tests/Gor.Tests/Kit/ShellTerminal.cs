using System.Diagnostics;
using System.Text;

namespace Gor.Tests.Kit;

/// <summary>A shell as its user has it: with a terminal, by script(1).</summary>
internal sealed class ShellTerminal : IAsyncDisposable
{
    private static readonly TimeSpan Patience = TimeSpan.FromSeconds(30);

    private readonly Process _process;
    private readonly StringBuilder _screen = new();

    /// <param name="command">The shell, with what makes it read no one's own settings.</param>
    public ShellTerminal(string command)
    {
        var start = new ProcessStartInfo("script", ["-q", "-e", "-c", command, "/dev/null"])
        {
            RedirectStandardInput = true,
            RedirectStandardOutput = true,
            StandardOutputEncoding = Encoding.UTF8,
        };
        start.Environment["TERM"] = "xterm";
        start.Environment.Remove("INPUTRC");
        start.Environment.Remove("NO_COLOR");
        _process = Process.Start(start)!;
        _ = ReadAsync();
    }

    public static bool Has(string program) =>
        (Environment.GetEnvironmentVariable("PATH") ?? "").Split(':').Any(folder => File.Exists(Path.Combine(folder, program)));

    public async Task TypeAsync(string keys)
    {
        await _process.StandardInput.WriteAsync(keys);
        await _process.StandardInput.FlushAsync();
    }

    /// <summary>All that was shown so far.</summary>
    public string Screen()
    {
        lock (_screen)
        {
            return _screen.ToString();
        }
    }

    /// <summary>Waits for a text on the screen.</summary>
    public async Task UntilAsync(string text)
    {
        var watch = Stopwatch.StartNew();
        while (!Screen().Contains(text, StringComparison.Ordinal))
        {
            Assert.True(watch.Elapsed < Patience, $"there was no \"{text}\" on the screen:\n{Screen()}");
            await Task.Delay(5);
        }
    }

    public async ValueTask DisposeAsync()
    {
        if (!_process.HasExited)
        {
            _process.Kill(entireProcessTree: true);
            await _process.WaitForExitAsync();
        }

        _process.Dispose();
    }

    private async Task ReadAsync()
    {
        var block = new char[4096];
        int length;
        while ((length = await _process.StandardOutput.ReadAsync(block)) > 0)
        {
            lock (_screen)
            {
                _screen.Append(block, 0, length);
            }
        }
    }
}
