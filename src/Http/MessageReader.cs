using Gor.Flows;

namespace Gor.Http;

/// <summary>
/// Reads the messages of one flow as they come: an incremental parser that keeps a line cut across segments and nothing else.
/// Every byte given to it ends in one counter. After a loss it looks for the next plausible start line, at the begin of a line
/// or of a segment.
/// </summary>
internal sealed class MessageReader(IMessageHandler handler, Dialogue owner, HttpOptions options, Counters counters)
{
    private ReaderState _kept;
    private LineBuffer _line;
    private MessageStart _start;
    private BodyReader _body;
    private Arrival _arrival;

    /// <summary>Bytes of an unfinished head, or undecided ones: they are counted when it is clear what they were.</summary>
    private long _unsettled;

    /// <summary>The kind of message this flow carries; exchangeable until the first start line was read.</summary>
    public IMessageHandler Handler { get; set; } = handler;

    /// <summary>Position behind the last byte that was read or lost.</summary>
    public long Position => _kept.Position;

    /// <summary>True once a start line was read.</summary>
    public bool IsHttp => _kept.IsHttp;

    /// <summary>True between the first byte of a message and its last.</summary>
    public bool IsInMessage => _kept.Phase is ReaderPhase.Fields or ReaderPhase.Body || (_kept.Phase == ReaderPhase.Start && _line.Length > 0);

    /// <summary>True within a body whose end only the flow's end tells.</summary>
    public bool IsInUnboundedBody => _kept.Phase == ReaderPhase.Body && _body.EndsWithFlow;

    /// <summary>True within a body that is known or guessed to have a length.</summary>
    public bool IsInBoundedBody => _kept.Phase == ReaderPhase.Body && !_body.EndsWithFlow;

    /// <summary>True where a body was announced and nothing of it came yet.</summary>
    public bool IsAwaitingBody => _kept.Phase == ReaderPhase.Body && _body.IsUntouched;

    /// <summary>True where no message is half read, and nothing is held: then <see cref="Save"/> tells all there is to know.</summary>
    public bool IsAtRest => _kept.Phase is not (ReaderPhase.Fields or ReaderPhase.Body) && _line.Length == 0 && _unsettled == 0;

    /// <summary>Goes on with a flow where it was left.</summary>
    public void Load(in ReaderState state) => _kept = state;

    public void Save(out ReaderState state) => state = _kept;

    /// <summary>Forgets what is half read.</summary>
    public void Clear()
    {
        _kept = default;
        _line.Clear();
        _unsettled = 0;
    }

    public void Read(ReadOnlySpan<byte> data, in Arrival arrival)
    {
        _arrival = arrival;
        _kept.Position = arrival.Position;
        if (_kept.Phase == ReaderPhase.Search)
        {
            OpenSegment(data);
        }

        while (!data.IsEmpty)
        {
            int used = _kept.Phase switch
            {
                ReaderPhase.Start => ReadStart(data),
                ReaderPhase.Search => Search(data),
                ReaderPhase.Fields => ReadField(data),
                ReaderPhase.Body => ReadBody(data),
                ReaderPhase.Undecided => Postpone(data.Length),
                _ => Count(_kept.RefusedAs, data.Length),
            };
            _kept.Position += used;
            _kept.AcknowledgedBefore = arrival.Acknowledged;
            data = data[used..];
            Settle();
        }
    }

    /// <summary>Bytes that were not captured: passed over within content, otherwise the reader has lost its place.</summary>
    public void Skip(long length, in Arrival arrival)
    {
        _arrival = arrival;
        _kept.Position = arrival.Position + length;
        _kept.AcknowledgedBefore = Arrival.Unknown;
        if (_kept.Phase == ReaderPhase.Body && _body.TrySkip(length, Handler.Body))
        {
            Settle();
            return;
        }

        if (_kept.Phase is not (ReaderPhase.Undecided or ReaderPhase.Refused))
        {
            Break();
            Lose(Counter.BytesSkippedAfterGap);
        }
    }

    /// <summary>No more bytes will come: what is half read ends now.</summary>
    public void End(FlowEnd reason, in Arrival arrival)
    {
        _arrival = arrival;
        if (_kept.Phase == ReaderPhase.Body && reason == FlowEnd.Fin && _body.EndsWithFlow)
        {
            Complete();
        }

        Break();
        _kept.Phase = ReaderPhase.Refused;
        _kept.RefusedAs = Counter.BytesMalformed;
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
    public void Suspend() => _kept.Phase = ReaderPhase.Undecided;

    /// <summary>The CONNECT was refused: messages go on. What came in between cannot be one.</summary>
    public void Resume()
    {
        if (_kept.Phase != ReaderPhase.Undecided)
        {
            return;
        }

        _kept.Phase = ReaderPhase.Start;
        if (_unsettled > 0)
        {
            SettleAs(Counter.BytesMalformed);
            Lose(Counter.BytesMalformed);
        }
    }

    /// <summary>Stops reading; all that is unsettled and all that comes is counted as <paramref name="reason"/>.</summary>
    public void Refuse(Counter reason)
    {
        if (_kept.Phase == ReaderPhase.Fields)
        {
            Handler.OnHeadLost();
        }
        else if (_kept.Phase == ReaderPhase.Body)
        {
            _body.Cut(Handler.Body);
            Complete();
        }

        SettleAs(reason);
        _kept.RefusedAs = reason;
        _kept.Phase = ReaderPhase.Refused;
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
        if (!IsHttp && _kept.StartsAtBoundary && !_kept.IsAfterLoss && !(isWhole && StartLine.ResemblesHttp(line)))
        {
            owner.GiveUp(OtherProtocol.Of(line));
            return;
        }

        SettleAs(Counter.BytesMalformed);
        _kept.SkipsLine = !isWhole;
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
            SettleAs(_kept.SkippedAs);
        }

        _kept.SkipsLine = false;
    }

    private int Search(ReadOnlySpan<byte> data)
    {
        if (_kept.SkipsLine)
        {
            int end = data.IndexOf((byte)'\n');
            _kept.SkipsLine = end < 0;
            return Count(_kept.SkippedAs, end < 0 ? data.Length : end + 1);
        }

        if (_line.Length == 0)
        {
            if (!CanBegin(data))
            {
                _kept.SkipsLine = true;
                return 0;
            }

            MarkStart();
        }

        bool isWhole = _line.TryRead(data, out ReadOnlySpan<byte> line, out int used);
        _unsettled += used;
        if (isWhole ? !TryBegin(line) : !CanBegin(line) || _unsettled > options.HeadLimit)
        {
            _kept.SkipsLine = !isWhole;
            SettleAs(_kept.SkippedAs);
        }

        return used;
    }

    private void MarkStart() => _start = new MessageStart(
        Position,
        _kept.Boundary == Arrival.Unknown ? Position : _kept.Boundary,
        _arrival.Acknowledged,
        _kept.AcknowledgedBefore,
        _arrival.TimestampNs,
        _kept.IsAfterLoss,
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

        _kept.IsHttp = true;
        _kept.IsAfterLoss = false;
        _kept.Boundary = Arrival.Unknown;
        _kept.Phase = ReaderPhase.Fields;
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
            _kept.Phase = ReaderPhase.Body;
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
        if (_kept.Phase == ReaderPhase.Body && _body.IsMalformed)
        {
            Break();
            _kept.SkipsLine = true;
            Lose(Counter.BytesMalformed);
        }
        else if (_kept.Phase == ReaderPhase.Body && _body.IsComplete)
        {
            Complete();
        }
    }

    private void Complete()
    {
        _kept.Phase = ReaderPhase.Start;
        _kept.Boundary = Position;
        Handler.OnEnd(Position, _arrival);
    }

    /// <summary>Ends a message that is under way, cut.</summary>
    private void Break()
    {
        if (_kept.Phase == ReaderPhase.Fields)
        {
            Handler.OnHeadLost();
        }
        else if (_kept.Phase == ReaderPhase.Body)
        {
            _body.Cut(Handler.Body);
            Complete();
        }

        SettleAs(Counter.BytesIncompleteMessage);
    }

    private void Lose(Counter skippedAs)
    {
        _kept.Phase = ReaderPhase.Search;
        _kept.SkippedAs = skippedAs;
        _kept.IsAfterLoss = true;
        _kept.Boundary = Arrival.Unknown;
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
}
