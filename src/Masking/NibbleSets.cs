using System.Runtime.Intrinsics;

namespace Gor.Masking;

/// <summary>
/// Eight sets of bytes, each a bit, in a form that sixteen bytes at a time are looked up in: by their lower and by their upper half. What
/// is in a set is always found in it; a set of several ranges may seem to have more.
/// </summary>
/// <param name="Low">By the lower half of a byte, the sets that it may be in.</param>
/// <param name="High">By the upper half.</param>
internal readonly record struct NibbleSets(Vector128<byte> Low, Vector128<byte> High)
{
    private const int Nibbles = 16;

    /// <summary>The lower half of each byte.</summary>
    public static Vector128<byte> Half => Vector128.Create((byte)(Nibbles - 1));

    /// <param name="sets">Which bytes each bit's set has; null for all.</param>
    public static NibbleSets Of(IEnumerable<(int Bit, CharSet? Set)> sets)
    {
        Span<byte> low = stackalloc byte[Nibbles];
        Span<byte> high = stackalloc byte[Nibbles];
        foreach ((int bit, CharSet? set) in sets)
        {
            for (int value = 0; value <= byte.MaxValue; value++)
            {
                if (set?.Contains((char)value) != false)
                {
                    low[value & (Nibbles - 1)] |= (byte)(1 << bit);
                    high[value >> 4] |= (byte)(1 << bit);
                }
            }
        }

        return new NibbleSets(Vector128.Create<byte>(low), Vector128.Create<byte>(high));
    }

    /// <summary>The sets that each of sixteen bytes may be in.</summary>
    /// <param name="low">The lower halves of the bytes.</param>
    /// <param name="high">The upper halves.</param>
    public Vector128<byte> Find(Vector128<byte> low, Vector128<byte> high) => Vector128.ShuffleNative(Low, low) & Vector128.ShuffleNative(High, high);
}
