namespace Gor.Output;

/// <summary>Calls in a file or on standard output: records as NDJSON, or messages in GoReplay's format.</summary>
internal sealed class StreamOutput : IOutput
{
    /// <summary>Enough that a write costs little, small enough to be seen soon.</summary>
    private const int BundleSize = 256 << 10;

    private readonly IAppendTarget _stream;
    private readonly StreamSettings _settings;
    private readonly BundleQueue _queue;
    private readonly OutputLog _log;
    private readonly TimeProvider _time;
    private readonly Lock _ending = new();
    private readonly Task _loop;
    private bool _ended;

    public StreamOutput(string name, IAppendTarget stream, StreamSettings settings, BundleQueue queue, OutputLog log, TimeProvider time)
    {
        Name = name;
        _stream = stream;
        _settings = settings;
        _queue = queue;
        _log = log;
        _time = time;
        _loop = Task.Run(WriteAllAsync);
    }

    public string Name { get; }

    public OutputTally Tally { get; } = new();

    public OutputStatus Status => new() { Held = _queue.Held, Limit = _queue.Limit, OldestAge = _queue.OldestAge };

    public OutputForm Form => _settings.Form;

    public IRecordWriter OpenWriter() =>
        new BundleWriter(new BundleBuilder(BundleSize, compress: false), _settings.Age, _queue, Tally, _log, _time);

    public async Task StopAsync(CancellationToken deadline)
    {
        _queue.Complete();
        try
        {
            await _loop.WaitAsync(deadline);
        }
        catch (OperationCanceledException)
        {
            GiveUp();
        }

        _log.Flush();
    }

    public async ValueTask DisposeAsync()
    {
        _queue.Complete();
        if (_loop.IsCompleted)
        {
            await _loop;
            _stream.Dispose();
        }
    }

    /// <summary>The reader of a pipe may hold a write for ever: what it has not taken by now is counted once, here.</summary>
    private void GiveUp()
    {
        lock (_ending)
        {
            _ended = true;
            long waiting = Tally.Waiting;
            Tally.AddGivenUp(waiting);
            _log.Lost(waiting, Loss.GivenUp, "nobody read them");
        }
    }

    private async Task WriteAllAsync()
    {
        bool broken = false;
        await foreach (Bundle bundle in _queue.ReadAllAsync())
        {
            string? error = broken ? "nobody reads the pipe" : Append(bundle);
            Count(bundle, error);
            broken |= error is not null && _settings.EndsAtError;
            _queue.Release(bundle);
            bundle.Recycle();
        }
    }

    private string? Append(Bundle bundle)
    {
        try
        {
            _stream.Append(bundle.Content.Span);
            return null;
        }
        catch (Exception e) when (e is IOException or UnauthorizedAccessException or ObjectDisposedException)
        {
            return e.Message;
        }
    }

    private void Count(Bundle bundle, string? error)
    {
        lock (_ending)
        {
            if (_ended)
            {
                return;
            }

            if (error is null)
            {
                Tally.AddDelivered(bundle.Records);
                return;
            }

            Tally.AddRejected(bundle.Records);
            _log.Lost(bundle.Records, Loss.WriteFailed, error);
        }
    }
}
