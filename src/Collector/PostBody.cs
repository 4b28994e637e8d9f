using System.IO.Compression;
using Microsoft.AspNetCore.Http;

namespace Gor.Collector;

/// <summary>The NDJSON of a POST, its content coding undone, within a bounded number of bytes.</summary>
internal static class PostBody
{
    private const int ZlibHeaderLength = 2;

    /// <exception cref="RefusedException">The body is too large, damaged, or coded in a way that is not known.</exception>
    public static async Task<ReadOnlyMemory<byte>> ReadAsync(HttpRequest request, int limit, CancellationToken stop)
    {
        try
        {
            var coded = new MemoryStream();
            await CopyAsync(request.Body, coded, limit, stop);
            coded.Position = 0;
            await using Stream? source = Decode(request.Headers.ContentEncoding.ToString().Trim().ToLowerInvariant(), coded);
            if (source is null)
            {
                return coded.GetBuffer().AsMemory(0, (int)coded.Length);
            }

            var text = new MemoryStream();
            await CopyAsync(source, text, limit, stop);
            return text.GetBuffer().AsMemory(0, (int)text.Length);
        }
        catch (BadHttpRequestException e)
        {
            throw new RefusedException(e.StatusCode, e.Message);
        }
        catch (Exception e) when (e is InvalidDataException or InvalidOperationException)
        {
            throw new RefusedException(StatusCodes.Status400BadRequest, "the compressed body is damaged or cut short");
        }
    }

    /// <summary>Null: the body is the text itself. Resurface's name for zlib is <c>deflated</c>.</summary>
    private static Stream? Decode(string coding, MemoryStream coded) => coding switch
    {
        "" or "identity" => null,
        "gzip" or "x-gzip" => new GZipStream(coded, CompressionMode.Decompress),
        "br" => new BrotliStream(coded, CompressionMode.Decompress),
        "deflated" => new ZLibStream(coded, CompressionMode.Decompress),
        "deflate" when IsZlib(coded) => new ZLibStream(coded, CompressionMode.Decompress),

        // RFC 9110 section 8.4.1.2: some send it without the zlib wrapper.
        "deflate" => new DeflateStream(coded, CompressionMode.Decompress),
        _ => throw new RefusedException(
            StatusCodes.Status415UnsupportedMediaType, "unknown Content-Encoding; known: deflated, deflate, gzip, br"),
    };

    /// <summary>RFC 1950 section 2.2: method 8, and a multiple of 31.</summary>
    private static bool IsZlib(MemoryStream coded)
    {
        ReadOnlySpan<byte> head = coded.GetBuffer().AsSpan(0, (int)Math.Min(coded.Length, ZlibHeaderLength));
        return head.Length == ZlibHeaderLength && (head[0] & 0x0F) == 8 && ((head[0] << 8) | head[1]) % 31 == 0;
    }

    private static async Task CopyAsync(Stream source, MemoryStream target, int limit, CancellationToken stop)
    {
        byte[] buffer = new byte[64 << 10];
        int read;
        while ((read = await source.ReadAsync(buffer, stop)) > 0)
        {
            if (target.Length + read > limit)
            {
                throw new RefusedException(StatusCodes.Status413PayloadTooLarge, $"the body is above {limit} bytes");
            }

            target.Write(buffer, 0, read);
        }
    }
}
