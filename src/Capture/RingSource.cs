using System.Buffers.Binary;
using System.Diagnostics;
using System.Net.Sockets;

namespace Gor.Capture;

/// <summary>The packets of one device of Linux, from the kernel's ring without libpcap.</summary>
internal sealed class RingSource(Socket socket, MappedRing ring, RingSettings settings) : IPacketSource
{
    // struct tpacket_block_desc.
    private const int BlockPacketsOffset = 12;
    private const int BlockFirstOffset = 16;

    // struct tpacket3_hdr, and struct sockaddr_ll behind it.
    private const int NextOffset = 0;
    private const int SecondsOffset = 4;
    private const int NanosecondsOffset = 8;
    private const int CapturedOffset = 12;
    private const int LengthOffset = 16;
    private const int StatusOffset = 20;
    private const int MacOffset = 24;
    private const int NetOffset = 26;
    private const int TagOffset = 32;
    private const int TagTypeOffset = 36;
    private const int PacketTypeOffset = 58;
    private const int HeaderLength = 68;

    private const uint HasTag = 0x10;
    private const uint HasTagType = 0x40;
    private const byte Outgoing = 4;
    private const int AddressesLength = 12;
    private const int TagLength = 4;

    /// <summary>However much is still in the ring, a stop does not take longer.</summary>
    private static readonly TimeSpan LongestDrain = TimeSpan.FromSeconds(5);

    private readonly byte[] _block = new byte[MappedRing.BlockSize];
    private readonly DropCounts _drops = new(settings.Device.Name);
    private readonly Lock _closing = new();
    private uint _kernelDrops;
    private bool _isClosed;
    private long _ordinal;
    private long _leftOut;
    private long _lastTimestampNs = long.MaxValue;

    public string Name => settings.Device.Name;

    public bool IsLive => true;

    public string Description => settings.Description;

    public string Filter => settings.Filter;

    public long LeftOut => Volatile.Read(ref _leftOut);

    public void Run(IPacketConsumer consumer, CancellationToken stop)
    {
        long stopped = 0;
        bool hasMore = true;
        while (hasMore)
        {
            if (stopped == 0 && stop.IsCancellationRequested)
            {
                stopped = Stopwatch.GetTimestamp();
                _lastTimestampNs = (DateTime.UtcNow - DateTime.UnixEpoch).Ticks * TimeSpan.NanosecondsPerTick;
            }

            if (ring.TryTake(_block))
            {
                hasMore = OnBlock(consumer) && (stopped == 0 || Stopwatch.GetElapsedTime(stopped) < LongestDrain);
            }
            else
            {
                // The last block comes up to a timeout late; silence behind the stop ends it.
                bool isReadable = socket.Poll(2 * settings.Timeout, SelectMode.SelectRead);
                hasMore = stopped == 0 || isReadable;
                ThrowIfBroken();
            }
        }
    }

    public KernelDrops? ReadDrops()
    {
        lock (_closing)
        {
            if (_isClosed)
            {
                return _drops.Last();
            }

            try
            {
                // The kernel's count starts anew with each reading.
                _kernelDrops = unchecked(_kernelDrops + PacketSocket.ReadDrops(socket));
            }
            catch (SocketException)
            {
                return _drops.Last();
            }

            return _drops.Update(_kernelDrops);
        }
    }

    public void Dispose()
    {
        lock (_closing)
        {
            if (!_isClosed)
            {
                _isClosed = true;
                ring.Dispose();
                socket.Dispose();
                settings.UserFilter?.Dispose();
            }
        }
    }

    /// <summary>A device that is down gives packets again when it is up; one that is gone never does, whatever comes under its name.</summary>
    /// <exception cref="CaptureException">It is gone.</exception>
    private void ThrowIfBroken()
    {
        var error = (SocketError)(int)socket.GetSocketOption(SocketOptionLevel.Socket, SocketOptionName.Error)!;
        if (error is not (SocketError.Success or SocketError.NetworkDown))
        {
            throw new CaptureException($"Capturing from {Name} ended: {new SocketException((int)error).Message}.");
        }
    }

    /// <summary>False where a packet was stamped behind the stop.</summary>
    private bool OnBlock(IPacketConsumer consumer)
    {
        int packets = BitConverter.ToInt32(_block, BlockPacketsOffset);
        int offset = BitConverter.ToInt32(_block, BlockFirstOffset);
        for (int i = 0; i < packets; i++)
        {
            Span<byte> entry = _block.AsSpan(offset);
            long timestampNs = BitConverter.ToUInt32(entry[SecondsOffset..]) * 1_000_000_000L + BitConverter.ToUInt32(entry[NanosecondsOffset..]);
            if (timestampNs > _lastTimestampNs)
            {
                return false;
            }

            // On the loopback device each packet goes out and comes in.
            if (!(settings.Device.IsLoopback && entry[PacketTypeOffset] == Outgoing))
            {
                OnEntry(entry, timestampNs, consumer);
            }

            offset += BitConverter.ToInt32(entry[NextOffset..]);
        }

        return true;
    }

    private void OnEntry(Span<byte> entry, long timestampNs, IPacketConsumer consumer)
    {
        int captured = BitConverter.ToInt32(entry[CapturedOffset..]);
        int length = BitConverter.ToInt32(entry[LengthOffset..]);
        int start = BitConverter.ToUInt16(entry[(settings.LinkType == LinkType.Ethernet ? MacOffset : NetOffset)..]);
        uint status = BitConverter.ToUInt32(entry[StatusOffset..]);
        if ((status & HasTag) != 0 && settings.LinkType == LinkType.Ethernet && captured >= AddressesLength + 2 && start >= HeaderLength + TagLength)
        {
            InsertTag(entry, start, status);
            (start, captured, length) = (start - TagLength, captured + TagLength, length + TagLength);
        }

        ReadOnlySpan<byte> frame = entry.Slice(start, captured);
        if (!settings.Vlans.Accepts(settings.LinkType, frame) || settings.UserFilter?.Matches(settings.LinkType, frame) == false)
        {
            Volatile.Write(ref _leftOut, _leftOut + 1);
            return;
        }

        _ordinal++;
        consumer.OnPacket(new Packet
        {
            LinkType = settings.LinkType,
            TimestampNs = timestampNs,
            OriginalLength = Math.Max(length, captured),
            Ordinal = _ordinal,
            CapturePoint = settings.CapturePoint,
            Data = frame,
        });
    }

    /// <summary>The kernel keeps the outermost VLAN tag beside the frame: it goes back between addresses and type.</summary>
    private static void InsertTag(Span<byte> entry, int start, uint status)
    {
        ushort type = (status & HasTagType) != 0 ? BitConverter.ToUInt16(entry[TagTypeOffset..]) : (ushort)0x8100;
        ushort tag = (ushort)BitConverter.ToUInt32(entry[TagOffset..]);
        entry.Slice(start, AddressesLength).CopyTo(entry[(start - TagLength)..]);
        BinaryPrimitives.WriteUInt16BigEndian(entry[(start + AddressesLength - TagLength)..], type);
        BinaryPrimitives.WriteUInt16BigEndian(entry[(start + AddressesLength - TagLength + 2)..], tag);
    }
}
