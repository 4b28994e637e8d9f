using System.Buffers.Text;
using System.Text;
using Gor.Tape;

namespace Gor.Replay;

/// <summary>A request as it stands on a tape that was written here, taken apart.</summary>
/// <param name="Id">Of the call.</param>
/// <param name="Target">As it was captured, in Latin-1.</param>
/// <param name="Fields">In order, in Latin-1.</param>
/// <param name="Body">Without chunks, with content codings.</param>
/// <param name="IsWhole">False where the end of the body is missing.</param>
internal sealed record TapedRequest(
    TapeId Id, string Method, string Target, int MinorVersion, IReadOnlyList<(string Name, string Value)> Fields, ReadOnlyMemory<byte> Body, bool IsWhole)
{
    /// <summary>The request of a taped call; null where there is none.</summary>
    /// <param name="call">One message or two, with or without the last line end.</param>
    public static TapedRequest? Read(ReadOnlySpan<byte> call)
    {
        TapeHeader header = TapeSplitter.Split(call[..TapeSplitter.LengthOfFirst(call)], out ReadOnlySpan<byte> message);
        ReadOnlySpan<byte> lastEnd = TapeSeparator.Bytes[..^1];
        message = message.EndsWith(lastEnd) ? message[..^lastEnd.Length] : message;
        int end = message.IndexOf("\r\n\r\n"u8);
        string[] lines = end < 0 ? [] : Encoding.Latin1.GetString(message[..end]).Split("\r\n");
        if (header.Kind != TapeKind.Request || lines is not [string start, ..] || start.Split(' ') is not [string method, string target, string version])
        {
            return null;
        }

        (string Name, string Value)[] fields = [.. lines.Skip(1).Select(Field)];
        ReadOnlySpan<byte> body = message[(end + 4)..];
        bool isChunked = fields.Any(field => Is(field.Name, "Transfer-Encoding") && field.Value.TrimEnd().EndsWith("chunked", StringComparison.OrdinalIgnoreCase));
        bool isWhole = TapedContent.IsWhole(message, TapeKind.Request);
        return new TapedRequest(header.Id, method, target, version == "HTTP/1.0" ? 0 : 1, fields, isChunked ? Join(body) : body.ToArray(), isWhole);
    }

    private static bool Is(string name, string other) => name.Equals(other, StringComparison.OrdinalIgnoreCase);

    private static (string Name, string Value) Field(string line)
    {
        int colon = line.IndexOf(':', StringComparison.Ordinal);
        return colon < 0 ? (line, "") : (line[..colon], line[(colon + 1)..].Trim(' '));
    }

    /// <summary>Chunks as they are written to tapes: without extensions and trailers.</summary>
    private static byte[] Join(ReadOnlySpan<byte> chunks)
    {
        using var body = new MemoryStream();
        while (chunks.IndexOf("\r\n"u8) is > 0 and var line && Utf8Parser.TryParse(chunks[..line], out uint size, out _, 'x') && size > 0)
        {
            chunks = chunks[(line + 2)..];
            int length = (int)Math.Min(size, (uint)chunks.Length);
            body.Write(chunks[..length]);
            chunks = chunks[Math.Min(length + 2, chunks.Length)..];
        }

        return body.ToArray();
    }
}
