using System.Text;

namespace Gor.Http;

/// <summary>The codings of one message in the order in which they were put on.</summary>
internal static class ContentCodings
{
    /// <summary>Nobody stacks more; it bounds the work on one body.</summary>
    public const int Most = 4;

    /// <summary>
    /// Reads Content-Encoding and then Transfer-Encoding without its framing: what a chunked message was compressed with
    /// (RFC 9112 section 6.1) lies over the content codings.
    /// </summary>
    /// <param name="codings">Room for <see cref="Most"/>.</param>
    /// <returns>False where one is not known or there are too many.</returns>
    public static bool TryRead(FieldList fields, Span<ContentCoding> codings, out int count)
    {
        count = 0;
        return TryRead(fields, "content-encoding"u8, codings, ref count)
            && TryRead(fields, "transfer-encoding"u8, codings, ref count);
    }

    /// <summary>True where there is anything to undo, known or not.</summary>
    public static bool IsCoded(FieldList fields)
    {
        Span<ContentCoding> codings = stackalloc ContentCoding[Most];
        return !TryRead(fields, codings, out int count) || count > 0;
    }

    private static bool TryRead(FieldList fields, ReadOnlySpan<byte> name, Span<ContentCoding> codings, ref int count)
    {
        for (int i = fields.IndexOf(name); i >= 0; i = fields.IndexOf(name, i + 1))
        {
            ReadOnlySpan<byte> list = fields.Value(i);
            foreach (Range item in list.Split((byte)','))
            {
                ReadOnlySpan<byte> token = list[item];
                token = token[Ascii.Trim(token)];
                if (token.IsEmpty || Is(token, "identity"u8) || Is(token, "chunked"u8))
                {
                    continue;
                }

                if (count == codings.Length || Named(token) is not { } coding)
                {
                    return false;
                }

                codings[count++] = coding;
            }
        }

        return true;
    }

    private static ContentCoding? Named(ReadOnlySpan<byte> token) => token switch
    {
        _ when Is(token, "gzip"u8) || Is(token, "x-gzip"u8) => ContentCoding.Gzip,
        _ when Is(token, "deflate"u8) => ContentCoding.Deflate,
        _ when Is(token, "br"u8) => ContentCoding.Brotli,
        _ when Is(token, "zstd"u8) => ContentCoding.Zstandard,
        _ => null,
    };

    private static bool Is(ReadOnlySpan<byte> token, ReadOnlySpan<byte> name) => Ascii.EqualsIgnoreCase(token, name);
}
