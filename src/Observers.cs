using Gor.Metrics;
using Serilog;

namespace Gor;

/// <summary>Those who look at a run while it goes on: the operator's log, the service manager, monitors over HTTP.</summary>
internal sealed class Observers : IAsyncDisposable
{
    private static readonly TimeSpan ProgressInterval = TimeSpan.FromSeconds(10);
    private static readonly TimeSpan StatsInterval = TimeSpan.FromSeconds(5);

    /// <summary>A run that is over sooner shows none.</summary>
    private static readonly TimeSpan FileProgressInterval = TimeSpan.FromMilliseconds(500);

    private readonly Pipelines _pipelines;
    private readonly Options _options;
    private readonly Systemd? _manager;
    private readonly ILogger _log;
    private readonly Action _stop;
    private readonly Health _health;
    private readonly CancellationTokenSource _end = new();
    private readonly OneThreadTime _time = new();
    private readonly List<IDisposable> _watches = [];
    private Task _serving = Task.CompletedTask;

    /// <param name="manager">Null: nobody waits for a word.</param>
    /// <param name="stop">Ends the run.</param>
    public Observers(Pipelines pipelines, Options options, Systemd? manager, ILogger log, Action stop)
    {
        _pipelines = pipelines;
        _options = options;
        _manager = manager;
        _log = log;
        _stop = stop;
        _health = new Health(pipelines.Front, pipelines.Outputs);
    }

    /// <summary>True where an observer could not begin; the run is then stopped.</summary>
    public bool HaveFailed { get; private set; }

    public void Start(TextWriter stderr, StatusLine status)
    {
        // Among records on the same terminal it would be in the way, as curl sees it too.
        bool isInTheWay = !Console.IsOutputRedirected && _pipelines.Outputs.Any(output => output.Name == "stdout");
        if (_pipelines.Front.FilesRead is { } files && !isInTheWay)
        {
            var progress = new FileProgress(files, _pipelines.Front.Ledger, _pipelines.Outputs, TimeProvider.System);
            Watch(FileProgressInterval, FileProgressInterval, () => status.Show(progress.Next()));
        }

        if (_pipelines.Front.IsLive)
        {
            Watch(FirstLook.Patience, Timeout.InfiniteTimeSpan, LookFirst);
        }

        if (_options.Output.ExitOnLoss)
        {
            _watches.Add(new LossWatch(_pipelines.Outputs, _stop, _time));
        }

        if (_options.Verbose >= 1 || _manager is not null)
        {
            var progress = new Progress(_pipelines.Back, TimeProvider.System);
            Watch(ProgressInterval, ProgressInterval, () => Tell(progress.Next()));
        }

        foreach (Output.IOutput output in _pipelines.Outputs)
        {
            TimeSpan asked = output.Status.StatsInterval;
            if (asked > TimeSpan.Zero || _options.HasStats)
            {
                TimeSpan pause = asked > TimeSpan.Zero ? asked : StatsInterval;
                Watch(pause, pause, () => _log.Information("{Line:l}", OutputReport.Line(output)));
            }
        }

        if (_options.StatusListen is { } listen)
        {
            var source = new StatusSource(new StatusReport(_pipelines.Front, _pipelines.Back).Read, _health.Faults, _health.Obstacles);
            _serving = ServeAsync(StatusServer.RunAsync(listen, source, stderr, _end.Token));
        }

        if (_manager?.Watchdog is { } interval)
        {
            // Twice as often as it asks, as sd_watchdog_enabled(3) recommends.
            Watch(TimeSpan.Zero, interval / 2, ShowLife);
        }

        _manager?.Ready();
    }

    /// <summary>The capture ends; what is under way is still delivered.</summary>
    public void Stopping() => _manager?.Stopping();

    public async ValueTask DisposeAsync()
    {
        _watches.ForEach(watch => watch.Dispose());
        _time.Dispose();
        await _end.CancelAsync();
        await _serving;
        _manager?.Dispose();
        _end.Dispose();
    }

    private void LookFirst()
    {
        if (FirstLook.Explain(_pipelines.Front.Ledger) is { } warning)
        {
            _log.Warning("{Warning:l}", warning);
        }
    }

    private void Tell(string progress)
    {
        _manager?.Status(progress);
        if (_options.Verbose >= 1)
        {
            _log.Information("{Progress:l}", progress);
        }
    }

    private void ShowLife()
    {
        if (_health.Faults().Count == 0)
        {
            _manager!.IsAlive();
        }
    }

    /// <summary>Whoever asks for metrics and cannot have them shall know at once.</summary>
    private async Task ServeAsync(Task<int> server)
    {
        if (await server != ExitCode.Done)
        {
            HaveFailed = true;
            _stop();
        }
    }

    private void Watch(TimeSpan first, TimeSpan interval, Action look) => _watches.Add(_time.CreateTimer(_ => look(), null, first, interval));
}
