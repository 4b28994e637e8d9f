namespace Gor.Tape;

/// <summary>
/// Cuts a tape into messages, in pieces of any size. A separator within a body does not end the message as long as the rest of it can
/// be told from the next message: see <see cref="TapedContent.IsWhole"/>. What is no message is passed over up to the next separator.
/// </summary>
/// <param name="limit">Bytes of one message; a longer one is passed over.</param>
internal sealed class TapeParser(int limit)
{
    /// <summary>Nobody writes about monkeys so often; it bounds the work on one message.</summary>
    private const int MostSeparatorsWithin = 256;

    private byte[] _bytes = [];
    private int _start;
    private int _end;

    /// <summary>Where the search for the next separator goes on.</summary>
    private int _searched;
    private int _separatorsWithin;
    private bool _isPassingOver;
    private bool _isPaused;
    private bool _isLast;

    /// <summary>Messages that were none: the reader counts them.</summary>
    public long Malformed { get; private set; }

    /// <summary>Bytes that are kept until more come.</summary>
    public int Waiting => _end - _start;

    /// <summary>Room for the next bytes of the tape; never empty.</summary>
    public Span<byte> Room(int atLeast)
    {
        if (_start > 0)
        {
            _bytes.AsSpan(_start, Waiting).CopyTo(_bytes);
            _searched -= _start;
            _end -= _start;
            _start = 0;
        }

        if (_bytes.Length - _end < atLeast)
        {
            Array.Resize(ref _bytes, Math.Max(_end + atLeast, _bytes.Length * 2));
        }

        return _bytes.AsSpan(_end);
    }

    /// <summary>So many bytes were written into the room.</summary>
    public void Advance(int length)
    {
        _end += length;
        _isPaused = false;
    }

    /// <summary>No more bytes come, or none for now: a message whose separator was seen is at its end.</summary>
    /// <param name="isLast">True where none come at all: then the last message needs no separator.</param>
    public void Pause(bool isLast = false)
    {
        if (isLast && Waiting > 0 && !Rest.EndsWith(TapeSeparator.Bytes))
        {
            TapeSeparator.Bytes.CopyTo(Room(TapeSeparator.Bytes.Length));
            Advance(TapeSeparator.Bytes.Length);
        }

        _isPaused = true;
        _isLast = isLast;
    }

    /// <summary>The next message; null where more bytes are needed.</summary>
    public TapeMessage? Next()
    {
        while (true)
        {
            int found = Rest[(_searched - _start)..].IndexOf(TapeSeparator.Bytes);
            if (found < 0)
            {
                _searched = Math.Max(_start, _end - TapeSeparator.Bytes.Length + 1);
                PassOverLong();
                return null;
            }

            int separator = _searched + found;
            int behind = separator + TapeSeparator.Bytes.Length;
            ReadOnlySpan<byte> record = _bytes.AsSpan(_start, separator - _start);
            if (_isPassingOver)
            {
                Take(behind);
                _isPassingOver = false;
                continue;
            }

            int line = record.IndexOf((byte)'\n');
            bool isMessage = TapeHeader.TryParse(line < 0 ? record : record[..line], out TapeHeader header) && line >= 0;
            if (isMessage && !TapedContent.IsWhole(record[(line + 1)..], header.Kind))
            {
                bool? isEnd = _separatorsWithin >= MostSeparatorsWithin ? true : IsEnd(behind);
                if (isEnd is null)
                {
                    _searched = separator;
                    return null;
                }

                if (isEnd == false)
                {
                    // The separator is a part of the body; its last line end may begin the next one.
                    _searched = behind - 1;
                    _separatorsWithin++;
                    continue;
                }
            }

            TapeMessage? message = isMessage ? new TapeMessage(header, record[(line + 1)..].ToArray()) : null;
            Take(behind);
            if (message is not null)
            {
                return message;
            }

            Malformed += record.Trim("\r\n"u8).IsEmpty ? 0 : 1;
        }
    }

    private ReadOnlySpan<byte> Rest => _bytes.AsSpan(_start, Waiting);

    /// <summary>True where a message's line, or nothing, stands behind a separator; null where that is not known yet.</summary>
    private bool? IsEnd(int behind)
    {
        ReadOnlySpan<byte> next = _bytes.AsSpan(behind, _end - behind);
        int line = next.IndexOf((byte)'\n');
        return line >= 0 ? TapeHeader.TryParse(next[..line], out _)
            : next.Length > TapeHeader.LongestLine || (_isLast && !next.IsEmpty) ? false
            : _isPaused && next.IsEmpty ? true
            : null;
    }

    private void Take(int behind)
    {
        _start = behind;
        _searched = behind;
        _separatorsWithin = 0;
    }

    private void PassOverLong()
    {
        if (Waiting > limit)
        {
            Malformed += _isPassingOver ? 0 : 1;
            _isPassingOver = true;
        }

        if (_isPassingOver)
        {
            _start = _searched;
        }
    }
}
