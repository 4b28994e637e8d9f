using Confluent.Kafka;
using Gor.Output;
using Gor.Replay;
using Gor.Tape;

namespace Gor.Kafka;

/// <summary>
/// <c>--output-kafka-…</c>: each message of a call is one of a topic. A call is delivered once the brokers have confirmed all its messages.
/// While they are away calls wait, as far as there is room.
/// </summary>
internal sealed class KafkaOutput : IOutput
{
    /// <summary>Nothing was confirmed for so long: worth a word.</summary>
    private static readonly TimeSpan LongSilence = TimeSpan.FromSeconds(30);

    private readonly KafkaEnd _end;
    private readonly Func<KafkaOutput, IProducer<byte[], byte[]>> _connect;
    private readonly BundleQueue _queue;
    private readonly OutputLog _log;
    private readonly TimeProvider _time;
    private readonly Lock _gate = new();
    private readonly KafkaDiagnosis _diagnosis = new();
    private readonly TaskCompletionSource _done = new(TaskCreationOptions.RunContinuationsAsynchronously);
    private readonly Task _loop;
    private IProducer<byte[], byte[]> _producer;
    private long? _failingSince;
    private long _lastEnd;
    private int _underWay;
    private bool _isComplete;
    private bool _isOver;
    private volatile bool _isBroken;

    /// <param name="connect">Makes a producer that tells the output of its errors: now, and after an error that a producer does not outlive.</param>
    public KafkaOutput(KafkaEnd end, Func<KafkaOutput, IProducer<byte[], byte[]>> connect, BundleQueue queue, OutputLog log, TimeProvider time)
    {
        _end = end;
        _connect = connect;
        _queue = queue;
        _log = log;
        _time = time;
        _lastEnd = time.GetTimestamp();
        _producer = connect(this);
        _loop = Task.Run(SendAllAsync);
    }

    public string Name => _end.Name;

    public OutputTally Tally { get; } = new();

    public OutputStatus Status
    {
        get
        {
            lock (_gate)
            {
                return new OutputStatus
                {
                    Held = _queue.Held,
                    Limit = _queue.Limit,
                    OldestAge = _queue.OldestAge,
                    IsFailing = _failingSince is not null || Silence >= LongSilence,
                    SinceAnswer = Silence,
                };
            }
        }
    }

    public OutputForm Form => OutputForm.Tape;

    /// <summary>How long no broker has said anything to what waits for it. Within the gate.</summary>
    private TimeSpan Silence => _underWay == 0 ? TimeSpan.Zero : _time.GetElapsedTime(_lastEnd);

    public IRecordWriter OpenWriter() => new KafkaWriter(_queue, Tally, _log);

    /// <summary>The producer's: any thread.</summary>
    public void OnError(Error error)
    {
        _isBroken |= error.IsFatal;
        if (_diagnosis.Of(error) is { } reason)
        {
            Fail(reason);
        }
    }

    public async Task StopAsync(CancellationToken deadline)
    {
        _queue.Complete();
        await _loop;
        lock (_gate)
        {
            _isComplete = true;
            EndIfDone();
        }

        await using (deadline.Register(GiveUp))
        {
            await _done.Task;
        }

        _log.Flush();
    }

    public async ValueTask DisposeAsync()
    {
        if (!_done.Task.IsCompleted)
        {
            await StopAsync(new CancellationToken(canceled: true));
        }

        _producer.Dispose();
    }

    private async Task SendAllAsync()
    {
        await foreach (Bundle bundle in _queue.ReadAllAsync())
        {
            Send(bundle);
            SayIfSilent();
        }
    }

    private void Send(Bundle bundle)
    {
        ReadOnlyMemory<byte> rest = bundle.Content;
        List<byte[]> messages = [];
        while (!rest.IsEmpty)
        {
            int length = TapeSplitter.LengthOfFirst(rest.Span);
            messages.Add(MessageOf(rest.Span[..length]));
            rest = rest[length..];
        }

        byte[] key = KafkaKey.Of(bundle.Connection);
        var call = new KafkaCall(bundle with { Content = default, Size = bundle.Size }, messages.Count);
        lock (_gate)
        {
            _lastEnd = _underWay++ == 0 ? _time.GetTimestamp() : _lastEnd;
        }

        foreach (byte[] message in messages)
        {
            Produce(call, new Message<byte[], byte[]> { Key = key, Value = message });
        }
    }

    private byte[] MessageOf(ReadOnlySpan<byte> taped)
    {
        ReadOnlySpan<byte> lastEnd = TapeSeparator.Bytes[..^1];
        taped = taped.EndsWith(TapeSeparator.Bytes) ? taped[..^TapeSeparator.Bytes.Length] : taped.EndsWith(lastEnd) ? taped[..^lastEnd.Length] : taped;
        if (!_end.IsJson)
        {
            return taped.ToArray();
        }

        TapeHeader header = TapeSplitter.Split(taped, out ReadOnlySpan<byte> content);
        return KafkaJson.Write(header, content);
    }

    private void Produce(KafkaCall call, Message<byte[], byte[]> message)
    {
        try
        {
            if (_isBroken)
            {
                Reconnect();
            }

            _producer.Produce(_end.Topic, message, report => End(call, report.Error));
        }
        catch (KafkaException e)
        {
            End(call, e.Error);
        }
        catch (OutputException e)
        {
            End(call, new Error(ErrorCode.Local_Fatal, e.Message));
        }
    }

    /// <summary>Of what the broken producer still had it has told, or will tell, that it failed.</summary>
    /// <exception cref="OutputException">There is no new one: a file of a flag is gone, for instance. The next message tries again.</exception>
    private void Reconnect()
    {
        IProducer<byte[], byte[]> broken = _producer;
        _isBroken = false;
        try
        {
            _producer = _connect(this);
        }
        catch (OutputException)
        {
            _isBroken = true;
            throw;
        }

        broken.Flush(TimeSpan.FromSeconds(1));
        broken.Dispose();
    }

    private void End(KafkaCall call, Error error)
    {
        if (!call.End(error))
        {
            return;
        }

        lock (_gate)
        {
            if (_isOver)
            {
                return;
            }

            _underWay--;
            _lastEnd = call.Error is { IsLocalError: true } ? _lastEnd : _time.GetTimestamp();
            Count(call.Error);
            EndIfDone();
        }

        _queue.Release(call.Bundle);
    }

    private void Count(Error? error)
    {
        if (error is null)
        {
            Tally.AddDelivered(1);
            if (_failingSince is { } since)
            {
                _log.Recovered(_time.GetElapsedTime(since));
                _failingSince = null;
            }
        }
        else
        {
            Tally.AddRejected(1);
            _log.Lost(1, Loss.Refused, error.Code is ErrorCode.MsgSizeTooLarge or ErrorCode.InvalidMsgSize
                ? $"{error.Reason}: raise max.message.bytes of the topic (message.max.bytes of the brokers), or keep less of bodies (--copy-buffer-size)"
                : error.Reason);
        }
    }

    private void Fail(string reason)
    {
        lock (_gate)
        {
            _failingSince ??= _time.GetTimestamp();
        }

        _log.Failing(reason);
    }

    /// <summary>A topic that is missing, or that may not be written to, is no error to librdkafka as long as it may come.</summary>
    private void SayIfSilent()
    {
        bool isSilent;
        lock (_gate)
        {
            isSilent = _failingSince is null && Silence >= LongSilence;
        }

        if (isSilent)
        {
            Fail($"no message was confirmed for {LongSilence.TotalSeconds:0} s; is there a topic {_end.Topic}?");
        }
    }

    private void EndIfDone()
    {
        if (_isComplete && _underWay == 0)
        {
            _done.TrySetResult();
        }
    }

    /// <summary>Of a message that is on its way right now nobody will know whether it arrived.</summary>
    private void GiveUp()
    {
        lock (_gate)
        {
            if (_underWay > 0)
            {
                Tally.AddGivenUp(_underWay);
                _log.Lost(_underWay, Loss.GivenUp, "the time to stop was over");
            }

            _isOver = true;
        }

        _done.TrySetResult();
    }
}
