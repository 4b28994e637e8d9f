using System.Buffers;

namespace Gor.Http;

/// <summary>
/// Cuts lines out of a flow. A line that lies within one span is not copied; only one that is cut across spans is put
/// together in a pooled buffer, which is given back with the line.
/// </summary>
internal struct LineBuffer
{
    private byte[]? _bytes;
    private bool _isDelivered;

    /// <summary>Bytes of the unfinished line.</summary>
    public int Length { get; private set; }

    public readonly ReadOnlySpan<byte> Unfinished => _bytes.AsSpan(0, Length);

    /// <summary>
    /// Takes bytes up to the next LF. True: <paramref name="line"/> is a whole line without CR and LF at its end, valid until the
    /// next call. False: there was no LF, all of <paramref name="data"/> was kept. A lone CR ends no line (RFC 9112 section 2.2).
    /// </summary>
    public bool TryRead(ReadOnlySpan<byte> data, out ReadOnlySpan<byte> line, out int used)
    {
        if (_isDelivered)
        {
            Clear();
        }

        int end = data.IndexOf((byte)'\n');
        used = end < 0 ? data.Length : end + 1;
        line = data[..used];
        if (end < 0 || Length > 0)
        {
            Append(line);
            line = Unfinished;
        }

        _isDelivered = end >= 0;
        line = line.TrimEnd("\r\n"u8);
        return end >= 0;
    }

    public void Clear()
    {
        if (_bytes is not null)
        {
            ArrayPool<byte>.Shared.Return(_bytes);
            _bytes = null;
        }

        Length = 0;
        _isDelivered = false;
    }

    private void Append(ReadOnlySpan<byte> data)
    {
        int needed = Length + data.Length;
        if (_bytes is null || _bytes.Length < needed)
        {
            byte[] larger = ArrayPool<byte>.Shared.Rent(Math.Max(needed, Length * 2));
            Unfinished.CopyTo(larger);
            if (_bytes is not null)
            {
                ArrayPool<byte>.Shared.Return(_bytes);
            }

            _bytes = larger;
        }

        data.CopyTo(_bytes.AsSpan(Length));
        Length = needed;
    }
}
