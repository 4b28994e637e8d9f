using System.Net.Sockets;
using System.Runtime.ExceptionServices;
using System.Runtime.InteropServices;
using SharpPcap;
using SharpPcap.LibPcap;

namespace Gor.Capture;

/// <summary>
/// SharpPcap's device with its capture loop run on the caller's thread. <c>StartCapture</c> would hold a pool thread for each device
/// and <c>StopCapture</c> give up silently while packets are still in the ring; the loop itself is the same one.
/// </summary>
internal sealed class LiveDevice(PcapInterface listed) : LibPcapLiveDevice(listed)
{
    /// <summary>Takes one frame; the span is libpcap's memory and dies when this returns.</summary>
    public delegate void FrameHandler(long timestampNs, int originalLength, ReadOnlySpan<byte> frame);

    private FrameHandler? _handler;
    private CancellationTokenSource? _end;
    private ExceptionDispatchInfo? _fault;
    private Socket? _socket;
    private uint _drops;

    /// <summary>Delivers frames until <paramref name="end"/> is cancelled. An exception of the handler ends it too, and comes out here.</summary>
    /// <exception cref="CaptureException">libpcap cannot go on: the device is gone, for instance.</exception>
    public void Capture(FrameHandler handler, CancellationTokenSource end)
    {
        _handler = handler;
        _end = end;
        CaptureThread(end.Token);
        _fault?.Throw();
    }

    /// <summary>See <see cref="PacketSocket.IgnoreOutgoing"/>; nothing on other systems.</summary>
    public void IgnoreOutgoing()
    {
        if (OperatingSystem.IsLinux())
        {
            PacketSocket.IgnoreOutgoing(FileDescriptor);
        }
    }

    /// <summary>
    /// Packets that found no room in the kernel's buffer, a counter of 32 bits; null where the system does not tell (any more). On Unix not by
    /// SharpPcap: it takes libpcap's counters of 32 bits for pointers, so that drops are the upper half of what was received.
    /// </summary>
    public uint? ReadKernelDrops()
    {
        try
        {
            return OperatingSystem.IsLinux() ? ReadLinuxDrops()
                : OperatingSystem.IsMacOS() ? ReadMacDrops()
                : Statistics.DroppedPackets;
        }
        catch (Exception problem) when (problem is PcapException or SocketException or DllNotFoundException or EntryPointNotFoundException)
        {
            return null;
        }
    }

    /// <summary>libpcap's own words on why it did not open, where it has some.</summary>
    public string OpenError(PcapError error) =>
        !Handle.IsInvalid && !Handle.IsClosed && LastError is { Length: > 0 } words ? words : error.ToString();

    /// <summary>Nothing may be thrown across libpcap's frames, which lie between the loop and here.</summary>
    protected override void SendPacketArrivalEvent(PcapHeader header, Span<byte> data)
    {
        if (_fault is not null)
        {
            return;
        }

        try
        {
            PosixTimeval time = header.Timeval;
            long timestampNs = (long)(time.Value * 1_000_000_000m);
            _handler!(timestampNs, (int)Math.Min(header.PacketLength, int.MaxValue), data);
        }
        catch (Exception problem)
        {
            _fault = ExceptionDispatchInfo.Capture(problem);
            _end!.Cancel();
        }
    }

    /// <summary>The kernel's count starts anew with each reading, and libpcap reads it for nobody else.</summary>
    private uint ReadLinuxDrops()
    {
        _socket ??= new Socket(new SafeSocketHandle(FileDescriptor, ownsHandle: false));
        _drops = unchecked(_drops + PacketSocket.ReadDrops(_socket));
        return _drops;
    }

    private uint? ReadMacDrops()
    {
        // struct pcap_stat: received, dropped, dropped by the interface.
        uint[] numbers = new uint[3];
        return ReadStatistics(Handle.DangerousGetHandle(), numbers) == 0 ? numbers[1] : null;
    }

    protected override void SendCaptureStoppedEvent(CaptureStoppedEventStatus status)
    {
        if (status == CaptureStoppedEventStatus.ErrorWhileCapturing)
        {
            _fault ??= ExceptionDispatchInfo.Capture(new CaptureException($"Capturing from {Name} ended: {LastError}"));
        }
    }

    [DllImport("libpcap.A.dylib", EntryPoint = "pcap_stats")]
    private static extern int ReadStatistics(nint handle, [Out] uint[] statistics);
}
