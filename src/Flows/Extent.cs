namespace Gor.Flows;

/// <summary>
/// What is known of a flow's bytes, seen or not: where they begin, how far they were sent, how far the peer has them.
/// Numbers that cannot belong are told from those that can. A mutable struct: lives in a field.
/// </summary>
internal struct Extent
{
    /// <summary>Farther from what comes next no window reaches (RFC 7323 section 2.3).</summary>
    private const long Window = 1 << 30;

    /// <summary>
    /// Bytes that may have been missed in a row and be known by their acknowledgement alone. One beyond that is taken for wrong
    /// until data shows otherwise: believed, a single made-up number would turn all that comes into old data.
    /// </summary>
    private const long MostUnseen = 1 << 24;

    /// <summary>How far beside what was seen a number may be that came without data.</summary>
    private const long Margin = 1 << 20;

    /// <summary>Position of the first byte.</summary>
    public long Start { get; private set; }

    /// <summary>Position of the byte to tell next.</summary>
    public long Next { get; private set; }

    /// <summary>Position behind the last byte that is known to have been sent.</summary>
    public long Highest { get; private set; }

    /// <summary>Position up to which the peer acknowledged; a FIN too.</summary>
    public long Acknowledged { get; private set; }

    /// <summary>Nothing is known but where the flow begins.</summary>
    public static Extent From(long start) => new() { Start = start, Next = start, Highest = start, Acknowledged = start };

    /// <summary>The bytes up to here are told, or are not to be told.</summary>
    public void Tell(long end) => Next = end;

    /// <summary>The bytes up to here were sent.</summary>
    public void Send(long end) => Highest = Math.Max(Highest, end);

    /// <summary>The peer has the bytes up to here. False where it cannot.</summary>
    public bool TryAcknowledge(long position)
    {
        if (position > Math.Max(Highest, Next) + MostUnseen || position < Start - Window)
        {
            return false;
        }

        Acknowledged = Math.Max(Acknowledged, position);
        return true;
    }

    /// <summary>
    /// The position of the first bytes to come, while the begin is only guessed: from a segment that overtook theirs, from a
    /// keep-alive probe, which repeats the number before the next (RFC 9293 section 3.8.4), or from a number that was made up.
    /// </summary>
    /// <param name="number">The sequence number.</param>
    /// <param name="isHolding">True where other bytes came before and are held, so that the number is none of a probe.</param>
    public long Correct(uint number, bool isHolding)
    {
        long position = PositionOf(number);
        if (Math.Abs(position - Next) > MostUnseen && !isHolding)
        {
            this = From(position);
        }
        else if (position < Next || (position == Next + 1 && !isHolding))
        {
            Start = position;
            Next = position;
        }

        return position;
    }

    public readonly long PositionOf(uint number) => SequenceNumber.Unwrap(number, Next);

    /// <summary>True where the position can be of this flow at all.</summary>
    public readonly bool IsWithinWindow(long position) => Math.Abs(position - Next) <= Window;

    /// <summary>True where the number is of a byte that was seen or lost.</summary>
    public readonly bool Has(uint number)
    {
        long position = PositionOf(number);
        return position >= Start && position < Math.Max(Highest, Next);
    }

    /// <summary>True where the number is of such a byte or near one.</summary>
    public readonly bool IsNear(uint number)
    {
        long position = PositionOf(number);
        return position >= Start - Margin && position <= Math.Max(Highest, Next) + Margin;
    }

    /// <summary>True where a RST with this number can be of this sender: near what it sent last, as it was seen or acknowledged.</summary>
    public readonly bool MayReset(uint number)
    {
        long position = PositionOf(number);
        return position >= Math.Max(Start - 1, Next - Margin) && position <= Math.Max(Math.Max(Highest, Next), Acknowledged) + Margin;
    }
}
