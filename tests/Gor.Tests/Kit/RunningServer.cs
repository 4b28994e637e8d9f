using System.Text.RegularExpressions;

namespace Gor.Tests.Kit;

/// <summary>A server of gor's own that runs until the test ends, found by what it prints on stderr.</summary>
internal sealed partial class RunningServer : IAsyncDisposable
{
    private readonly CancellationTokenSource _stop = new();
    private readonly StringWriter _printed = new();
    private readonly TextWriter _stderr;
    private readonly Task<int> _run;

    private RunningServer(Func<TextWriter, CancellationToken, Task<int>> run)
    {
        _stderr = TextWriter.Synchronized(_printed);
        _run = Task.Run(() => run(_stderr, _stop.Token));
    }

    public HttpClient Client { get; } = new(new SocketsHttpHandler { AllowAutoRedirect = false, UseProxy = false });

    /// <summary>What it printed, as far as it has come.</summary>
    public string Stderr
    {
        get
        {
            // The synchronized writer's own lock.
            lock (_stderr)
            {
                return _printed.ToString();
            }
        }
    }

    /// <summary>Ends when the server does.</summary>
    public Task<int> ExitCode => _run;

    public static async Task<RunningServer> StartAsync(Func<TextWriter, CancellationToken, Task<int>> run)
    {
        var server = new RunningServer(run);
        await Eventually.TrueAsync(() => server._run.IsCompleted || Listening().IsMatch(server.Stderr));
        Match match = Listening().Match(server.Stderr);
        Assert.True(match.Success, server.Stderr);
        server.Client.BaseAddress = new Uri(match.Groups[1].Value);
        return server;
    }

    public async Task<int> StopAsync()
    {
        await _stop.CancelAsync();
        return await _run;
    }

    public async ValueTask DisposeAsync()
    {
        await StopAsync();
        Client.Dispose();
        _stop.Dispose();
    }

    [GeneratedRegex(@"listening on (http://\S+:[1-9]\d*)\s")]
    private static partial Regex Listening();
}
