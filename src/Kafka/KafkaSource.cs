using Confluent.Kafka;
using Gor.Playback;
using Gor.Tape;

namespace Gor.Kafka;

/// <summary>
/// <c>--input-kafka-…</c>: messages of a topic. Without a group it reads all partitions, as GoReplay does. With one it reads those that the
/// group gives it, and commits how far it came once the outputs are done with all that was handed on: whatever it was doing when it ends is
/// brought again to the next one.
/// </summary>
internal sealed class KafkaSource : ITapeSource
{
    private const long MatchLimit = 64 << 20;

    private static readonly TimeSpan Patience = TimeSpan.FromMilliseconds(100);

    /// <summary>How often it looks whether all has arrived.</summary>
    private static readonly TimeSpan CommitInterval = TimeSpan.FromSeconds(1);

    /// <summary>Where calls never pause: after so long it pauses itself, so that what was handed on can arrive.</summary>
    private static readonly TimeSpan LongestUncommitted = TimeSpan.FromSeconds(30);
    private static readonly TimeSpan LongestPause = TimeSpan.FromSeconds(5);

    private readonly KafkaEnd _end;
    private readonly bool _isMember;
    private readonly Offset _first;
    private readonly Counters _counters;
    private readonly Func<long?> _lostAtRest;
    private readonly KafkaLog _log;
    private readonly TimeProvider _time;
    private readonly LiveMatcher _matcher;
    private readonly KafkaPositions _positions;
    private readonly KafkaBrokers _brokers;
    private readonly KafkaPartitions _partitions;
    private readonly IConsumer<byte[], byte[]> _consumer;
    private readonly KafkaDiagnosis _diagnosis = new();
    private long _lookedAt;
    private long _committedAt;
    private long _uncommitted;
    private bool _hasStoppedCommitting;
    private bool _hasRun;
    private bool _isDisposed;

    /// <param name="connect">Makes the consumer, which tells the source of its errors and of the partitions that it gets and gives away.</param>
    /// <param name="lostAtRest">Null while anything that was handed on is under way; else how many calls were lost for want of time, as a sum.</param>
    public KafkaSource(
        KafkaOptions options, Func<KafkaSource, IConsumer<byte[], byte[]>> connect, Counters counters, Func<long?> lostAtRest, KafkaLog log, TimeProvider time)
    {
        _end = options.Input;
        _isMember = options.Group.Length > 0;
        _first = options.Offset switch { null or -1 => Offset.End, -2 => Offset.Beginning, { } offset => new Offset(offset) };
        _counters = counters;
        _lostAtRest = lostAtRest;
        _log = log;
        _time = time;
        _matcher = new LiveMatcher(MatchLimit, time);
        _positions = new KafkaPositions(_end.Topic);
        _consumer = connect(this);
        _brokers = new KafkaBrokers(_consumer, _end.Topic, time);
        _partitions = new KafkaPartitions(_consumer, _brokers, _end.Topic, _first, log, time);
        Description = $"{Name}: taped calls, {(_isMember ? $"shared out among the group {options.Group}" : "all partitions")}";
    }

    public string Name => _end.Name;

    public string Description { get; }

    public long Held => _matcher.Size;

    public TimeSpan Away => _brokers.Away;

    public void Run(CallSegments calls, CancellationToken stop)
    {
        _hasRun = true;
        _committedAt = _time.GetTimestamp();
        if (_isMember)
        {
            _consumer.Subscribe(_end.Topic);
        }

        while (!stop.IsCancellationRequested)
        {
            if (!_isMember)
            {
                _partitions.Look();
            }

            _brokers.Look();
            Take(calls);
            HandOnAlone(calls, isEnd: false);
            Commit(stop);
        }

        if (_isMember)
        {
            // They come again, to whoever reads on: nothing behind them is committed.
            _counters.Add(Counter.TapedMessagesUnplayed, _matcher.Waiting.Count());
        }
        else
        {
            HandOnAlone(calls, isEnd: true);
        }
    }

    /// <summary>The consumer's: any thread.</summary>
    public void OnError(Error error)
    {
        if (_diagnosis.Of(error) is { } reason)
        {
            _brokers.Gone();
            _log.Trouble(error.Code.ToString(), $"nothing can be read: {reason}; it is tried again and again");
        }
    }

    /// <summary>Another member reads these from now on: what can be committed is, and the halves that wait come to that one.</summary>
    public void OnRevoked(IReadOnlyList<TopicPartitionOffset> partitions)
    {
        if (_hasRun && !_hasStoppedCommitting)
        {
            WaitUntilAtRest(CancellationToken.None);
            TryCommit();
        }

        OnLost(partitions);
    }

    /// <summary>Another member reads these already.</summary>
    public void OnLost(IReadOnlyList<TopicPartitionOffset> partitions)
    {
        foreach (int partition in partitions.Select(lost => lost.Partition.Value))
        {
            _positions.Forget(partition);
            int dropped = _matcher.Drop(half => half.Place.Partition == partition);
            _counters.Add(Counter.TapedMessagesUnplayed, _hasRun ? dropped : 0);
        }
    }

    /// <summary>Called once the outputs have stopped.</summary>
    public void Dispose()
    {
        if (_isDisposed)
        {
            return;
        }

        _isDisposed = true;
        if (_isMember && _hasRun)
        {
            TryCommit();
            _hasRun = false;
        }

        try
        {
            _consumer.Close();
        }
        catch (KafkaException e)
        {
            _log.Trouble("close", e.Error.Reason);
        }

        _consumer.Dispose();
    }

    private void Take(CallSegments calls)
    {
        try
        {
            if (_consumer.Consume(Patience) is { IsPartitionEOF: false } result)
            {
                Take(result, calls);
            }
        }
        catch (ConsumeException e) when (!e.Error.IsFatal)
        {
            _log.Trouble(e.Error.Code.ToString(), $"{e.Error.Reason}; it is tried again and again");
        }
        catch (KafkaException e)
        {
            throw new PlaybackException($"--input-kafka-host {_end.Hosts}: {e.Error.Reason}. What came before it was played; start gor again.", e);
        }
    }

    private void Take(ConsumeResult<byte[], byte[]> result, CallSegments calls)
    {
        byte[] value = result.Message.Value ?? [];
        _brokers.Found();
        _positions.Read(result.Partition, result.Offset);
        _counters.Add(Counter.TapedMessagesRead);
        CountUncommitted();
        TapeMessage? message = _end.IsJson ? KafkaJson.Read(value) : KafkaText.Read(value);
        if (message is null)
        {
            _counters.Add(Counter.TapedMessagesMalformed);
            _log.Trouble(
                "malformed",
                $"the message at partition {result.Partition.Value}, offset {result.Offset.Value} is not {(_end.IsJson ? "GoReplay's JSON" : "in GoReplay's format")}, and is "
                + $"passed over and counted; perhaps with{(_end.IsJson ? "out" : "")} --input-kafka-json-format");
        }
        else if (message.Header.Kind == TapeKind.ReplayedResponse)
        {
            _counters.Add(Counter.TapedMessagesIgnoredReplayed);
        }
        else if (_matcher.TryMatch(message with { Place = new TapePlace(result.Partition, result.Offset) }, out TapedCall? call))
        {
            calls.Send(call);
        }
    }

    private void HandOnAlone(CallSegments calls, bool isEnd)
    {
        while (_matcher.NextAlone(isEnd) is { } alone)
        {
            calls.Send(alone);
        }
    }

    private void Commit(CancellationToken stop)
    {
        if (!_isMember || _hasStoppedCommitting || _time.GetElapsedTime(_lookedAt) < CommitInterval)
        {
            return;
        }

        _lookedAt = _time.GetTimestamp();
        if (!TryCommit() && _time.GetElapsedTime(_committedAt) >= LongestUncommitted)
        {
            WaitUntilAtRest(stop);
            TryCommit();
            _committedAt = _time.GetTimestamp();
        }
    }

    /// <returns>False where something is under way still, or the brokers do not take it.</returns>
    private bool TryCommit()
    {
        if (_hasStoppedCommitting || _lostAtRest() is not { } lost)
        {
            return false;
        }

        if (lost > 0)
        {
            StopCommitting(lost);
            return false;
        }

        IReadOnlyList<TopicPartitionOffset> offsets = _positions.ToCommit(_matcher.Waiting);
        try
        {
            if (offsets.Count > 0)
            {
                _consumer.Commit(offsets);
                _positions.Committed(offsets);
            }

            _committedAt = _time.GetTimestamp();
            _uncommitted = 0;
            return true;
        }
        catch (KafkaException e)
        {
            _log.Trouble("commit", $"how far was read could not be told to the brokers: {e.Error.Reason}; calls may be brought again");
            return false;
        }
    }

    /// <summary>A place behind a call that was given up would take the call from the next reader too, and nobody knows which message it was.</summary>
    private void StopCommitting(long lost)
    {
        _hasStoppedCommitting = true;
        _counters.Add(Counter.TapedMessagesUncommitted, _uncommitted);
        _log.Trouble(
            "given up",
            $"an output gave {lost} calls up, so nothing is committed from here on: what came since the last commit comes again to the next reader of the group. "
            + "What the output says of it is the reason; mend that, and start gor again");
    }

    private void CountUncommitted()
    {
        if (_hasStoppedCommitting)
        {
            _counters.Add(Counter.TapedMessagesUncommitted);
        }
        else if (_isMember)
        {
            _uncommitted++;
        }
    }

    private void WaitUntilAtRest(CancellationToken stop)
    {
        long began = _time.GetTimestamp();
        while (_lostAtRest() is null && _time.GetElapsedTime(began) < LongestPause && !stop.WaitHandle.WaitOne(TimeSpan.FromMilliseconds(20)))
        {
        }
    }
}
