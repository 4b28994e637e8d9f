using Gor.Tape;

namespace Gor.Playback;

/// <summary>The messages of one file, in order of time as far as one can look ahead. What was replayed is left out.</summary>
internal sealed class TapeStream : IDisposable
{
    private const int PieceLength = 256 << 10;

    /// <summary>More than any body that gor keeps; what is longer is no tape.</summary>
    private const int LongestMessage = 1 << 30;

    private readonly Stream _stream;
    private readonly TapeParser _parser = new(LongestMessage);
    private readonly PriorityQueue<TapeMessage, (long TimestampNs, long Index)> _ahead = new();
    private readonly int _depth;
    private readonly Counters _counters;
    private long _index;
    private long _malformed;
    private bool _isAtEnd;

    public TapeStream(Stream stream, int depth, Counters counters)
    {
        _stream = stream;
        _depth = depth;
        _counters = counters;
        Fill();
    }

    /// <summary>The next message; null at the end.</summary>
    public TapeMessage? Next => _ahead.TryPeek(out TapeMessage? next, out _) ? next : null;

    /// <summary>Messages that were read and not taken.</summary>
    public int Ahead => _ahead.Count;

    /// <exception cref="IOException">The file cannot be read on.</exception>
    /// <exception cref="InvalidDataException">What is compressed in it is damaged.</exception>
    public TapeMessage Take()
    {
        TapeMessage message = _ahead.Dequeue();
        Fill();
        return message;
    }

    public void Dispose() => _stream.Dispose();

    private void Fill()
    {
        while (_ahead.Count < _depth && Read() is { } message)
        {
            _counters.Add(Counter.TapedMessagesRead);
            if (message.Header.Kind == TapeKind.ReplayedResponse)
            {
                _counters.Add(Counter.TapedMessagesIgnoredReplayed);
            }
            else
            {
                _ahead.Enqueue(message, (message.Header.TimestampNs, _index++));
            }
        }

        _counters.Add(Counter.TapedMessagesRead, _parser.Malformed - _malformed);
        _counters.Add(Counter.TapedMessagesMalformed, _parser.Malformed - _malformed);
        _malformed = _parser.Malformed;
    }

    private TapeMessage? Read()
    {
        while (true)
        {
            if (_parser.Next() is { } message)
            {
                return message;
            }

            if (_isAtEnd)
            {
                return null;
            }

            int length = _stream.Read(_parser.Room(PieceLength));
            _parser.Advance(length);
            if (length == 0)
            {
                _isAtEnd = true;
                _parser.Pause(isLast: true);
            }
        }
    }
}
