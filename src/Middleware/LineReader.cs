namespace Gor.Middleware;

/// <summary>Cuts a stream into lines, whatever their length; each byte is looked at once.</summary>
/// <param name="limit">Bytes of a line; what is longer is a failure.</param>
internal sealed class LineReader(Stream stream, int limit)
{
    private const int PieceLength = 64 << 10;

    private byte[] _bytes = new byte[PieceLength];
    private int _start;
    private int _end;
    private int _searched;

    /// <summary>The next line without its end, borrowed until the next call; null at the end of the stream. A last line needs no end.</summary>
    /// <exception cref="InvalidDataException">A line is too long.</exception>
    public async ValueTask<ReadOnlyMemory<byte>?> NextAsync(CancellationToken stop)
    {
        while (true)
        {
            int found = _bytes.AsSpan(_searched, _end - _searched).IndexOf((byte)'\n');
            if (found >= 0)
            {
                ReadOnlyMemory<byte> line = _bytes.AsMemory(_start, _searched + found - _start);
                _start = _searched + found + 1;
                _searched = _start;
                return line;
            }

            _searched = _end;
            if (_end - _start > limit)
            {
                throw new InvalidDataException($"a line is longer than {limit >> 20} MiB");
            }

            MakeRoom();
            int length = await stream.ReadAsync(_bytes.AsMemory(_end), stop);
            if (length == 0)
            {
                if (_start == _end)
                {
                    return null;
                }

                ReadOnlyMemory<byte> rest = _bytes.AsMemory(_start, _end - _start);
                _start = _end;
                return rest;
            }

            _end += length;
        }
    }

    private void MakeRoom()
    {
        if (_start > 0)
        {
            _bytes.AsSpan(_start, _end - _start).CopyTo(_bytes);
            _end -= _start;
            _searched -= _start;
            _start = 0;
        }

        if (_bytes.Length - _end < PieceLength)
        {
            Array.Resize(ref _bytes, _bytes.Length * 2);
        }
    }
}
