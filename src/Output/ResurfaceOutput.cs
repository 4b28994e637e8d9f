using System.Net;
using System.Net.Security;

namespace Gor.Output;

/// <summary>Records to a Resurface database, or to anything that speaks its <c>POST /message</c>.</summary>
internal sealed class ResurfaceOutput : IOutput
{
    private readonly OutputOptions _options;
    private readonly bool _compress;
    private readonly BundleQueue _queue;
    private readonly ResurfaceClient _client;
    private readonly RetrySchedule _schedule;
    private readonly BundleSender _sender;
    private readonly Spool? _spool;
    private readonly OutputLog _log;
    private readonly TimeProvider _time;

    /// <param name="spool">Name of its folder in the spool's; null: without.</param>
    /// <exception cref="OutputException">The spool cannot be used.</exception>
    public ResurfaceOutput(
        ResurfaceUrl url,
        OutputOptions options,
        SslClientAuthenticationOptions trust,
        bool compress,
        BundleQueue queue,
        string? spool,
        Action<EndPoint?, EndPoint?> connected,
        OutputLog log,
        TimeProvider time)
    {
        Name = url.Name;
        _options = options;
        _compress = compress;
        _queue = queue;
        _log = log;
        _time = time;
        _spool = spool is null ? null : Spool.Open(Path.Combine(options.Spool.Folder, spool), options.Spool, Tally, log);
        log.WaitingPlace = _spool is null || queue.HoldsBack ? "memory" : "the spool";
        _client = new ResurfaceClient(url, options, trust, connected, time);
        _schedule = new RetrySchedule(time, Random.Shared.NextDouble);
        _sender = new BundleSender(queue, _spool, _client, _schedule, Tally, log, time);
    }

    public string Name { get; }

    public OutputTally Tally { get; } = new();

    public OutputStatus Status => new()
    {
        Held = _queue.Held,
        Limit = _queue.Limit,
        OldestAge = _queue.OldestAge,
        IsFailing = _schedule.IsFailing,
        Posts = _client.Statistics,
        Spool = _spool,
    };

    public IRecordWriter OpenWriter() =>
        new BundleWriter(new BundleBuilder(_options.BundleSize, _compress), _options.BundleAge, _queue, Tally, _log, _time);

    public Task StopAsync(CancellationToken deadline) => _sender.StopAsync(deadline);

    public async ValueTask DisposeAsync()
    {
        await _sender.StopAsync(new CancellationToken(canceled: true));
        await _client.DisposeAsync();
        _spool?.Dispose();
    }
}
