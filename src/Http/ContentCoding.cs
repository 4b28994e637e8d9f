namespace Gor.Http;

/// <summary>The codings that are undone (RFC 9110 section 8.4.1, RFC 7932, RFC 8878).</summary>
internal enum ContentCoding
{
    Gzip,
    Deflate,
    Brotli,
    Zstandard,
}
