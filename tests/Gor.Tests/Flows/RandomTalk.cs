using Gor.Decode;
using Gor.Tests.Kit;

namespace Gor.Tests.Flows;

/// <summary>What a random conversation may contain.</summary>
/// <param name="Steps">Things that the two sides do.</param>
/// <param name="Loss">Part of the segments that the capture misses.</param>
/// <param name="Disorder">Segments that one may be captured too late by.</param>
/// <param name="Duplication">Part of the segments that are captured twice.</param>
/// <param name="SparesHandshake">True where the capture has the SYNs, first of all.</param>
/// <param name="Alters">True where retransmissions may carry other bytes.</param>
/// <param name="Resets">True where it may end with a RST.</param>
internal sealed record TalkShape(
    int Steps = 40,
    double Loss = 0,
    int Disorder = 0,
    double Duplication = 0,
    bool SparesHandshake = true,
    bool Alters = false,
    bool Resets = false);

/// <summary>
/// A client and a server that send each other random bytes as TCP allows: segments of any size, delayed and missing
/// acknowledgements, retransmissions cut anew, probes, half-close, numbers that wrap around. And a capture that disorders it.
/// </summary>
internal sealed class RandomTalk
{
    private readonly Random _random;
    private readonly TalkShape _shape;
    private readonly List<ConversationSegment> _sent = [];
    private readonly byte[][] _streams;

    /// <summary>A side each: bytes sent, bytes of the other's received, and whether it is done.</summary>
    private readonly int[] _next = [0, 0];
    private readonly int[] _received = [0, 0];
    private readonly bool[] _isDone = [false, false];

    public RandomTalk(int seed, TalkShape shape)
    {
        _random = new Random(seed);
        _shape = shape;
        _streams = [RandomBytes(), RandomBytes()];
        Script = new Conversation(clientPort: 1024 + (seed % 60000)).Numbered(Number(), Number());
        Handshake();
        int handshake = _sent.Count;
        for (int i = 0; i < shape.Steps; i++)
        {
            Act(_random.Next(2));
        }

        if (_random.Next(4) > 0)
        {
            Finish();
        }

        Captured = Capture(shape.SparesHandshake ? handshake : 0);
    }

    /// <summary>Makes segments of what was captured.</summary>
    public Conversation Script { get; }

    public IReadOnlyList<ConversationSegment> Captured { get; }

    /// <summary>One segment a line, in the order of the capture.</summary>
    public override string ToString() => string.Join('\n', Captured.Select((segment, index) =>
        $"{index + 1,4} {(segment.IsClient ? 'c' : 's')} {segment.Position} +{segment.Payload.Length} ack {segment.Acknowledged} {segment.Flags}"));

    /// <summary>Every captured byte: who sent it, its number, its value, the number its segment acknowledged.</summary>
    public IEnumerable<(bool IsClient, uint At, byte Value, uint? Acknowledged)> Bytes()
    {
        for (int i = 0; i < Captured.Count; i++)
        {
            ConversationSegment segment = Captured[i];
            (uint first, uint acknowledgment) = Script.NumbersOf(segment);
            for (uint at = 0; at < segment.Payload.Length; at++)
            {
                yield return (segment.IsClient, first + at, segment.Payload[at], segment.Acknowledged is null ? null : acknowledgment);
            }
        }
    }

    private byte[] RandomBytes()
    {
        var bytes = new byte[_random.Next(1, 2000)];
        _random.NextBytes(bytes);
        return bytes;
    }

    /// <summary>Half of them wrap around soon.</summary>
    private uint Number() => _random.Next(2) == 0 ? (uint)-_random.Next(1, 2000) : (uint)_random.NextInt64(1L << 32);

    private void Handshake()
    {
        bool hasData = _random.Next(8) == 0;
        int length = hasData ? _random.Next(1, _streams[0].Length + 1) : 0;
        _sent.Add(new ConversationSegment(true, TcpFlags.Syn, -1, null, _streams[0][..length], 0, 0));
        _next[0] = length;
        _received[1] = length;
        if (_random.Next(8) == 0)
        {
            _sent.Add(_sent[0]);
        }

        _sent.Add(new ConversationSegment(false, TcpFlags.Syn | TcpFlags.Ack, -1, length, [], 0, 0));
        if (!_shape.SparesHandshake && _random.Next(4) == 0)
        {
            // A capture that begins later.
            _sent.Clear();
        }
    }

    private void Act(int side)
    {
        int other = 1 - side;
        int sent = _next[side];
        int length = _random.Next(5) == 0 ? _random.Next(1, 1500) : _random.Next(1, 60);
        switch (_random.Next(9))
        {
            case 0 or 1 or 2 when !_isDone[side]:
                length = Math.Min(length, _streams[side].Length - sent);
                bool ends = sent + length == _streams[side].Length && _random.Next(2) == 0;
                Send(side, ends ? TcpFlags.Fin : TcpFlags.Psh, sent, _streams[side][sent..(sent + length)]);
                _next[side] += length + (ends ? 1 : 0);
                _isDone[side] = ends;
                break;
            case 3 or 4:
                int most = _next[other];
                _received[side] = _random.Next(3) == 0 ? _random.Next(_received[side], most + 1) : most;
                break;
            case 5:
                Send(side, TcpFlags.None, sent, []);
                break;
            case 6 when sent > 0:
                Repeat(side, length);
                break;
            case 7 when sent > 0 && _random.Next(4) == 0:
                Send(side, TcpFlags.None, sent - 1, _isDone[side] || _random.Next(2) == 0 ? [] : [0]);
                break;
            default:
                break;
        }
    }

    /// <summary>Sends bytes, which the other side may have or not, or the FIN again.</summary>
    private void Repeat(int side, int length)
    {
        int bytes = Math.Min(_next[side], _streams[side].Length);
        if (bytes == 0 || (_isDone[side] && _random.Next(3) == 0))
        {
            Send(side, _isDone[side] ? TcpFlags.Fin : TcpFlags.None, bytes, []);
            return;
        }

        int from = _random.Next(4) == 0 ? _random.Next(bytes) : Math.Min(bytes - 1, _received[1 - side]);
        byte[] data = _streams[side][from..Math.Min(bytes, from + length)];
        if (_shape.Alters && _random.Next(4) == 0)
        {
            data[_random.Next(data.Length)]++;
        }

        Send(side, TcpFlags.Psh, from, data);
    }

    private void Finish()
    {
        for (int side = 0; side < 2; side++)
        {
            if (_shape.Resets && _random.Next(4) == 0)
            {
                Send(side, TcpFlags.Rst, _next[side], []);
                return;
            }

            if (!_isDone[side] && _random.Next(5) > 0)
            {
                _received[side] = _next[1 - side];
                Send(side, TcpFlags.Fin, _next[side], []);
                _next[side]++;
                _isDone[side] = true;
            }
        }

        _received[0] = _next[1];
        Send(0, TcpFlags.None, _next[0], []);
    }

    private void Send(int side, TcpFlags flags, int position, byte[] data) => _sent.Add(
        new ConversationSegment(side == 0, flags | TcpFlags.Ack, position, _received[side], data, 0, 0));

    private List<ConversationSegment> Capture(int spared)
    {
        var seen = new List<(double Place, ConversationSegment Segment)>();
        for (int i = 0; i < _sent.Count; i++)
        {
            bool isSpared = i < spared;
            for (int copy = 0; copy < (_random.NextDouble() < _shape.Duplication ? 2 : 1); copy++)
            {
                if (isSpared || _random.NextDouble() >= _shape.Loss)
                {
                    bool isLate = !isSpared && _random.Next(3) == 0;
                    seen.Add((i + (isLate ? _random.NextDouble() * _shape.Disorder : 0), _sent[i]));
                }
            }
        }

        return seen.OrderBy(pair => pair.Place)
            .Select((pair, index) => pair.Segment with { TimestampNs = Conversation.StartNs + (index * 1_000_000L) })
            .ToList();
    }
}
