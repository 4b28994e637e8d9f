namespace Gor.Http;

/// <summary>
/// Removes the chunked transfer coding (RFC 9112 section 7.1) in pieces of any size, keeping nothing but a few numbers.
/// Extensions and trailers are passed over. Lenient in blanks and bare LF; what stands where a size or the end of a chunk
/// must be ends the body as malformed.
/// </summary>
internal struct ChunkedDecoder(int lineLimit)
{
    private enum Place : byte
    {
        Size,
        SizeLineRest,
        Data,
        DataEnd,
        TrailerStart,
        TrailerStartCr,
        TrailerLine,
        Done,
        Malformed,
    }

    private Place _place = Place.Size;
    private int _digits;
    private int _lineLength;

    /// <summary>Bytes of the present chunk's data still to come.</summary>
    public long Remaining { get; private set; }

    public readonly bool IsDone => _place == Place.Done;

    public readonly bool IsMalformed => _place == Place.Malformed;

    /// <summary>True once the last chunk was seen: no content follows, though the end of the trailer section may be missing.</summary>
    public readonly bool IsContentDone => _place is Place.TrailerStart or Place.TrailerStartCr or Place.TrailerLine or Place.Done;

    /// <summary>Takes bytes up to the end of the body or the first that cannot stand there; the content goes to <paramref name="body"/>.</summary>
    /// <returns>Bytes taken.</returns>
    public int Read(ReadOnlySpan<byte> data, MessageBody body)
    {
        int at = 0;
        while (at < data.Length && _place < Place.Done)
        {
            if (_place == Place.Data)
            {
                int length = (int)Math.Min(Remaining, data.Length - at);
                body.Append(data.Slice(at, length));
                at += length;
                Pass(length);
                continue;
            }

            if (_place is Place.SizeLineRest or Place.TrailerLine)
            {
                int end = data[at..].IndexOf((byte)'\n');
                int length = end < 0 ? data.Length - at : end;
                at += length;
                _lineLength = (int)Math.Min((long)_lineLength + length, int.MaxValue);
                if (end < 0 || _lineLength > lineLimit)
                {
                    _place = _lineLength > lineLimit ? Place.Malformed : _place;
                    continue;
                }
            }

            Step(data[at++]);
        }

        return at;
    }

    /// <summary>Passes over bytes of the present chunk's data that are not at hand.</summary>
    /// <returns>False, with nothing done, where they are not all data of this chunk.</returns>
    public bool TrySkip(long length)
    {
        if (_place != Place.Data || length > Remaining)
        {
            return false;
        }

        Pass(length);
        return true;
    }

    private void Pass(long length)
    {
        Remaining -= length;
        _place = Remaining == 0 ? Place.DataEnd : Place.Data;
    }

    private void Step(byte value)
    {
        _lineLength++;
        _place = _place switch
        {
            Place.Size => Size(value),
            Place.SizeLineRest => SizeLineEnd(),
            Place.DataEnd => value switch
            {
                (byte)'\r' => Place.DataEnd,
                (byte)'\n' => NewLine(Place.Size),
                _ => Place.Malformed,
            },
            Place.TrailerStart => value switch
            {
                (byte)'\r' => Place.TrailerStartCr,
                (byte)'\n' => Place.Done,
                _ => Place.TrailerLine,
            },
            Place.TrailerStartCr => value == '\n' ? Place.Done : Place.TrailerLine,
            _ => Place.TrailerStart,
        };
        _place = _lineLength > lineLimit ? Place.Malformed : _place;
    }

    private Place Size(byte value)
    {
        if (char.IsAsciiHexDigit((char)value))
        {
            if (Remaining > long.MaxValue >> 4)
            {
                return Place.Malformed;
            }

            Remaining = (Remaining << 4) | (uint)HexValue(value);
            _digits = 1;
            return Place.Size;
        }

        return value switch
        {
            (byte)'\n' => SizeLineEnd(),
            (byte)' ' or (byte)'\t' when _digits == 0 => Place.Size,
            (byte)' ' or (byte)'\t' or (byte)'\r' or (byte)';' when _digits > 0 => Place.SizeLineRest,
            _ => Place.Malformed,
        };
    }

    private Place SizeLineEnd() =>
        _digits == 0 ? Place.Malformed : Remaining > 0 ? NewLine(Place.Data) : NewLine(Place.TrailerStart);

    private Place NewLine(Place next)
    {
        _lineLength = 0;
        _digits = 0;
        return next;
    }

    private static int HexValue(byte digit) => digit <= '9' ? digit - '0' : (digit | 0x20) - 'a' + 10;
}
