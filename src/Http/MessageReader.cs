using Gor.Flows;

namespace Gor.Http;

/// <summary>
/// Reads the messages of one flow as they come: an incremental parser that keeps a line cut across segments and nothing else.
/// Every byte given to it ends in one counter. After a loss it looks for the next plausible start line, at the begin of a line
/// or of a segment.
/// </summary>
/// <param name="startsAtBoundary">True where the flow's first byte is the first of a message (the handshake was seen).</param>
internal sealed class MessageReader(
    IMessageHandler handler, HttpSession owner, HttpOptions options, Counters counters, bool startsAtBoundary) : IDisposable
{
    private enum State : byte
    {
        /// <summary>A start line must come next.</summary>
        Start,

        /// <summary>A start line may come anywhere.</summary>
        Search,

        Fields,
        Body,

        /// <summary>Behind a CONNECT request: the response decides what these bytes are.</summary>
        Undecided,

        /// <summary>Nothing is read any more.</summary>
        Refused,
    }

    private State _state = startsAtBoundary ? State.Start : State.Search;
    private bool _isAfterLoss = !startsAtBoundary;
    private bool _skipsLine;
    private Counter _skippedAs = Counter.BytesSkippedAfterGap;
    private Counter _refusedAs;
    private LineBuffer _line;
    private MessageStart _start;
    private BodyReader _body;
    private Arrival _arrival;
    private long _boundary = Arrival.Unknown;
    private long _acknowledgedBefore = startsAtBoundary ? MessageStart.NothingBefore : Arrival.Unknown;

    /// <summary>Bytes of an unfinished head, or undecided ones: they are counted when it is clear what they were.</summary>
    private long _unsettled;

    /// <summary>The kind of message this flow carries; exchangeable until the first start line was read.</summary>
    public IMessageHandler Handler { get; set; } = handler;

    /// <summary>Position behind the last byte that was read or lost.</summary>
    public long Position { get; private set; } = Arrival.Unknown;

    /// <summary>True once a start line was read.</summary>
    public bool IsHttp { get; private set; }

    /// <summary>True between the first byte of a message and its last.</summary>
    public bool IsInMessage => _state is State.Fields or State.Body || (_state == State.Start && _line.Length > 0);

    /// <summary>True within a body whose end only the flow's end tells.</summary>
    public bool IsInUnboundedBody => _state == State.Body && _body.EndsWithFlow;

    /// <summary>True within a body that is known or guessed to have a length.</summary>
    public bool IsInBoundedBody => _state == State.Body && !_body.EndsWithFlow;

    /// <summary>True where a body was announced and nothing of it came yet.</summary>
    public bool IsAwaitingBody => _state == State.Body && _body.IsUntouched;

    public void Read(ReadOnlySpan<byte> data, in Arrival arrival)
    {
        _arrival = arrival;
        Position = arrival.Position;
        if (_state == State.Search)
        {
            OpenSegment(data);
        }

        while (!data.IsEmpty)
        {
            int used = _state switch
            {
                State.Start => ReadStart(data),
                State.Search => Search(data),
                State.Fields => ReadField(data),
                State.Body => ReadBody(data),
                State.Undecided => Postpone(data.Length),
                _ => Count(_refusedAs, data.Length),
            };
            Position += used;
            _acknowledgedBefore = arrival.Acknowledged;
            data = data[used..];
            Settle();
        }
    }

    /// <summary>Bytes that were not captured: passed over within content, otherwise the reader has lost its place.</summary>
    public void Skip(long length, in Arrival arrival)
    {
        _arrival = arrival;
        Position = arrival.Position + length;
        _acknowledgedBefore = Arrival.Unknown;
        if (_state == State.Body && _body.TrySkip(length, Handler.Body))
        {
            Settle();
            return;
        }

        if (_state is not (State.Undecided or State.Refused))
        {
            Break();
            Lose(Counter.BytesSkippedAfterGap);
        }
    }

    /// <summary>No more bytes will come: what is half read ends now.</summary>
    public void End(FlowEnd reason, in Arrival arrival)
    {
        _arrival = arrival;
        if (_state == State.Body && reason == FlowEnd.Fin && _body.EndsWithFlow)
        {
            Complete();
        }

        Break();
        _state = State.Refused;
        _refusedAs = Counter.BytesMalformed;
    }

    /// <summary>Ends the body here, though its framing says otherwise: the next message begins.</summary>
    public void EndBody()
    {
        if (!_body.EndsWithFlow && !_body.IsUntouched)
        {
            _body.Cut(Handler.Body);
        }

        Complete();
    }

    /// <summary>Holds what follows a CONNECT request until <see cref="Resume"/> or <see cref="Refuse"/>.</summary>
    public void Suspend() => _state = State.Undecided;

    /// <summary>The CONNECT was refused: messages go on. What came in between cannot be one.</summary>
    public void Resume()
    {
        if (_state != State.Undecided)
        {
            return;
        }

        _state = State.Start;
        if (_unsettled > 0)
        {
            SettleAs(Counter.BytesMalformed);
            Lose(Counter.BytesMalformed);
        }
    }

    /// <summary>Stops reading; all that is unsettled and all that comes is counted as <paramref name="reason"/>.</summary>
    public void Refuse(Counter reason)
    {
        if (_state == State.Fields)
        {
            Handler.OnHeadLost();
        }
        else if (_state == State.Body)
        {
            _body.Cut(Handler.Body);
            Complete();
        }

        SettleAs(reason);
        _refusedAs = reason;
        _state = State.Refused;
    }

    private int ReadStart(ReadOnlySpan<byte> data)
    {
        if (_line.Length == 0)
        {
            // Empty lines before a start line are passed over (RFC 9112 section 2.2).
            int empty = data.IndexOfAnyExcept((byte)'\r', (byte)'\n');
            if (empty != 0)
            {
                return Count(Counter.BytesConsumed, empty < 0 ? data.Length : empty);
            }

            MarkStart();
        }

        bool isWhole = _line.TryRead(data, out ReadOnlySpan<byte> line, out int used);
        _unsettled += used;
        if (isWhole ? !TryBegin(line) : !CanBegin(line) || _unsettled > options.HeadLimit)
        {
            RefuseStart(line, isWhole);
        }

        return used;
    }

    /// <summary>A line stands where a start line must, and is none.</summary>
    private void RefuseStart(ReadOnlySpan<byte> line, bool isWhole)
    {
        counters.Add(Counter.StartLinesRejected);
        if (!IsHttp && startsAtBoundary && !_isAfterLoss && !(isWhole && StartLine.ResemblesHttp(line)))
        {
            owner.GiveUp(OtherProtocol.Of(line));
            return;
        }

        SettleAs(Counter.BytesMalformed);
        _skipsLine = !isWhole;
        Lose(Counter.BytesMalformed);
    }

    /// <summary>A segment begins: its first byte may begin a line although the bytes before it did not end one.</summary>
    private void OpenSegment(ReadOnlySpan<byte> data)
    {
        if (owner.MaySwapRoles && OtherProtocol.IsTlsRecord(data))
        {
            owner.GiveUp(Counter.BytesNotHttpTls);
            return;
        }

        if (_line.Length > 0 && IsWanted(StartLine.KindOfFirstLine(data)) && !StartLine.ContinuesMethod(_line.Unfinished, data))
        {
            SettleAs(_skippedAs);
        }

        _skipsLine = false;
    }

    private int Search(ReadOnlySpan<byte> data)
    {
        if (_skipsLine)
        {
            int end = data.IndexOf((byte)'\n');
            _skipsLine = end < 0;
            return Count(_skippedAs, end < 0 ? data.Length : end + 1);
        }

        if (_line.Length == 0)
        {
            if (!CanBegin(data))
            {
                _skipsLine = true;
                return 0;
            }

            MarkStart();
        }

        bool isWhole = _line.TryRead(data, out ReadOnlySpan<byte> line, out int used);
        _unsettled += used;
        if (isWhole ? !TryBegin(line) : !CanBegin(line) || _unsettled > options.HeadLimit)
        {
            _skipsLine = !isWhole;
            SettleAs(_skippedAs);
        }

        return used;
    }

    private void MarkStart() => _start = new MessageStart(
        Position,
        _boundary == Arrival.Unknown ? Position : _boundary,
        _arrival.Acknowledged,
        _acknowledgedBefore,
        _arrival.TimestampNs,
        _isAfterLoss,
        Position == _arrival.Position);

    private bool TryBegin(ReadOnlySpan<byte> line)
    {
        StartLine start = StartLine.Parse(line);
        if (!IsWanted(start.Kind))
        {
            return false;
        }

        if (start.Kind != Handler.Kind)
        {
            owner.SwapRoles();
        }

        IsHttp = true;
        _isAfterLoss = false;
        _boundary = Arrival.Unknown;
        _state = State.Fields;
        Handler.OnStart(start, _start);
        return true;
    }

    private bool IsWanted(StartLineKind kind) => kind != StartLineKind.None && (kind == Handler.Kind || owner.MaySwapRoles);

    private bool CanBegin(ReadOnlySpan<byte> prefix) => StartLine.CanBegin(prefix, Handler.Kind)
        || (owner.MaySwapRoles && (StartLine.CanBegin(prefix, StartLineKind.Request) || StartLine.CanBegin(prefix, StartLineKind.Status)));

    private int ReadField(ReadOnlySpan<byte> data)
    {
        bool isWhole = _line.TryRead(data, out ReadOnlySpan<byte> line, out int used);
        _unsettled += used;
        if (_unsettled > options.HeadLimit || Handler.Fields.Count > options.MaxFields)
        {
            owner.GiveUp(Counter.BytesOverLimit);
        }
        else if (isWhole && line.IsEmpty)
        {
            SettleAs(Counter.BytesConsumed);
            _state = State.Body;
            BodyFraming framing = Handler.OnHead();
            if (framing.IsConflicting)
            {
                counters.Add(Counter.FramingConflicts);
            }

            _body = new BodyReader(framing, options.HeadLimit);
        }
        else if (isWhole && !FieldLine.TryAdd(line, Handler.Fields))
        {
            counters.Add(Counter.FieldLinesRejected);
        }

        return used;
    }

    private int ReadBody(ReadOnlySpan<byte> data) => Count(Counter.BytesConsumed, _body.Read(data, Handler.Body));

    /// <summary>Ends the message where its last byte was read, or where it broke.</summary>
    private void Settle()
    {
        if (_state == State.Body && _body.IsMalformed)
        {
            Break();
            _skipsLine = true;
            Lose(Counter.BytesMalformed);
        }
        else if (_state == State.Body && _body.IsComplete)
        {
            Complete();
        }
    }

    private void Complete()
    {
        _state = State.Start;
        _boundary = Position;
        Handler.OnEnd(Position, _arrival);
    }

    /// <summary>Ends a message that is under way, cut.</summary>
    private void Break()
    {
        if (_state == State.Fields)
        {
            Handler.OnHeadLost();
        }
        else if (_state == State.Body)
        {
            _body.Cut(Handler.Body);
            Complete();
        }

        SettleAs(Counter.BytesIncompleteMessage);
    }

    private void Lose(Counter skippedAs)
    {
        _state = State.Search;
        _skippedAs = skippedAs;
        _isAfterLoss = true;
        _boundary = Arrival.Unknown;
        Handler.OnLost(Position);
    }

    private int Postpone(int length)
    {
        _unsettled += length;
        return length;
    }

    private int Count(Counter counter, int length)
    {
        counters.Add(counter, length);
        return length;
    }

    private void SettleAs(Counter counter)
    {
        counters.Add(counter, _unsettled);
        _unsettled = 0;
        _line.Clear();
    }

    public void Dispose() => _line.Clear();
}
