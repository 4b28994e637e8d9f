using System.Buffers;
using System.Buffers.Text;
using System.Globalization;

namespace Gor.Tape;

/// <summary>The line in front of a taped message: <c>1 0123456789abcdef01234567 1767225600105999999 -1</c>.</summary>
/// <param name="TimestampNs">Of the first packet, nanoseconds since the Unix epoch.</param>
/// <param name="LatencyNs">
/// From the first packet of the message to its last; of a replayed response, the whole round trip; -1 where nobody knows.
/// </param>
internal readonly record struct TapeHeader(TapeKind Kind, TapeId Id, long TimestampNs, long LatencyNs)
{
    /// <summary>Longest line that is read.</summary>
    public const int LongestLine = 512;

    private const int LongestWritten = 2 + TapeId.TextLength + 1 + 20 + 1 + 20 + 1;

    /// <summary>Reads a line without its end. The fourth word may be missing; what follows it is passed over.</summary>
    public static bool TryParse(ReadOnlySpan<byte> line, out TapeHeader header)
    {
        header = default;
        line = line.TrimEnd((byte)'\r');
        if (line.Length is 0 or > LongestLine || line[0] is < (byte)'1' or > (byte)'3' || line.Length < 2 || line[1] != ' ')
        {
            return false;
        }

        ReadOnlySpan<byte> id = Word(line[2..], out ReadOnlySpan<byte> rest);
        ReadOnlySpan<byte> time = Word(rest, out rest);
        ReadOnlySpan<byte> latency = Word(rest, out _);
        long latencyNs = -1;
        if (id.IsEmpty || !TryNumber(time, out long timestampNs) || (!latency.IsEmpty && !TryNumber(latency, out latencyNs)))
        {
            return false;
        }

        header = new TapeHeader((TapeKind)(line[0] - '0'), TapeId.Of(id), timestampNs, latencyNs);
        return true;
    }

    public void Write(IBufferWriter<byte> target)
    {
        Span<byte> room = target.GetSpan(LongestWritten);
        room[0] = (byte)('0' + (int)Kind);
        room[1] = (byte)' ';
        int length = 2;
        Id.Write(room[length..]);
        length += TapeId.TextLength;
        room[length++] = (byte)' ';
        TimestampNs.TryFormat(room[length..], out int digits, default, CultureInfo.InvariantCulture);
        length += digits;
        room[length++] = (byte)' ';
        LatencyNs.TryFormat(room[length..], out digits, default, CultureInfo.InvariantCulture);
        length += digits;
        room[length++] = (byte)'\n';
        target.Advance(length);
    }

    private static ReadOnlySpan<byte> Word(ReadOnlySpan<byte> text, out ReadOnlySpan<byte> rest)
    {
        int end = text.IndexOf((byte)' ');
        rest = end < 0 ? [] : text[(end + 1)..];
        return end < 0 ? text : text[..end];
    }

    private static bool TryNumber(ReadOnlySpan<byte> word, out long number) =>
        Utf8Parser.TryParse(word, out number, out int used) && used == word.Length;
}
