using System.Diagnostics;
using Gor.Decode;
using Gor.Flows;
using Gor.Http;
using Serilog;

namespace Gor;

/// <summary>
/// One shard: batches of segments to connections, exchanges and records, on a thread of its own that shares nothing with the other
/// workers.
/// </summary>
internal sealed class Worker
{
    /// <summary>How often the clock is told where no packets come, and outputs are asked to hand over what is old.</summary>
    private static readonly TimeSpan Patience = TimeSpan.FromMilliseconds(250);

    /// <summary>Likewise where none have come for <see cref="IdleTurns"/>: a quiet host is not to be woken for nothing.</summary>
    private static readonly TimeSpan IdlePatience = TimeSpan.FromSeconds(1);

    /// <summary>In these, all that a call leaves behind has been handed over.</summary>
    private const int IdleTurns = 20;

    private static readonly TimeSpan ClockStep = TimeSpan.FromMilliseconds(100);

    private readonly BatchQueue _queue;
    private readonly bool _isLive;
    private readonly Recorder _recorder;
    private readonly IRecordSink _sink;
    private readonly ConnectionTable _connections;
    private long _turnedAt = Stopwatch.GetTimestamp();
    private long _lastSegmentNs;
    private long _lastSegmentAt;
    private long _lastClockAt;

    /// <param name="http">Bounds of parsing.</param>
    /// <param name="calls">What takes the calls and hands them on to <paramref name="recorder"/>, or the recorder itself.</param>
    /// <param name="isLive">True where time goes on without packets; a file brings its own clock.</param>
    public Worker(
        BatchQueue queue, FlowOptions flows, HttpOptions http, IExchangeConsumer calls, Recorder recorder, IRecordSink sink, Counters counters, bool isLive, ILogger log)
    {
        _queue = queue;
        _isLive = isLive;
        _recorder = recorder;
        _sink = sink;
        var room = new DialogueRoom(http, counters, calls);
        _connections = new ConnectionTable(flows, counters, start => new HttpSession(start, room))
        {
            // The message of an exception could quote what the connection carried.
            Failed = (key, fault) => log.Error(
                "a fault of gor's own costs the connection {Key:l}; please report it: {Fault:l}\n{Trace:l}",
                key.ToString(), fault.GetType().Name, fault.StackTrace),
        };
    }

    /// <summary>Bytes of segments that wait for those before them. From any thread, roughly.</summary>
    public long HeldSize => _connections.HeldSize;

    /// <summary>Connections, likewise.</summary>
    public int Connections => _connections.Count;

    /// <summary>How long it has been busy with one batch; it waits for a batch no longer than its patience.</summary>
    public TimeSpan SinceTurn => Stopwatch.GetElapsedTime(Volatile.Read(ref _turnedAt));

    /// <summary>Works until the queue is complete and empty; then ends what is open and closes the sink.</summary>
    public void Run()
    {
        try
        {
            Work();
        }
        finally
        {
            // Also after a fault of ours: what was recorded is delivered.
            _sink.Close();
            _recorder.Dispose();
        }
    }

    private void Work()
    {
        int emptyTurns = 0;
        while (_queue.TryTake(emptyTurns < IdleTurns ? Patience : IdlePatience, out SegmentBatch? batch))
        {
            emptyTurns = batch is null ? Math.Min(emptyTurns + 1, IdleTurns) : 0;
            Volatile.Write(ref _turnedAt, Stopwatch.GetTimestamp());
            if (batch is not null)
            {
                Process(batch);
                _queue.Return(batch);
            }

            if (_isLive)
            {
                AdvanceClock();
            }

            _sink.Tick(_queue.IsBehind);
        }

        // The same number for all workers, behind all packets.
        _connections.Close(long.MaxValue);
    }

    private void Process(SegmentBatch batch)
    {
        for (int i = 0; i < batch.Count; i++)
        {
            if (batch.IsTick(i))
            {
                Tick(batch.Tick(i));
            }
            else
            {
                _connections.OnSegment(batch[i]);
            }
        }

        int last = batch.Count - 1;
        if (_isLive)
        {
            _lastSegmentNs = Math.Max(_lastSegmentNs, batch[last].TimestampNs);
            _lastSegmentAt = Stopwatch.GetTimestamp();
        }
        else
        {
            // Behind a segment a tick of the same number may still come.
            _sink.Advance(batch.IsTick(last) ? batch.Tick(last).Ordinal : batch[last].Ordinal - 1);
        }
    }

    /// <summary>The packets' clock, which need not be this machine's, carried on by the time that has passed since the last packet.</summary>
    private void AdvanceClock()
    {
        if (_lastSegmentAt == 0 || Stopwatch.GetElapsedTime(_lastClockAt) < ClockStep)
        {
            return;
        }

        _lastClockAt = Stopwatch.GetTimestamp();
        long sinceNs = Stopwatch.GetElapsedTime(_lastSegmentAt).Ticks * TimeSpan.NanosecondsPerTick;
        Tick((_lastSegmentNs + sinceNs, 0));
    }

    private void Tick((long TimestampNs, long Ordinal) tick)
    {
        _recorder.IsInTick = true;
        _connections.Tick(tick.TimestampNs, tick.Ordinal);
        _recorder.IsInTick = false;
    }
}
