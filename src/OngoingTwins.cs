using System.IO.Hashing;
using Gor.Decode;

namespace Gor;

/// <summary>
/// Twins (<see cref="TwinConnections"/>) among connections whose handshake was not captured, as they were open before the capture began: a
/// segment with data has two numbers as well, which no translation changes, and its data. The first of a connection decides; what came before
/// may lack under one of the two names, so of each name those of the first second are remembered. Shared by all sources of a run.
/// </summary>
internal sealed class OngoingTwins
{
    private const long TrialNs = 1_000_000_000;

    private const int Places = 1 << 18;

    private readonly Lock _gate = new();

    /// <summary>
    /// Connections that are judged, by a hash that tells nearly all apart: a look here is all that a segment costs later. One that another
    /// one has displaced is judged once more; by then its first data is told, and nothing comes of it.
    /// </summary>
    private readonly uint[] _judged = new uint[Places];

    private readonly Recent<FlowKey, Trial> _trials = new(TwinConnections.KeptNs, TwinConnections.MostKept);
    private readonly Recent<ulong, Sight> _sights = new(TrialNs, TwinConnections.MostKept);

    /// <summary>The connection of this key has a handshake, which tells more.</summary>
    public void Exclude(in FlowKey key)
    {
        uint hash = HashOf(key);
        PlaceOf(hash) = hash;
    }

    /// <summary>True where a segment with data is the first of a connection that is known under another name.</summary>
    public bool IsTwin(in Segment segment)
    {
        uint hash = HashOf(segment.Key);
        return Volatile.Read(ref PlaceOf(hash)) != hash && Judge(segment, hash);
    }

    private bool Judge(in Segment segment, uint hash)
    {
        lock (_gate)
        {
            if (_trials.TryGet(segment.Key.Canonical, out Trial? trial))
            {
                if (!TwinConnections.AreWithin(TrialNs, trial.BeganNs, segment.TimestampNs))
                {
                    PlaceOf(hash) = hash;
                    return false;
                }
            }
            else if (IsKnownElsewhere(segment))
            {
                PlaceOf(hash) = hash;
                return true;
            }
            else
            {
                trial = new Trial(segment.TimestampNs);
                _trials.Put(segment.Key.Canonical, trial, segment.TimestampNs);
            }

            trial.See(segment);
            _sights.Put(NumbersOf(segment), new Sight(segment.Key, segment.TimestampNs, ContentOf(segment)), segment.TimestampNs);
            return false;
        }
    }

    /// <summary>
    /// The data of a made-up connection may have come under another name with the same numbers before, but was answered there before it came here.
    /// </summary>
    private bool IsKnownElsewhere(in Segment segment) =>
        Math.Min(segment.Sequence, segment.Acknowledgment) >= TwinConnections.LeastRandom
        && _sights.TryGet(NumbersOf(segment), out Sight sight)
        && TwinConnections.AreWithin(TwinConnections.ClosestNs, sight.TimestampNs, segment.TimestampNs)
        && sight.Content == ContentOf(segment)
        && (TwinConnections.AreOne(sight.Key, segment.Key) || TwinConnections.AreOne(sight.Key.Reversed, segment.Key.Reversed))
        && !(_trials.TryGet(sight.Key.Canonical, out Trial? owner) && owner.IsAnswered(sight.Key, sight.TimestampNs, segment.TimestampNs));

    private static ulong NumbersOf(in Segment segment) => ((ulong)segment.Acknowledgment << 32) | segment.Sequence;

    private static ulong ContentOf(in Segment segment) => XxHash3.HashToUInt64(segment.Payload, segment.Payload.Length);

    /// <summary>Never zero, which is an empty place.</summary>
    private static uint HashOf(in FlowKey key) => key.SymmetricHash() | 1;

    private ref uint PlaceOf(uint hash) => ref _judged[(hash >> 1) % Places];

    /// <param name="Content">A hash of the data.</param>
    private readonly record struct Sight(FlowKey Key, long TimestampNs, ulong Content);

    /// <summary>One name, in its first second.</summary>
    private sealed class Trial(long beganNs)
    {
        private long? _forwardNs;
        private long? _reverseNs;

        public long BeganNs => beganNs;

        public void See(in Segment segment)
        {
            if (segment.Key.IsCanonical)
            {
                _forwardNs = segment.TimestampNs;
            }
            else
            {
                _reverseNs = segment.TimestampNs;
            }
        }

        /// <summary>True where data of the other direction was seen between the two times.</summary>
        public bool IsAnswered(in FlowKey key, long fromNs, long toNs) => (key.IsCanonical ? _reverseNs : _forwardNs) is { } answered && fromNs < answered && answered < toNs;
    }
}
