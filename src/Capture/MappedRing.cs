using System.ComponentModel;
using System.Net.Sockets;
using System.Runtime.InteropServices;

namespace Gor.Capture;

/// <summary>
/// The kernel's ring of packet blocks (TPACKET_V3, packet(7) and the kernel's packet_mmap.rst), mapped into this process.
/// A block is copied out whole and given back at once.
/// </summary>
internal sealed class MappedRing : IDisposable
{
    public const int BlockSize = 1 << 19;

    // From linux/if_packet.h.
    private const int SolPacket = 263;
    private const int PacketReceiveRing = 5;
    private const int PacketVersion = 10;
    private const int Version3 = 2;
    private const int FrameSize = 2048;
    private const int StatusOffset = 8;
    private const int LengthOffset = 20;
    private const int OfUser = 1;

    // From sys/mman.h, the same on every architecture that .NET runs on.
    private const int ReadAndWrite = 3;
    private const int Shared = 1;
    private static readonly nint Failed = -1;

    private readonly int _blocks;
    private readonly nint _memory;
    private int _next;

    /// <param name="socket">A packet socket that is not bound yet.</param>
    /// <param name="size">In bytes.</param>
    /// <param name="timeout">After which a block is handed over that is not full.</param>
    /// <exception cref="SocketException">The kernel refuses such a ring.</exception>
    /// <exception cref="Win32Exception">It cannot be mapped.</exception>
    public MappedRing(Socket socket, int size, TimeSpan timeout)
    {
        _blocks = Math.Max(2, size / BlockSize);
        socket.SetRawSocketOption(SolPacket, PacketVersion, BitConverter.GetBytes(Version3));
        socket.SetRawSocketOption(SolPacket, PacketReceiveRing, Request((int)Math.Clamp(timeout.TotalMilliseconds, 1, 60_000)));
        _memory = Map(0, (nuint)BlockSize * (nuint)_blocks, ReadAndWrite, Shared, (int)socket.Handle, 0);
        if (_memory == Failed)
        {
            throw new Win32Exception(Marshal.GetLastPInvokeError());
        }
    }

    /// <summary>Takes the oldest block that the kernel has handed over.</summary>
    /// <param name="block">Room for one.</param>
    /// <returns>False where there is none.</returns>
    public bool TryTake(byte[] block)
    {
        nint start = _memory + (nint)_next * BlockSize;
        if ((Marshal.ReadInt32(start, StatusOffset) & OfUser) == 0)
        {
            return false;
        }

        // What is read behind must not be older than the status.
        Thread.MemoryBarrier();
        int length = Math.Clamp(Marshal.ReadInt32(start, LengthOffset), 0, BlockSize);
        Marshal.Copy(start, block, 0, length);
        Thread.MemoryBarrier();
        Marshal.WriteInt32(start, StatusOffset, 0);
        _next = (_next + 1) % _blocks;
        return true;
    }

    public void Dispose() => _ = Unmap(_memory, (nuint)BlockSize * (nuint)_blocks);

    /// <summary>struct tpacket_req3.</summary>
    private byte[] Request(int timeoutMilliseconds)
    {
        int[] fields = [BlockSize, _blocks, FrameSize, BlockSize / FrameSize * _blocks, timeoutMilliseconds, 0, 0];
        return MemoryMarshal.AsBytes(fields.AsSpan()).ToArray();
    }

    [DllImport("libc", EntryPoint = "mmap", SetLastError = true)]
    private static extern nint Map(nint address, nuint length, int protection, int flags, int file, nint offset);

    [DllImport("libc", EntryPoint = "munmap", SetLastError = true)]
    private static extern int Unmap(nint address, nuint length);
}
