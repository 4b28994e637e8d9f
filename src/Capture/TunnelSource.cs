using System.Buffers.Binary;
using System.Diagnostics;
using System.Net;
using System.Net.Sockets;

namespace Gor.Capture;

/// <summary>
/// The packets that a mirror sends to a UDP socket of ours. Each gets plain IP and UDP headers in front again, without addresses:
/// so the decoder, and who reads what was written of them, see the tunnel as on a wire, and its two directions belong
/// together even where two mirrors send one each.
/// </summary>
internal sealed class TunnelSource : IPacketSource
{
    private const int HeadersLength = 28;
    private const int LongestDatagram = 65535;

    /// <summary>However much is still in the buffer, a stop does not take longer.</summary>
    private static readonly TimeSpan LongestDrain = TimeSpan.FromSeconds(5);
    private static readonly TimeSpan Patience = TimeSpan.FromMilliseconds(100);

    private readonly Socket _socket;
    private readonly TunnelFormat _format;
    private readonly VniSelection _vnis;
    private readonly OfflineFilter? _filter;
    private readonly int _capturePoint;
    private readonly DropCounts _drops = new("");
    private readonly byte[] _packet = new byte[HeadersLength + LongestDatagram];
    private readonly Lock _closing = new();
    private bool _isClosed;
    private long _ordinal;
    private long _leftOut;

    private TunnelSource(Socket socket, TunnelFormat format, CaptureOptions options, OfflineFilter? filter, int capturePoint)
    {
        _socket = socket;
        _format = format;
        _vnis = new VniSelection(options.Vnis);
        _filter = filter;
        _capturePoint = capturePoint;
        Filter = options.BpfFilter;
        Name = $"{format.Name} {socket.LocalEndPoint}";
        string vnis = options.Vnis.Count == 0 ? "" : $", VNI {string.Join(" ", options.Vnis)}";
        string filtered = Filter.Length == 0 ? "" : $", filter {Filter}";
        Description = $"{Name}: receive buffer {socket.ReceiveBufferSize} bytes{vnis}{filtered}";
        _packet[0] = 0x45;
        _packet[8] = 64;
        _packet[9] = 17;
        BinaryPrimitives.WriteUInt16BigEndian(_packet.AsSpan(20), (ushort)format.Port);
        BinaryPrimitives.WriteUInt16BigEndian(_packet.AsSpan(22), (ushort)format.Port);
    }

    public string Name { get; }

    public bool IsLive => true;

    public string Description { get; }

    public string Filter { get; }

    public long LeftOut => Volatile.Read(ref _leftOut);

    public string DropRemedy =>
        $"Its receive buffer has {_socket.ReceiveBufferSize} bytes: give it more (--input-raw-buffer-size), which needs root or a higher limit (sysctl -w net.core.rmem_max)";

    /// <summary>Where it listens.</summary>
    public IPEndPoint LocalEndPoint => (IPEndPoint)_socket.LocalEndPoint!;

    /// <param name="input">Whose host or device is listened on.</param>
    /// <param name="format">Of the tunnel.</param>
    /// <param name="options">Of which the port, the VNIs, the filter and the buffer's size count here.</param>
    /// <param name="capturePoint">Its number.</param>
    /// <exception cref="CaptureException">It cannot be opened; the message says why and what to do.</exception>
    public static TunnelSource Open(InputAddress input, TunnelFormat format, CaptureOptions options, int capturePoint)
    {
        IPAddress address = input.Kind != InputKind.Host ? IPAddress.Any
            : input.Target == "localhost" ? IPAddress.Loopback : IPAddress.Parse(input.Target);
        string device = input.Kind == InputKind.Device ? input.Target : "";
        OfflineFilter? filter = options.BpfFilter.Length > 0 ? new OfflineFilter(options.BpfFilter) : null;
        filter?.Check(LinkType.Ethernet);
        int port = options.VxlanPort ?? format.Port;
        return new TunnelSource(TunnelSocket.Open(address, device, port, options.BufferSize), format, options, filter, capturePoint);
    }

    public void Run(IPacketConsumer consumer, CancellationToken stop)
    {
        long stopped = 0;
        while (true)
        {
            bool isReceived = TryReceive(out int length);
            if (stop.IsCancellationRequested)
            {
                stopped = stopped == 0 ? Stopwatch.GetTimestamp() : stopped;
                if (!isReceived || Stopwatch.GetElapsedTime(stopped) > LongestDrain)
                {
                    return;
                }
            }

            if (isReceived)
            {
                OnDatagram(length, consumer);
            }
            else
            {
                _socket.Poll(Patience, SelectMode.SelectRead);
            }
        }
    }

    public KernelDrops? ReadDrops()
    {
        lock (_closing)
        {
            return _isClosed || TunnelSocket.ReadDrops(_socket) is not { } kernel ? _drops.Last() : _drops.Update(kernel);
        }
    }

    public void Dispose()
    {
        lock (_closing)
        {
            _isClosed = true;
            _socket.Dispose();
            _filter?.Dispose();
        }
    }

    /// <exception cref="CaptureException">The socket is broken.</exception>
    private bool TryReceive(out int length)
    {
        length = _socket.Receive(_packet.AsSpan(HeadersLength), SocketFlags.None, out SocketError error);
        return error switch
        {
            SocketError.Success => true,

            // The latter: longer than any datagram; and what an ICMP message of a port of others leaves behind.
            SocketError.WouldBlock or SocketError.IOPending or SocketError.Interrupted or SocketError.MessageSize or SocketError.ConnectionReset => false,
            _ => throw new CaptureException($"Receiving on {Name} ended: {new SocketException((int)error).Message}"),
        };
    }

    private void OnDatagram(int length, IPacketConsumer consumer)
    {
        ReadOnlySpan<byte> datagram = _packet.AsSpan(HeadersLength, length);
        if (_format.TryRead(datagram, out int vni, out ReadOnlySpan<byte> inner, out LinkType linkType)
            && !(_vnis.Accepts(vni) && (_filter is null || _filter.Matches(linkType, inner))))
        {
            Volatile.Write(ref _leftOut, _leftOut + 1);
            return;
        }

        // Zero where it does not fit: the decoder then goes by the packet's own length.
        int total = HeadersLength + length;
        BinaryPrimitives.WriteUInt16BigEndian(_packet.AsSpan(2), total > ushort.MaxValue ? (ushort)0 : (ushort)total);
        BinaryPrimitives.WriteUInt16BigEndian(_packet.AsSpan(24), total > ushort.MaxValue ? (ushort)0 : (ushort)(total - 20));
        _ordinal++;
        consumer.OnPacket(new Packet
        {
            LinkType = LinkType.Raw,
            TimestampNs = (DateTime.UtcNow - DateTime.UnixEpoch).Ticks * TimeSpan.NanosecondsPerTick,
            OriginalLength = total,
            Ordinal = _ordinal,
            CapturePoint = _capturePoint,
            Data = _packet.AsSpan(0, total),
        });
    }
}
