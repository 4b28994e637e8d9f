using System.Buffers;

namespace Gor.Flows;

/// <summary>
/// Memory for segments that are held. The shared pool keeps a few dozen arrays of a size, so that of a thousand segments behind a lost one nearly all
/// were allocated anew; here those of a full segment (an MTU of 1500) are kept for the next burst. One thread.
/// </summary>
/// <param name="mostKept">Bytes that are kept while nothing needs them.</param>
internal sealed class HeldBlocks(long mostKept)
{
    private const int BlockSize = 2048;

    private readonly Stack<byte[]> _free = new();

    /// <summary>At least so many bytes, of any content; no more than the next power of two.</summary>
    public byte[] Rent(int length)
    {
        if (length is <= BlockSize / 2 or > BlockSize)
        {
            return ArrayPool<byte>.Shared.Rent(length);
        }

        return _free.TryPop(out byte[]? block) ? block : GC.AllocateUninitializedArray<byte>(BlockSize);
    }

    public void Return(byte[] bytes)
    {
        if (bytes.Length != BlockSize)
        {
            ArrayPool<byte>.Shared.Return(bytes);
        }
        else if ((_free.Count + 1L) * BlockSize <= mostKept)
        {
            _free.Push(bytes);
        }
    }
}
