namespace Gor.Flows;

/// <summary>
/// The ordered bytes of one direction. A segment is equal to what comes next (delivered uncopied), in the future (held), old
/// (counted) or overlaps (its new bytes are one of the former): the first copy of a byte wins.
/// Whether what is next may be told yet is also up to the other flow: see <see cref="HasReached"/>.
/// </summary>
internal sealed class Flow(FlowSide side, Connection connection, Reassembly reassembly)
{
    private Holding _held = new(reassembly);
    private Extent _extent;
    private Gap _gap;
    private Hole _hole = Hole.None;
    private Arrival _end;
    private FlowEnd _endReason;
    private bool _hasEnd;

    /// <summary>Up to here the bytes that come next were cut off by the snap length, so that waiting for them is in vain.</summary>
    private long _cutTo;

    /// <summary>Where one byte more was acknowledged than came: as likely a FIN that was not captured.</summary>
    private long _unseenFin = Arrival.Unknown;

    /// <summary>The other direction.</summary>
    public Flow Peer { get; set; } = null!;

    /// <summary>True once any position is known.</summary>
    public bool IsStarted { get; private set; }

    /// <summary>True where the handshake told where the flow begins.</summary>
    public bool IsStartKnown { get; private set; }

    /// <summary>True once a segment of this direction was seen.</summary>
    public bool IsHeard { get; set; }

    /// <summary>What is known of its bytes.</summary>
    public ref readonly Extent Extent => ref _extent;

    /// <summary>True once bytes or gaps were told.</summary>
    public bool HasTold { get; private set; }

    /// <summary>True once the end was told.</summary>
    public bool HasEnded { get; private set; }

    public bool IsHolding => !_held.IsEmpty;

    public bool IsOverBound => _held.IsOverBound;

    /// <summary>True where the order of things is not plain: bytes lack, wait or were cut, or the end is to be told.</summary>
    public bool IsBusy => !_held.IsEmpty || Acknowledged > Reached || Next < _cutTo || (_hasEnd && !HasEnded) || _hole.IsOpen;

    /// <summary>When the hole before the next byte, if there is one, becomes a gap.</summary>
    public long HoleDueNs => _hole.DueNs;

    /// <summary>True where something waits that would be next, but acknowledges bytes that the peer's flow was not told of yet.</summary>
    public bool IsBlocked => TryGetWaiting(out Arrival waiting) && !Peer.HasReached(waiting.Acknowledged);

    /// <summary>Number of the packet that brought the first of what waits or is held; there must be some.</summary>
    public long WaitingSince => TryGetWaiting(out Arrival waiting) ? waiting.Ordinal : _held.Head.Arrival.Ordinal;

    /// <summary>Position of the byte to tell next.</summary>
    private long Next => _extent.Next;

    private long Limit => _hasEnd ? _end.Position : long.MaxValue;

    private long Acknowledged => Math.Min(_extent.Acknowledged, Limit);

    /// <summary>True where the peer has bytes that lack here.</summary>
    private bool IsAcknowledged => Acknowledged > (IsHolding ? Next : Reached);

    /// <summary>Position up to which acknowledgements are accounted for: a FIN takes a number too.</summary>
    private long Reached => !HasEnded ? Next + (_unseenFin == Next ? 1 : 0) : _endReason == FlowEnd.Fin ? Next + 1 : long.MaxValue;

    /// <summary>True where data that acknowledges this flow up to here may be told: it was sent behind nothing that is not told.</summary>
    public bool HasReached(long acknowledged) => acknowledged == Arrival.Unknown || acknowledged <= Reached;

    /// <summary>Sets where the flow begins. Only before anything is told.</summary>
    public void Begin(uint number, bool isKnown)
    {
        IsStarted = true;
        IsStartKnown = isKnown;
        _extent = Extent.From(SequenceNumber.First(number));
    }

    /// <summary>The handshake confirms where the flow began.</summary>
    public void ConfirmStart() => IsStartKnown = true;

    /// <summary>The position of a segment's first byte, which corrects a begin that is only guessed.</summary>
    /// <param name="number">Its sequence number.</param>
    /// <param name="length">Of its payload, as far as it was on the wire.</param>
    public long Locate(uint number, int length) => HasTold || HasEnded || IsStartKnown || length == 0
        ? _extent.PositionOf(number)
        : _extent.Correct(number, IsHolding);

    /// <summary>The peer acknowledges: returns up to which position, or Arrival.Unknown where it cannot be so.</summary>
    public long Acknowledge(uint number)
    {
        if (!IsStarted)
        {
            Begin(number, isKnown: false);
        }

        long position = _extent.PositionOf(number);
        return _extent.TryAcknowledge(position) ? position : Arrival.Unknown;
    }

    /// <summary>Takes a segment's payload.</summary>
    /// <param name="data">Borrowed: copied where it must be held.</param>
    /// <param name="missingLength">Bytes behind it that were not captured.</param>
    /// <param name="arrival">Of its first byte.</param>
    public void Take(ReadOnlySpan<byte> data, int missingLength, in Arrival arrival)
    {
        if (!_extent.IsWithinWindow(arrival.Position))
        {
            reassembly.Counters.Add(Counter.BytesOutsideWindow, data.Length);
            return;
        }

        long end = arrival.Position + data.Length;
        _extent.Send(Math.Min(end + missingLength, Limit));
        if (arrival.Position == Next && _held.IsEmpty && end <= Limit && Peer.HasReached(arrival.Acknowledged))
        {
            Deliver(data, missingLength, arrival);
        }
        else
        {
            TakeNew(data, missingLength, arrival, end);
        }
    }

    /// <summary>The sender is done: no byte from this position on is its.</summary>
    public void SetEnd(FlowEnd reason, in Arrival arrival)
    {
        long sent = Math.Max(_extent.Highest, Next);
        bool isContradicted = arrival.Position < sent || !_extent.IsWithinWindow(arrival.Position);
        if (_hasEnd || HasEnded || (reason == FlowEnd.Fin && isContradicted))
        {
            return;
        }

        _hasEnd = true;
        _endReason = reason;
        _end = arrival with { Position = Math.Max(arrival.Position, sent) };
        _extent.Send(_end.Position);
    }

    /// <summary>Tells one thing that can be told now. False where there is none.</summary>
    public bool Step()
    {
        if (HasEnded)
        {
            return false;
        }

        if (TryGetWaiting(out Arrival waiting))
        {
            return Peer.HasReached(waiting.Acknowledged) && TellWaiting(waiting.Acknowledged);
        }

        // The receiver has what the snap length cut off: no other copy will be sent.
        bool isCut = Next < _cutTo && Acknowledged > Next;
        if (isCut)
        {
            GiveUp(Math.Min(Math.Min(_cutTo, Acknowledged), _held.From));
        }

        return isCut;
    }

    /// <summary>Tells what waits although the peer's flow has not reached what it acknowledges: so that number is not told.</summary>
    public void ForceWaiting() => TellWaiting(Arrival.Unknown);

    /// <summary>
    /// Gives up the bytes before the first that is held, or as many as what waits there acknowledges of the peer's flow.
    /// There must be something held.
    /// </summary>
    public void ForceHeld()
    {
        if (_held.From > Next)
        {
            GiveUp(_held.From);
            return;
        }

        long to = Math.Min(Math.Min(_held.Head.Arrival.Acknowledged, Peer.Limit), Peer._held.From);
        if (Peer.HasEnded || to <= Peer.Next)
        {
            ForceWaiting();
        }
        else
        {
            Peer.GiveUpOrPass(to);
        }
    }

    /// <summary>Looks at what lacks before the next byte, so that it ages from now on if it is new.</summary>
    public void Watch(long nowNs)
    {
        bool isAcknowledged = IsAcknowledged;
        bool isCut = Next < _cutTo;
        bool isMissing = isAcknowledged || isCut || (IsHolding && _held.From > Next) || (_hasEnd && Next < _end.Position);
        if (HasEnded || !isMissing)
        {
            _hole = Hole.None;
            return;
        }

        // What its receiver has not got may be sent again: that is waited for as long as an idle connection is.
        bool isInVain = isAcknowledged || isCut || !Peer.IsHeard || (!HasTold && !IsStartKnown) || (_hasEnd && _endReason == FlowEnd.Reset);
        long heldNs = IsHolding ? _held.Head.Arrival.TimestampNs : long.MaxValue;
        _hole = _hole.At(Next, isInVain, heldNs, nowNs, isInVain ? reassembly.HoleAgeNs : reassembly.IdleAgeNs);
    }

    /// <summary>Gives up the bytes of a hole that is old enough. False where there is none.</summary>
    public bool Age(long nowNs)
    {
        if (_hole.DueNs > nowNs || _hole.Position != Next || HasEnded)
        {
            return false;
        }

        long known = IsAcknowledged ? Acknowledged : Next < _cutTo ? _cutTo : Limit;
        long to = Math.Min(known, _held.From);
        _hole = Hole.None;
        return to > Next && to != long.MaxValue && GiveUpOrPass(to);
    }

    /// <summary>Nothing more will come: tells what is known to lack at the end.</summary>
    public void TellTail()
    {
        long to = Math.Min(Math.Max(_extent.Highest, _extent.Acknowledged), Limit);
        if (IsStarted && !HasEnded && to > Next)
        {
            GiveUpOrPass(to);
        }
    }

    /// <summary>Tells the end, with the given reason where the sender gave none.</summary>
    public void TellEnd(FlowEnd reason)
    {
        if (HasEnded)
        {
            return;
        }

        if (!_hasEnd || Next != _end.Position)
        {
            _endReason = reason;
            _end = new Arrival(0, 0, IsStarted ? Next : Arrival.Unknown, Arrival.Unknown);
        }

        HasEnded = true;
        connection.Listener.TellEnd(side, _endReason, _end);
    }

    /// <summary>Tells the end again, to a consumer that did not exist when it came.</summary>
    public void RepeatEnd()
    {
        if (HasEnded)
        {
            connection.Listener.TellEnd(side, _endReason, _end);
        }
    }

    /// <summary>Nobody wants the bytes any more: frees those that are held, tells the end if it is known. Returns how many it freed.</summary>
    public int Drop()
    {
        _hole = Hole.None;
        if (_hasEnd)
        {
            TellEnd(_endReason);
        }

        return _held.Clear();
    }

    /// <summary>Frees what is held, without a word.</summary>
    public void Abandon() => _held.Clear();

    /// <summary>The bytes up to here are not wanted.</summary>
    public void Pass(long end)
    {
        if (_extent.IsWithinWindow(end))
        {
            _extent.Tell(Math.Max(Next, end));
            _extent.Send(end);
        }
    }

    private void Deliver(ReadOnlySpan<byte> data, int missingLength, in Arrival arrival)
    {
        _extent.Tell(arrival.Position + data.Length);
        _cutTo = missingLength > 0 ? Next + missingLength : _cutTo;
        if (!data.IsEmpty)
        {
            HasTold = true;
            connection.Listener.TellData(side, data, arrival);
        }
    }

    /// <summary>Takes what is new of a segment and counts the rest.</summary>
    private void TakeNew(ReadOnlySpan<byte> data, int missingLength, in Arrival arrival, long end)
    {
        long from = Math.Max(arrival.Position, _extent.Start);
        long to = Math.Max(from, Math.Min(end, Limit));
        long fresh = _held.CountAbsent(Math.Max(from, Next), to);
        long late = _gap.Count(from, to);
        reassembly.Counters.Add(Counter.BytesOutsideWindow, data.Length - (to - from));
        reassembly.Counters.Add(Counter.BytesLate, late);
        reassembly.Counters.Add(fresh == 0 ? Counter.BytesDuplicate : Counter.BytesOverlap, to - from - fresh - late);
        for (long at = Math.Max(from, Next); at < to && connection.Listener.WantsData;)
        {
            long position = at;
            bool isHeld = _held.Has(position, out long until);
            at = Math.Min(to, until);
            if (!isHeld)
            {
                fresh -= at - position;
                TakePart(
                    data[(int)(position - arrival.Position)..(int)(at - arrival.Position)],
                    at == end ? missingLength : 0,
                    arrival with { Position = position, Acknowledged = AcknowledgedAtFirst(position, arrival.Acknowledged) });
            }
        }

        if (!connection.Listener.WantsData)
        {
            connection.Listener.CountUnwanted(side, (int)fresh);
        }
        else if (data.IsEmpty && arrival.Position == Next)
        {
            _cutTo = Math.Max(_cutTo, Next + missingLength);
        }
    }

    private void TakePart(ReadOnlySpan<byte> part, int missingLength, in Arrival arrival)
    {
        if (arrival.Position == Next && Peer.HasReached(arrival.Acknowledged))
        {
            Deliver(part, missingLength, arrival);
        }
        else
        {
            _held.Add(part, missingLength, arrival);
        }
    }

    /// <summary>
    /// What the sender acknowledged when it sent these bytes first. One that acknowledges more than the bytes behind it is a
    /// retransmission, sent after them: its number says nothing of the first time.
    /// </summary>
    private long AcknowledgedAtFirst(long position, long acknowledged)
    {
        long behind = _held.AcknowledgedBehind(position);
        return behind != Arrival.Unknown && acknowledged > behind ? Arrival.Unknown : acknowledged;
    }

    /// <summary>What would be told next, if anything is there: a held segment or the end.</summary>
    private bool TryGetWaiting(out Arrival waiting)
    {
        bool isHeld = _held.From == Next;
        bool isEnd = !isHeld && _hasEnd && !HasEnded && _end.Position == Next;
        waiting = isHeld ? _held.Head.Arrival : _end;
        return isHeld || isEnd;
    }

    private bool TellWaiting(long acknowledged)
    {
        if (_held.From != Next)
        {
            TellEnd(_endReason);
            return true;
        }

        HeldSegment head = _held.Head;
        Deliver(head.Bytes.AsSpan(0, head.Length), head.MissingLength, head.Arrival with { Acknowledged = acknowledged });
        _held.RemoveHead();
        return true;
    }

    /// <summary>Gives bytes up; a single one that nothing follows but its acknowledgement is as likely a FIN that was not captured.</summary>
    private bool GiveUpOrPass(long to)
    {
        if (to == Next + 1 && to == _extent.Acknowledged && to > _extent.Highest && !_hasEnd && _held.From > to)
        {
            _unseenFin = Next;
        }
        else
        {
            GiveUp(to);
        }

        return true;
    }

    private void GiveUp(long to)
    {
        long position = Next;
        _gap = _gap.With(position, to);
        _extent.Tell(to);
        HasTold = true;
        reassembly.Counters.Add(Counter.BytesGap, to - position);
        connection.Listener.TellGap(side, to - position, position);
    }
}
