namespace Gor.Flows;

/// <summary>
/// The ordered bytes of one direction. A segment is equal to what comes next (delivered uncopied), in the future (held), old
/// (counted) or overlaps (its new bytes are one of the former): the first copy of a byte wins.
/// Whether what is next may be told yet is also up to the other flow: see <see cref="HasReached"/>.
/// </summary>
internal sealed class Flow(FlowSide side, Connection connection, Reassembly reassembly)
{
    /// <summary>Farther from what comes next no window reaches (RFC 7323 section 2.3), so nothing can belong.</summary>
    private const long Window = 1 << 30;

    /// <summary>
    /// Bytes that may have been missed in a row and be known by their acknowledgement alone. One beyond that is taken for wrong
    /// until data shows otherwise: believed, a single made-up number would turn all that comes into old data.
    /// </summary>
    private const long MostUnseen = 1 << 24;

    private HoldBuffer? _hold;
    private Hole _hole = Hole.None;
    private Arrival _end;
    private FlowEnd _endReason;
    private bool _hasEnd;

    /// <summary>Position behind the last byte that is known to have been sent.</summary>
    private long _highest;

    /// <summary>Position up to which the peer acknowledged; of what is behind the flow's end too.</summary>
    private long _acknowledged;

    /// <summary>Up to here the bytes that come next were cut off by the snap length, so that waiting for them is in vain.</summary>
    private long _cutTo;

    /// <summary>Where what was acknowledged is one byte more than came: as likely a FIN that was not captured.</summary>
    private long _unseenFin = Arrival.Unknown;

    private long _gapStart;
    private long _gapEnd;

    /// <summary>The other direction.</summary>
    public Flow Peer { get; set; } = null!;

    /// <summary>True once any position is known.</summary>
    public bool IsStarted { get; private set; }

    /// <summary>True where the handshake told where the flow begins.</summary>
    public bool IsStartKnown { get; private set; }

    /// <summary>Position of the first byte.</summary>
    public long Start { get; private set; }

    /// <summary>Position of the byte to tell next.</summary>
    public long Next { get; private set; }

    /// <summary>True once bytes or gaps were told.</summary>
    public bool HasTold { get; private set; }

    /// <summary>True once the end was told.</summary>
    public bool HasEnded { get; private set; }

    public bool IsHolding => _hold is not null;

    /// <summary>True where the order of things is not plain: bytes lack, wait or were cut, or the end is to be told.</summary>
    public bool IsBusy => _hold is not null || Acknowledged > Reached || Next < _cutTo || (_hasEnd && !HasEnded) || _hole.IsOpen;

    public bool IsOverBound => _hold is not null
        && (_hold.Size > reassembly.Options.HoldBytesPerFlow || _hold.Ranges > reassembly.Options.HoldRangesPerFlow);

    /// <summary>When the hole before the next byte, if there is one, becomes a gap.</summary>
    public long HoleDueNs => _hole.DueNs;

    /// <summary>Where something waits that would be next, but acknowledges bytes that the peer's flow was not told of yet.</summary>
    public bool IsBlocked => TryGetWaiting(out Arrival waiting) && !Peer.HasReached(waiting.Acknowledged);

    /// <summary>Number of the packet that brought the first of what waits; there must be some.</summary>
    public long WaitingSince => TryGetWaiting(out Arrival waiting) ? waiting.Ordinal : _hold!.Head.Arrival.Ordinal;

    private long Limit => _hasEnd ? _end.Position : long.MaxValue;

    private long Acknowledged => Math.Min(_acknowledged, Limit);

    private long HeldFrom => _hold is null ? long.MaxValue : _hold.Head.Arrival.Position;

    /// <summary>Position up to which acknowledgements are accounted for: a FIN takes a number too.</summary>
    private long Reached => HasEnded ? (_endReason == FlowEnd.Fin ? Next + 1 : long.MaxValue) : Next + (_unseenFin == Next ? 1 : 0);

    /// <summary>True where data that acknowledges this flow up to here may be told: it was sent behind nothing that is not told.</summary>
    public bool HasReached(long acknowledged) => acknowledged == Arrival.Unknown || acknowledged <= Reached;

    /// <summary>Sets where the flow begins. Only before anything is told.</summary>
    public void Begin(uint number, bool isKnown)
    {
        IsStarted = true;
        IsStartKnown = isKnown;
        MoveStart(SequenceNumber.First(number));
        _acknowledged = Next;
        _highest = Next;
    }

    /// <summary>The handshake confirms where the flow began.</summary>
    public void ConfirmStart() => IsStartKnown = true;

    /// <summary>
    /// The position of a segment's first byte. While the begin is only guessed, by the first segment or an acknowledgement, and
    /// nothing is told, the segment may correct it.
    /// </summary>
    /// <param name="number">Its sequence number.</param>
    /// <param name="length">Of its payload, as far as it was on the wire.</param>
    public long Locate(uint number, int length)
    {
        long position = SequenceNumber.Unwrap(number, Next);
        if (HasTold || HasEnded || IsStartKnown || length == 0 || position == Next)
        {
            return position;
        }

        // The guess came from a keep-alive probe, which repeats the number before the next (RFC 9293 section 3.8.4),
        // or from a segment that overtook this one, or from a number that was made up.
        bool isMadeUp = Math.Abs(position - Next) > MostUnseen && _hold is null;
        if (isMadeUp)
        {
            _acknowledged = position;
            _highest = position;
        }

        if (isMadeUp || position < Next || (position == Next + 1 && _hold is null))
        {
            MoveStart(position);
        }

        return position;
    }

    /// <summary>The peer acknowledges: returns up to which position, or Arrival.Unknown where it cannot be so.</summary>
    public long Acknowledge(uint number)
    {
        if (!IsStarted)
        {
            Begin(number, isKnown: false);
        }

        long position = SequenceNumber.Unwrap(number, Next);
        if (position > Math.Max(_highest, Next) + MostUnseen || position < Start - Window)
        {
            return Arrival.Unknown;
        }

        _acknowledged = Math.Max(_acknowledged, position);
        return position;
    }

    /// <summary>Takes a segment's payload.</summary>
    /// <param name="data">Borrowed: copied where it must be held.</param>
    /// <param name="missingLength">Bytes behind it that were not captured.</param>
    /// <param name="arrival">Of its first byte.</param>
    public void Take(ReadOnlySpan<byte> data, int missingLength, in Arrival arrival)
    {
        long end = arrival.Position + data.Length;
        if (Math.Abs(arrival.Position - Next) > Window)
        {
            reassembly.Counters.Add(Counter.BytesOutsideWindow, data.Length);
            return;
        }

        _highest = Math.Max(_highest, Math.Min(end + missingLength, Limit));
        if (arrival.Position == Next && _hold is null && end <= Limit && Peer.HasReached(arrival.Acknowledged))
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
        if (_hasEnd || (reason == FlowEnd.Fin && (arrival.Position < Math.Max(_highest, Next) || arrival.Position > Next + Window)))
        {
            return;
        }

        _hasEnd = true;
        _endReason = reason;
        _end = arrival with { Position = Math.Max(arrival.Position, Math.Max(_highest, Next)) };
        _highest = _end.Position;
    }

    /// <summary>True where a RST with this number can be of this sender: near what it sent, as it was seen or acknowledged.</summary>
    public bool MayReset(uint number)
    {
        const long Margin = 1 << 20;
        long position = SequenceNumber.Unwrap(number, Next);
        return position >= Math.Max(Start - 1, Next - Margin) && position <= Math.Max(_highest, Math.Max(Next, _acknowledged)) + Margin;
    }

    /// <summary>True where the number is of a byte that was seen or lost, or next to one.</summary>
    public bool IsNear(uint number)
    {
        const long Margin = 1 << 20;
        long position = SequenceNumber.Unwrap(number, Next);
        return position >= Start - Margin && position <= Math.Max(_highest, Next) + Margin;
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
            if (!Peer.HasReached(waiting.Acknowledged))
            {
                return false;
            }

            TellWaiting(waiting.Acknowledged);
            return true;
        }

        // The receiver has what the snap length cut off: no other copy will be sent.
        if (Next < _cutTo && Acknowledged > Next)
        {
            GiveUp(Math.Min(Math.Min(_cutTo, Acknowledged), HeldFrom));
            return true;
        }

        return false;
    }

    /// <summary>Tells what waits although the peer's flow has not reached what it acknowledges: so that number is not told.</summary>
    public void ForceWaiting() => TellWaiting(Arrival.Unknown);

    /// <summary>
    /// Gives up the bytes before the first that waits, or as many as what waits there acknowledges of the peer's flow.
    /// There must be something held.
    /// </summary>
    public void ForceHeld()
    {
        if (HeldFrom > Next)
        {
            GiveUp(HeldFrom);
            return;
        }

        long to = Math.Min(Math.Min(_hold!.Head.Arrival.Acknowledged, Peer.Limit), Peer.HeldFrom);
        if (Peer.HasEnded || to <= Peer.Next)
        {
            ForceWaiting();
        }
        else
        {
            Peer.GiveUpOrPass(to);
        }
    }

    /// <summary>Looks at what lacks before the next byte, so that it ages from now if it is new.</summary>
    public void Watch(long nowNs)
    {
        bool isAcknowledged = Acknowledged > Reached;
        bool isMissing = isAcknowledged || (_hold is not null && HeldFrom > Next) || Next < _cutTo || (_hasEnd && Next < _end.Position);
        if (HasEnded || !isMissing)
        {
            _hole = Hole.None;
            return;
        }

        // Bytes that only their receiver can ask for again are waited for as long as an idle connection is.
        bool isInVain = isAcknowledged || Next < _cutTo || (!HasTold && !IsStartKnown) || (_hasEnd && _endReason == FlowEnd.Reset);
        _hole = _hole.At(Next, isInVain, nowNs, isInVain ? reassembly.HoleAgeNs : reassembly.IdleAgeNs);
    }

    /// <summary>Gives up the bytes of a hole that is old enough.</summary>
    public void Age(long nowNs)
    {
        if (_hole.DueNs > nowNs || HasEnded)
        {
            return;
        }

        long known = Acknowledged > Reached ? Acknowledged : Next < _cutTo ? _cutTo : Limit;
        long to = Math.Min(known, HeldFrom);
        _hole = Hole.None;
        if (to > Next && to != long.MaxValue)
        {
            GiveUpOrPass(to);
        }
    }

    /// <summary>Nothing more will come: tells what is known to lack.</summary>
    public void TellTail()
    {
        long to = Math.Min(Math.Max(_highest, _acknowledged), Limit);
        if (IsStarted && !HasEnded && to > Next)
        {
            GiveUpOrPass(to);
        }
    }

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
        connection.TellEnd(side, _endReason, _end);
    }

    /// <summary>Tells the end again, to a consumer that did not exist when it came.</summary>
    public void RepeatEnd()
    {
        if (HasEnded)
        {
            connection.TellEnd(side, _endReason, _end);
        }
    }

    /// <summary>Tells the end at once where it is known: nobody waits for the bytes before it.</summary>
    public void TellEndIfKnown()
    {
        if (_hasEnd)
        {
            TellEnd(_endReason);
        }
    }

    /// <summary>Frees what is held. Returns how many bytes it was.</summary>
    public int Drop()
    {
        int bytes = 0;
        while (_hold is not null)
        {
            bytes += _hold.Head.Length;
            RemoveHead();
        }

        return bytes;
    }

    /// <summary>The bytes up to here are none of the consumer's business.</summary>
    public void Pass(long end)
    {
        Next = Math.Max(Next, end);
        _highest = Math.Max(_highest, end);
        _hole = Hole.None;
    }

    private void MoveStart(long position)
    {
        Start = position;
        Next = position;
        _gapStart = position;
        _gapEnd = position;
    }

    private void Deliver(ReadOnlySpan<byte> data, int missingLength, in Arrival arrival)
    {
        Next = arrival.Position + data.Length;
        _cutTo = missingLength > 0 ? Next + missingLength : _cutTo;
        HasTold = true;
        if (!data.IsEmpty)
        {
            connection.TellData(side, data, arrival);
        }
    }

    /// <summary>Takes what is new of a segment and counts the rest.</summary>
    private void TakeNew(ReadOnlySpan<byte> data, int missingLength, in Arrival arrival, long end)
    {
        long from = Math.Max(arrival.Position, Start);
        long to = Math.Max(from, Math.Min(end, Limit));
        long fresh = Fresh(from, to);
        long late = Math.Max(0, Math.Min(to, _gapEnd) - Math.Max(from, _gapStart));
        long seen = to - from - fresh - late;
        reassembly.Counters.Add(Counter.BytesOutsideWindow, data.Length - (to - from));
        reassembly.Counters.Add(Counter.BytesLate, late);
        reassembly.Counters.Add(fresh == 0 ? Counter.BytesDuplicate : Counter.BytesOverlap, seen);
        for (long at = Math.Max(from, Next); at < to && connection.WantsData;)
        {
            if (_hold is not null && _hold.Holds(at, out long until))
            {
                at = until;
                continue;
            }

            until = Math.Min(to, NextHeld(at));
            ReadOnlySpan<byte> part = data[(int)(at - arrival.Position)..(int)(until - arrival.Position)];
            Arrival place = arrival with { Position = at, Acknowledged = AcknowledgedAtFirst(at, arrival.Acknowledged) };
            int cut = until == end ? missingLength : 0;
            fresh -= part.Length;
            at = until;
            if (place.Position == Next && Peer.HasReached(place.Acknowledged))
            {
                Deliver(part, cut, place);
            }
            else
            {
                Hold(part, cut, place);
            }
        }

        if (!connection.WantsData)
        {
            connection.CountUnwanted(side, (int)fresh);
        }
        else if (data.IsEmpty && missingLength > 0 && arrival.Position == Next)
        {
            _cutTo = Math.Max(_cutTo, Next + missingLength);
        }
    }

    private long Fresh(long from, long to)
    {
        long fresh = 0;
        for (long at = Math.Max(from, Next); at < to;)
        {
            long until = 0;
            if (_hold is null || !_hold.Holds(at, out until))
            {
                until = Math.Min(to, _hold is null ? long.MaxValue : until);
                fresh += until - at;
            }

            at = until;
        }

        return fresh;
    }

    private long NextHeld(long position)
    {
        if (_hold is null)
        {
            return long.MaxValue;
        }

        _hold.Holds(position, out long next);
        return next;
    }

    /// <summary>
    /// What the sender acknowledged when it sent these bytes first. One that acknowledges more than the bytes behind it is a
    /// retransmission, sent after them: its number says nothing of the first time.
    /// </summary>
    private long AcknowledgedAtFirst(long position, long acknowledged)
    {
        bool isAgain = _hold is not null && _hold.TryGetNext(position, out HeldSegment next)
            && next.Arrival.Acknowledged != Arrival.Unknown && acknowledged > next.Arrival.Acknowledged;
        return isAgain ? Arrival.Unknown : acknowledged;
    }

    private void Hold(ReadOnlySpan<byte> data, int missingLength, in Arrival arrival)
    {
        _hold ??= reassembly.TakeBuffer();
        long before = _hold.Size;
        _hold.Add(data, missingLength, arrival);
        reassembly.HeldSize += _hold.Size - before;
    }

    private void RemoveHead()
    {
        long before = _hold!.Size;
        _hold.RemoveHead();
        reassembly.HeldSize += _hold.Size - before;
        if (_hold.IsEmpty)
        {
            reassembly.GiveBack(_hold);
            _hold = null;
        }
    }

    /// <summary>What would be told next, if anything is there: a held segment or the end.</summary>
    private bool TryGetWaiting(out Arrival waiting)
    {
        bool isHeld = _hold is not null && _hold.Head.Arrival.Position == Next;
        bool isEnd = !isHeld && _hasEnd && !HasEnded && _end.Position == Next;
        waiting = isHeld ? _hold!.Head.Arrival : _end;
        return isHeld || isEnd;
    }

    private void TellWaiting(long acknowledged)
    {
        if (_hold is null || _hold.Head.Arrival.Position != Next)
        {
            TellEnd(_endReason);
            return;
        }

        HeldSegment head = _hold.Head;
        Deliver(head.Bytes.AsSpan(0, head.Length), head.MissingLength, head.Arrival with { Acknowledged = acknowledged });
        RemoveHead();
    }

    /// <summary>Gives bytes up; a single one that nothing follows but its acknowledgement is as likely a FIN that was not captured.</summary>
    private void GiveUpOrPass(long to)
    {
        if (to == Next + 1 && to == _acknowledged && to > _highest && !_hasEnd && HeldFrom > to)
        {
            _unseenFin = Next;
        }
        else
        {
            GiveUp(to);
        }
    }

    private void GiveUp(long to)
    {
        long position = Next;
        long length = to - position;
        _gapStart = _gapEnd == position ? _gapStart : position;
        _gapEnd = to;
        Next = to;
        HasTold = true;
        reassembly.Counters.Add(Counter.BytesGap, length);
        connection.TellGap(side, length, position);
    }
}
