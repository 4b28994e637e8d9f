using System.Diagnostics;

namespace Gor.Capture;

/// <summary>The packets of one device, by libpcap.</summary>
internal sealed class LiveSource : IPacketSource
{
    /// <summary>However much is still in the ring, a stop does not take longer.</summary>
    private static readonly TimeSpan LongestDrain = TimeSpan.FromSeconds(5);

    private readonly LiveDevice _device;
    private readonly LinkType _linkType;
    private readonly VlanSelection _vlans;
    private readonly TimeSpan _readTimeout;
    private readonly bool _hasHostClock;
    private readonly int _capturePoint;
    private readonly DropCounts _drops;
    private readonly Lock _closing = new();
    private IPacketConsumer? _consumer;
    private CancellationTokenSource? _end;
    private long _ordinal;
    private long _lastTimestampNs = long.MaxValue;
    private long _leftOut;
    private bool _isClosed;

    /// <param name="device">Open, with its filter set.</param>
    /// <param name="description">For the start-up lines.</param>
    /// <param name="options">What it was opened with.</param>
    /// <param name="capturePoint">Its number, unique in the process.</param>
    public LiveSource(LiveDevice device, string description, CaptureOptions options, int capturePoint)
    {
        _device = device;
        _linkType = (LinkType)device.LinkType;
        _vlans = new VlanSelection(options.VlanIds);
        _readTimeout = options.BufferTimeout;
        _hasHostClock = !options.TimestampType.StartsWith("adapter", StringComparison.Ordinal);
        _capturePoint = capturePoint;
        _drops = new DropCounts(device.Name);
        Description = description;
        Filter = device.Filter ?? "";
    }

    public string Name => _device.Name;

    public bool IsLive => true;

    public string Description { get; }

    public string Filter { get; }

    public long LeftOut => Volatile.Read(ref _leftOut);

    public void Run(IPacketConsumer consumer, CancellationToken stop)
    {
        // Neither is disposed: the timer's last tick may come late, and without wait handles they hold nothing.
        _end = new CancellationTokenSource();
        _consumer = consumer;
        using CancellationTokenRegistration registration = stop.Register(Drain);
        _device.Capture(OnFrame, _end);
    }

    public KernelDrops? ReadDrops()
    {
        lock (_closing)
        {
            return _isClosed || _device.ReadKernelDrops() is not { } kernel ? _drops.Last() : _drops.Update(kernel);
        }
    }

    public void Dispose()
    {
        lock (_closing)
        {
            if (!_isClosed)
            {
                _isClosed = true;
                _device.Dispose();
            }
        }
    }

    /// <summary>
    /// What was captured before the stop is still delivered: the kernel hands it over by blocks, the last of them
    /// up to a read timeout late. A frame stamped later than the stop ends the capture, and so does silence.
    /// </summary>
    private void Drain()
    {
        if (_hasHostClock)
        {
            Volatile.Write(ref _lastTimestampNs, (DateTime.UtcNow - DateTime.UnixEpoch).Ticks * TimeSpan.NanosecondsPerTick);
        }

        long started = Stopwatch.GetTimestamp();
        long seen = -1;
        Timer? timer = null;
        timer = new Timer(_ =>
        {
            long ordinal = Volatile.Read(ref _ordinal);
            if (ordinal == seen || Stopwatch.GetElapsedTime(started) > LongestDrain)
            {
                _end!.Cancel();
                timer!.Dispose();
            }

            seen = ordinal;
        });
        timer.Change(TimeSpan.Zero, 2 * _readTimeout);
    }

    private void OnFrame(long timestampNs, int originalLength, ReadOnlySpan<byte> frame)
    {
        if (timestampNs > Volatile.Read(ref _lastTimestampNs))
        {
            _end!.Cancel();
            return;
        }

        Volatile.Write(ref _ordinal, _ordinal + 1);
        if (_vlans.Accepts(_linkType, frame))
        {
            _consumer!.OnPacket(new Packet
            {
                LinkType = _linkType,
                TimestampNs = timestampNs,
                OriginalLength = Math.Max(originalLength, frame.Length),
                Ordinal = _ordinal,
                CapturePoint = _capturePoint,
                Data = frame,
            });
        }
        else
        {
            Volatile.Write(ref _leftOut, _leftOut + 1);
        }
    }
}
