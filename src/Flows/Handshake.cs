using Gor.Decode;

namespace Gor.Flows;

/// <summary>What a SYN says: which connection it is of, and where flows begin (RFC 9293 sections 3.4.1 and 3.5).</summary>
internal static class Handshake
{
    /// <summary>A begin that was only guessed can be this far behind the one that a late SYN tells.</summary>
    private const long MostOvertaken = 64 << 10;

    /// <summary>
    /// True for a SYN of the connection's handshake or a late copy of it; a new initial number is a new connection.
    /// </summary>
    /// <param name="segment">The SYN.</param>
    /// <param name="flow">Its sender's.</param>
    /// <param name="isClosed">True where the connection has ended.</param>
    public static bool IsOf(in Segment segment, Flow flow, bool isClosed)
    {
        uint begin = segment.Sequence + 1;
        if (flow.IsStarted && (uint)flow.Extent.Start == begin)
        {
            return true;
        }

        return IsOvertaken(begin, flow) || (!isClosed && (IsAnswer(segment) ? MayAnswer(segment, flow) : MayOpen(segment, flow)));
    }

    /// <summary>Learns where the flows begin.</summary>
    public static void Apply(in Segment segment, Flow flow)
    {
        Set(flow, segment.Sequence + 1);
        if (IsAnswer(segment))
        {
            Set(flow.Peer, segment.Acknowledgment);
        }
    }

    public static bool IsAnswer(in Segment segment) => (segment.Flags & TcpFlags.Ack) != 0;

    /// <summary>The server's answer, which may be to another try than the one that was seen last, or come behind data.</summary>
    private static bool MayAnswer(in Segment segment, Flow flow)
    {
        Flow peer = flow.Peer;
        bool isNew = !flow.IsStarted || (!flow.HasTold && !flow.IsHolding && peer.IsStartKnown);
        return isNew && ((!peer.HasTold && peer.IsStartKnown) || peer.Extent.IsNear(segment.Acknowledgment));
    }

    /// <summary>
    /// Both sides open at once: this one was not heard before, the other one has sent its SYN. Made-up captures send all of their data so.
    /// </summary>
    private static bool MayOpen(in Segment segment, Flow flow) => !flow.IsStarted && flow.Peer.IsStartKnown
        && ((!flow.Peer.HasTold && !flow.Peer.IsHolding) || !segment.Payload.IsEmpty);

    /// <summary>Segments of its own connection came before it.</summary>
    private static bool IsOvertaken(uint begin, Flow flow)
    {
        long before = flow.Extent.Start - SequenceNumber.Unwrap(begin, flow.Extent.Start);
        return flow.IsStarted && !flow.IsStartKnown && flow.HasTold && before is > 0 and < MostOvertaken;
    }

    private static void Set(Flow flow, uint begin)
    {
        if (flow.IsStarted && (uint)flow.Extent.Start == begin)
        {
            flow.ConfirmStart();
        }
        else if (!flow.HasTold && !flow.IsHolding && !flow.HasEnded)
        {
            flow.Begin(begin, isKnown: true);
        }
    }
}
