using System.Buffers;

namespace Gor.Decode;

/// <summary>
/// A datagram of which not all fragments have come. Fragments begin on multiples of 8 bytes and all but the last are multiples
/// long, so one bit for each 8 bytes says what is there, in whatever order and overlap it came.
/// </summary>
internal sealed class FragmentedDatagram(FragmentKey key, long firstSeenNs) : IDisposable
{
    /// <summary>The payload of an IP datagram is shorter (RFC 791, RFC 8200: 16 bits of length).</summary>
    public const int MaxLength = 65535;

    private const int Unit = 8;

    private readonly ulong[] _present = new ulong[(MaxLength / Unit / 64) + 1];
    private byte[] _bytes = [];
    private int _presentUnits;
    private int _end;

    /// <summary>Length of the payload: known since the last fragment came, else -1.</summary>
    private int _length = -1;

    public FragmentKey Key => key;

    public long FirstSeenNs => firstSeenNs;

    /// <summary>Packets that went in.</summary>
    public int Packets { get; private set; }

    /// <summary>Memory held.</summary>
    public int Size => _bytes.Length + (_present.Length * sizeof(ulong));

    /// <summary>What the first fragment says of the payload.</summary>
    public byte Protocol { get; private set; }

    public bool IsComplete => _length >= 0 && _presentUnits == (_length + Unit - 1) / Unit;

    public ReadOnlySpan<byte> Payload => _bytes.AsSpan(0, _length);

    /// <summary>
    /// Copies in what is not there yet: of bytes that come twice the first copy stays.
    /// False, and nothing is taken, where the fragment contradicts the end that another one set.
    /// </summary>
    /// <param name="fragment">Where the data belongs.</param>
    /// <param name="protocol">What the fragment's header says of the payload; the first fragment's counts.</param>
    /// <param name="data">The fragment's bytes.</param>
    /// <param name="overlaps">True where some of the bytes were there already.</param>
    public bool TryAdd(Fragment fragment, byte protocol, ReadOnlySpan<byte> data, out bool overlaps)
    {
        overlaps = false;
        int end = fragment.Offset + data.Length;
        bool contradicts = fragment.More
            ? data.Length % Unit != 0 || (_length >= 0 && end > _length)
            : _end > end || (_length >= 0 && end != _length);
        if (contradicts || data.Length == 0 || end > MaxLength)
        {
            return false;
        }

        if (fragment.Offset == 0 && !IsPresent(0))
        {
            Protocol = protocol;
        }

        if (!fragment.More)
        {
            _length = end;
        }

        _end = Math.Max(_end, end);
        Packets++;
        Grow(end);
        for (int start = fragment.Offset; start < end; start += Unit)
        {
            int unit = start / Unit;
            if (IsPresent(unit))
            {
                overlaps = true;
                continue;
            }

            _present[unit / 64] |= 1UL << unit;
            _presentUnits++;
            data[(start - fragment.Offset)..Math.Min(start - fragment.Offset + Unit, data.Length)].CopyTo(_bytes.AsSpan(start));
        }

        return true;
    }

    public void Dispose()
    {
        Return(_bytes);
        _bytes = [];
    }

    private bool IsPresent(int unit) => (_present[unit / 64] & (1UL << unit)) != 0;

    private void Grow(int length)
    {
        if (length <= _bytes.Length)
        {
            return;
        }

        byte[] larger = ArrayPool<byte>.Shared.Rent(length);
        _bytes.CopyTo(larger, 0);
        Return(_bytes);
        _bytes = larger;
    }

    private static void Return(byte[] bytes)
    {
        if (bytes.Length > 0)
        {
            ArrayPool<byte>.Shared.Return(bytes);
        }
    }
}
