using System.Buffers.Text;
using System.Text;

namespace Gor.Tape;

/// <summary>A first look at a taped message: only whether its body is all there.</summary>
internal static class TapedContent
{
    /// <summary>
    /// False where the header section announces more body than there is: what follows may still belong to it. A message of which a
    /// part was lost looks the same, and so does the response to HEAD.
    /// </summary>
    public static bool IsWhole(ReadOnlySpan<byte> content, TapeKind kind)
    {
        int end = content.IndexOf("\r\n\r\n"u8);
        if (end < 0)
        {
            return true;
        }

        ReadOnlySpan<byte> head = content[..(end + 2)];
        ReadOnlySpan<byte> body = content[(end + 4)..];
        bool hasNone = kind != TapeKind.Request && (head.StartsWith("HTTP/1.1 304"u8) || head.StartsWith("HTTP/1.1 204"u8));
        if (hasNone)
        {
            return true;
        }

        long length = -1;
        foreach (Range range in head.Split("\r\n"u8))
        {
            ReadOnlySpan<byte> line = head[range];
            if (StartsWith(line, "transfer-encoding:"u8) && EndsWith(line, "chunked"u8))
            {
                return body.EndsWith("\r\n\r\n"u8);
            }

            if (StartsWith(line, "content-length:"u8) && Utf8Parser.TryParse(line[15..].Trim((byte)' '), out long number, out _))
            {
                length = number;
            }
        }

        return length <= body.Length;
    }

    private static bool StartsWith(ReadOnlySpan<byte> line, ReadOnlySpan<byte> lower) =>
        line.Length >= lower.Length && Ascii.EqualsIgnoreCase(line[..lower.Length], lower);

    private static bool EndsWith(ReadOnlySpan<byte> line, ReadOnlySpan<byte> lower)
    {
        ReadOnlySpan<byte> trimmed = line.TrimEnd((byte)' ');
        return trimmed.Length >= lower.Length && Ascii.EqualsIgnoreCase(trimmed[^lower.Length..], lower);
    }
}
