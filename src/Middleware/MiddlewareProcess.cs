using System.ComponentModel;
using System.Diagnostics;
using System.Globalization;

namespace Gor.Middleware;

/// <summary>One life of a middleware. What it writes to stderr goes to gor's.</summary>
internal sealed class MiddlewareProcess : IAsyncDisposable
{
    private static readonly TimeSpan Farewell = TimeSpan.FromSeconds(5);

    private readonly Process _process;

    private MiddlewareProcess(Process process) => _process = process;

    /// <summary>What it reads.</summary>
    public Stream Input => _process.StandardInput.BaseStream;

    /// <summary>What it writes.</summary>
    public Stream Output => _process.StandardOutput.BaseStream;

    /// <exception cref="IOException">It cannot be started; the message says why.</exception>
    public static MiddlewareProcess Start(IReadOnlyList<string> command)
    {
        var start = new ProcessStartInfo(command[0], command.Skip(1)) { RedirectStandardInput = true, RedirectStandardOutput = true };
        try
        {
            return new MiddlewareProcess(Process.Start(start)!);
        }
        catch (Win32Exception e)
        {
            throw new IOException(e.Message, e);
        }
    }

    /// <summary>Ends it, and what it has started.</summary>
    public void Kill()
    {
        try
        {
            _process.Kill(entireProcessTree: true);
        }
        catch (Exception e) when (e is InvalidOperationException or Win32Exception or AggregateException)
        {
        }
    }

    /// <summary>How it ended, for a person.</summary>
    public async Task<string> EndAsync() => await ExitCodeAsync() is { } code ? Ended(code) : "it closed its pipes";

    /// <summary>
    /// Null where it has done all it wanted. Who drops calls gives none back and ends well; who could not work gives none back either,
    /// and only its exit code tells; who has closed its output and does not end has none.
    /// </summary>
    public async Task<string?> FailureAsync() => await ExitCodeAsync() is 0 ? null : await EndAsync();

    public async ValueTask DisposeAsync()
    {
        Kill();
        await ExitCodeAsync();
        _process.Dispose();
    }

    private static string Ended(int code) => string.Create(CultureInfo.InvariantCulture, $"it ended (exit code {code})");

    /// <summary>Null: it is still there.</summary>
    private async Task<int?> ExitCodeAsync()
    {
        try
        {
            await _process.WaitForExitAsync().WaitAsync(Farewell);
            return _process.ExitCode;
        }
        catch (TimeoutException)
        {
            return null;
        }
    }
}
