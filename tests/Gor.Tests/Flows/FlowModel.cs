using Gor.Decode;
using Gor.Tests.Kit;

namespace Gor.Tests.Flows;

/// <summary>
/// The plainest reassembly: looks at a whole capture at once and writes down, byte by byte, the first copy of each; -1 where
/// none came. For captures with the handshake, whose waiting for lost bytes never ends before the capture.
/// </summary>
internal static class FlowModel
{
    public static List<int> Expect(IEnumerable<ConversationSegment> captured, bool isClient, out bool hasFin)
    {
        var bytes = new Dictionary<long, byte>();
        long end = 0;
        long acknowledged = 0;
        long? fin = null;
        foreach (ConversationSegment segment in captured)
        {
            if (segment.IsClient != isClient)
            {
                acknowledged = Math.Max(acknowledged, segment.Acknowledged ?? 0);
                continue;
            }

            long first = segment.Position + ((segment.Flags & TcpFlags.Syn) != 0 ? 1 : 0);
            for (int i = 0; i < segment.Payload.Length; i++)
            {
                bytes.TryAdd(first + i, segment.Payload[i]);
            }

            end = segment.Payload.Length > 0 ? Math.Max(end, first + segment.Payload.Length) : end;
            fin = (segment.Flags & TcpFlags.Fin) != 0 ? first + segment.Payload.Length : fin;
        }

        // One byte more than came is as likely a FIN that was not captured.
        end = fin ?? (acknowledged == end + 1 ? end : Math.Max(end, acknowledged));
        hasFin = fin is not null;
        return Enumerable.Range(0, (int)end).Select(at => bytes.TryGetValue(at, out byte value) ? value : -1).ToList();
    }
}
