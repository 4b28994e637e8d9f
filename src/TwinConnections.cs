using Gor.Decode;

namespace Gor;

/// <summary>
/// Finds connections that the capture shows twice under different names: before and after the translation of an address (Docker,
/// Kubernetes), inside a tunnel and outside. Both have the same two initial sequence numbers, which are random: 64 bits that no
/// translation changes. The answer to the SYN has both, so it is judged, and all segments behind it follow. Shared by all sources of a run.
/// </summary>
internal sealed class TwinConnections
{
    /// <summary>Between the two sights of one segment.</summary>
    private const long ClosestNs = 250_000_000;

    /// <summary>Devices hand over what they saw up to a buffer's time apart.</summary>
    private const long KeptNs = 10_000_000_000;

    private const int MostKept = 1 << 16;

    private readonly Lock _gate = new();
    private readonly Dictionary<ulong, (FlowKey Answer, long TimestampNs)> _seen = [];
    private readonly Queue<(ulong Numbers, long TimestampNs)> _order = new();

    /// <summary>
    /// True where the segment answers the SYN of a connection that another one is known as already. That one stays the owner:
    /// it was seen first.
    /// </summary>
    public bool IsTwin(in Segment segment)
    {
        if ((segment.Flags & (TcpFlags.Syn | TcpFlags.Ack)) != (TcpFlags.Syn | TcpFlags.Ack))
        {
            return false;
        }

        ulong numbers = ((ulong)(segment.Acknowledgment - 1) << 32) | segment.Sequence;
        lock (_gate)
        {
            Forget(segment.TimestampNs);
            if (_seen.TryGetValue(numbers, out (FlowKey Answer, long TimestampNs) owner))
            {
                if (owner.Answer == segment.Key)
                {
                    return false;
                }

                if (AreClose(segment.TimestampNs, owner.TimestampNs) && AreOne(owner.Answer, segment.Key))
                {
                    return true;
                }
            }

            _seen[numbers] = (segment.Key, segment.TimestampNs);
            _order.Enqueue((numbers, segment.TimestampNs));
            return false;
        }
    }

    /// <summary>Of times that a damaged file may have made up: their difference may wrap around.</summary>
    private static bool AreClose(long oneNs, long otherNs) => unchecked((ulong)(oneNs - otherNs + ClosestNs)) <= 2 * ClosestNs;

    /// <summary>
    /// True where one of two names with equal numbers can be a translation of the other: an address differs, or the tunnel, and one end
    /// has kept what translators keep, the client its port or the server its address and port. Made-up traffic has equal numbers without that.
    /// </summary>
    private static bool AreOne(in FlowKey one, in FlowKey other)
    {
        bool isElsewhere = one.Source.Address != other.Source.Address || one.Destination.Address != other.Destination.Address || one.Tunnel != other.Tunnel;
        return isElsewhere && (one.Destination.Port == other.Destination.Port || one.Source == other.Source);
    }

    private void Forget(long nowNs)
    {
        while (_order.TryPeek(out (ulong Numbers, long TimestampNs) oldest) && (oldest.TimestampNs < Math.Max(nowNs, long.MinValue + KeptNs) - KeptNs || _order.Count >= MostKept))
        {
            _order.Dequeue();
            if (_seen.TryGetValue(oldest.Numbers, out (FlowKey Answer, long TimestampNs) kept) && kept.TimestampNs == oldest.TimestampNs)
            {
                _seen.Remove(oldest.Numbers);
            }
        }
    }
}
