using Gor.Decode;
using Gor.Tape;

namespace Gor.Playback;

/// <summary>
/// Makes of each taped call a connection of its own: handshake, request, response, end. So taped calls go the way of captured ones,
/// and become the same records. One thread.
/// </summary>
/// <param name="counters">Each made segment counts as a packet that was received and decoded.</param>
internal sealed class CallSegments(ISegmentConsumer next, Counters counters)
{
    private const int LargestPayload = 32 << 10;

    private uint _initial;
    private long _ordinal;

    public void Send(TapedCall call)
    {
        FlowKey toServer = (call.Request ?? call.Response!).Header.Id.ToFlowKey();
        _initial += 0x9E37_79B9;
        uint client = _initial;
        uint server = _initial ^ 0x5555_5555;
        long startNs = call.TimestampNs;
        Emit(toServer, client++, acknowledged: 0, TcpFlags.Syn, startNs, []);
        Emit(toServer.Reversed, server++, client, TcpFlags.Syn | TcpFlags.Ack, startNs, []);
        long endNs = startNs;
        if (call.Request is { } request)
        {
            // What comes before the end of the request cannot be told in this order: its end is then where its begin is.
            long lastNs = EndOf(request);
            bool overlaps = call.Response is { } early && early.Header.TimestampNs < lastNs;
            endNs = overlaps ? startNs : lastNs;
            SendMessage(request, toServer, ref client, server, endNs);
            counters.Add(Counter.TapedMessagesHanded);
        }

        if (call.Response is { } response)
        {
            SendMessage(response, toServer.Reversed, ref server, client, EndOf(response));
            endNs = Math.Max(endNs, EndOf(response));
            counters.Add(Counter.TapedMessagesHanded);
        }

        Emit(toServer.Reversed, server++, client, TcpFlags.Fin | TcpFlags.Ack, endNs, []);
        Emit(toServer, client, server, TcpFlags.Fin | TcpFlags.Ack, endNs, []);
    }

    private static long EndOf(TapeMessage message) =>
        message.Header.LatencyNs > 0 && message.Header.TimestampNs < long.MaxValue - message.Header.LatencyNs
            ? message.Header.TimestampNs + message.Header.LatencyNs
            : message.Header.TimestampNs;

    private void SendMessage(TapeMessage message, in FlowKey key, ref uint sequence, uint acknowledged, long endNs)
    {
        ReadOnlySpan<byte> rest = message.Content.Span;
        long timestampNs = message.Header.TimestampNs;

        // The last byte comes at the end's time, as it did.
        bool isSplit = endNs > timestampNs && rest.Length > 1;
        while (!rest.IsEmpty)
        {
            int length = Math.Min(isSplit && rest.Length > 1 ? rest.Length - 1 : rest.Length, LargestPayload);
            bool isLast = length == rest.Length;
            Emit(key, sequence, acknowledged, TcpFlags.Ack, isLast ? Math.Max(endNs, timestampNs) : timestampNs, rest[..length]);
            sequence += (uint)length;
            rest = rest[length..];
        }
    }

    private void Emit(in FlowKey key, uint sequence, uint acknowledged, TcpFlags flags, long timestampNs, ReadOnlySpan<byte> payload)
    {
        counters.Add(Counter.PacketsReceived);
        counters.Add(Counter.PacketsDecoded);
        next.OnSegment(new Segment
        {
            Key = key,
            Sequence = sequence,
            Acknowledgment = acknowledged,
            Flags = flags,
            TimestampNs = timestampNs,
            Ordinal = ++_ordinal,
            CapturePoint = 0,
            Payload = payload,
        });
    }
}
