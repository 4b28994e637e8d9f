using Gor.Decode;

namespace Gor;

/// <summary>
/// Finds connections that the capture shows twice under different names: before and after the translation of an address (Docker,
/// Kubernetes), inside a tunnel and outside. Both have the same two initial sequence numbers, which are random: 64 bits that no
/// translation changes. The answer to the SYN has both, so it is judged, and all segments behind it follow; where the handshake was not captured,
/// the first data (<see cref="OngoingTwins"/>). Shared by all sources of a run.
/// </summary>
internal sealed class TwinConnections
{
    /// <summary>Between the two sights of one segment.</summary>
    internal const long ClosestNs = 250_000_000;

    /// <summary>Devices hand over what they saw up to a buffer's time apart.</summary>
    internal const long KeptNs = 10_000_000_000;

    internal const int MostKept = 1 << 16;

    /// <summary>A smaller number is likely made up: of random ones (RFC 9293 section 3.4.1) one in 4,096 is.</summary>
    internal const uint LeastRandom = 1 << 20;

    private readonly Lock _gate = new();
    private readonly Recent<FlowKey, Opening> _openings = new(KeptNs, MostKept);
    private readonly Recent<ulong, Handshake> _handshakes = new(KeptNs, MostKept);
    private readonly OngoingTwins _ongoing = new();

    /// <summary>
    /// True where the segment answers the SYN of a connection, or is the first data of one without, that is known under another name already.
    /// That one stays the owner: it was seen first.
    /// </summary>
    public bool IsTwin(in Segment segment) => (segment.Flags & (TcpFlags.Syn | TcpFlags.Ack)) switch
    {
        TcpFlags.Syn => Open(segment),
        TcpFlags.Syn | TcpFlags.Ack => IsKnown(segment),
        _ => !segment.Payload.IsEmpty && _ongoing.IsTwin(segment),
    };

    /// <summary>A SYN that is sent again does not count.</summary>
    private bool Open(in Segment segment)
    {
        lock (_gate)
        {
            if (!_openings.TryGet(segment.Key, out Opening known) || known.Number != segment.Sequence)
            {
                _openings.Put(segment.Key, new Opening(segment.Sequence, segment.TimestampNs), segment.TimestampNs);
            }
        }

        return false;
    }

    private bool IsKnown(in Segment segment)
    {
        _ongoing.Exclude(segment.Key);
        uint client = segment.Acknowledgment - 1;
        ulong numbers = ((ulong)client << 32) | segment.Sequence;
        lock (_gate)
        {
            bool isOpen = _openings.TryGet(segment.Key.Reversed, out Opening opening) && opening.Number == client;
            var handshake = new Handshake(segment.Key, isOpen ? opening.TimestampNs : null, segment.TimestampNs);
            if (_handshakes.TryGet(numbers, out Handshake owner))
            {
                if (owner.Answer == segment.Key)
                {
                    return false;
                }

                bool areRandom = Math.Min(client, segment.Sequence) >= LeastRandom;
                if (AreWithin(ClosestNs, segment.TimestampNs, owner.AnsweredNs) && AreOne(owner.Answer, segment.Key) && Fit(owner, handshake, areRandom))
                {
                    return true;
                }
            }

            _handshakes.Put(numbers, handshake, segment.TimestampNs);
            return false;
        }
    }

    /// <summary>Of times that a damaged file may have made up: their difference may wrap around.</summary>
    internal static bool AreWithin(long mostNs, long oneNs, long otherNs) => unchecked((ulong)(oneNs - otherNs + mostNs)) <= 2 * (ulong)mostNs;

    /// <summary>
    /// True where one of two names with equal numbers can be a translation of the other: an address differs, or the tunnel, and one end
    /// has kept what translators keep, the client its port or the server its address and port. Made-up traffic has equal numbers without that.
    /// </summary>
    /// <param name="one">The server's side, as <paramref name="other"/>.</param>
    internal static bool AreOne(in FlowKey one, in FlowKey other)
    {
        bool isElsewhere = one.Source.Address != other.Source.Address || one.Destination.Address != other.Destination.Address || one.Tunnel != other.Tunnel;
        return isElsewhere && (one.Destination.Port == other.Destination.Port || one.Source == other.Source);
    }

    /// <summary>
    /// True where the times can be those of one handshake at two places. The place nearer to the server sees the SYN later and its answer
    /// sooner; clocks of mirrors may blur that, but neither place has seen the answer before the other has seen the SYN. Made-up connections
    /// come one after the other, so where the numbers look made up, the times must be the strict ones.
    /// </summary>
    private static bool Fit(in Handshake one, in Handshake other, bool areRandom)
    {
        if (one.OpenedNs is not { } oneOpened || other.OpenedNs is not { } otherOpened)
        {
            return areRandom;
        }

        return areRandom
            ? oneOpened <= other.AnsweredNs && otherOpened <= one.AnsweredNs
            : (oneOpened < otherOpened && other.AnsweredNs < one.AnsweredNs) || (otherOpened < oneOpened && one.AnsweredNs < other.AnsweredNs);
    }

    /// <param name="Number">The client's initial sequence number.</param>
    private readonly record struct Opening(uint Number, long TimestampNs);

    /// <param name="Answer">The server's side.</param>
    /// <param name="OpenedNs">When the SYN was seen; null where it was not.</param>
    /// <param name="AnsweredNs">When the first answer to it was.</param>
    private readonly record struct Handshake(FlowKey Answer, long? OpenedNs, long AnsweredNs);
}
