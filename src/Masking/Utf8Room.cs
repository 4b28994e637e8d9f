using System.Buffers;
using System.Numerics;
using System.Runtime.InteropServices;

namespace Gor.Masking;

/// <summary>Where rules write the values that they make. The memory is used again for the next record. One thread.</summary>
internal sealed class Utf8Room
{
    private const int LeastSize = 256;

    /// <summary>One huge value shall not hold its memory for ever.</summary>
    private const int LargestKept = 4 << 20;

    private readonly List<byte[]> _taken = [];
    private byte[] _open = [];

    /// <summary>Bytes of the value that is being written.</summary>
    public int Length { get; private set; }

    /// <summary>Begins a value.</summary>
    /// <param name="expected">Bytes.</param>
    public void Begin(int expected)
    {
        Length = 0;
        if (_open.Length < expected)
        {
            ArrayPool<byte>.Shared.Return(_open);
            _open = Rent(expected);
        }
    }

    public void Append(ReadOnlySpan<byte> piece)
    {
        if (piece.Length > _open.Length - Length)
        {
            byte[] larger = Rent(Length + (long)piece.Length);
            _open.AsSpan(0, Length).CopyTo(larger);
            ArrayPool<byte>.Shared.Return(_open);
            _open = larger;
        }

        piece.CopyTo(_open.AsSpan(Length));
        Length += piece.Length;
    }

    /// <summary>Ends a value.</summary>
    /// <param name="former">The value that it takes the place of: its memory may be used again.</param>
    /// <returns>Valid until <see cref="Clear"/>.</returns>
    public ReadOnlyMemory<byte> Take(ReadOnlyMemory<byte> former)
    {
        byte[] written = _open;
        int mine = MemoryMarshal.TryGetArray(former, out ArraySegment<byte> segment) ? _taken.IndexOf(segment.Array!) : -1;
        if (mine < 0)
        {
            _open = [];
            _taken.Add(written);
        }
        else
        {
            _open = _taken[mine];
            _taken[mine] = written;
        }

        return written.AsMemory(0, Length);
    }

    /// <summary>No value that was taken is needed any longer.</summary>
    public void Clear()
    {
        foreach (byte[] taken in _taken)
        {
            ArrayPool<byte>.Shared.Return(taken);
        }

        _taken.Clear();
        if (_open.Length > LargestKept)
        {
            ArrayPool<byte>.Shared.Return(_open);
            _open = [];
        }
    }

    private static byte[] Rent(long length) =>
        ArrayPool<byte>.Shared.Rent((int)Math.Min((ulong)Array.MaxLength, BitOperations.RoundUpToPowerOf2((ulong)Math.Max(LeastSize, length))));
}
