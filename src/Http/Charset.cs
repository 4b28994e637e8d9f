using System.Text;

namespace Gor.Http;

/// <summary>The encodings that a Content-Type names.</summary>
internal static class Charset
{
    private const int LongestName = 40;

    private static readonly DecoderReplacementFallback Replacement = new("\uFFFD");

    /// <summary>The encoding that a Content-Type asks for; null where it names none that we know.</summary>
    public static Encoding? Of(ReadOnlySpan<byte> contentType) =>
        FieldParameters.TryFind(contentType, "charset"u8, out ReadOnlySpan<byte> name) ? Named(name) : null;

    /// <summary>The encoding of this name in any case, with invalid sequences read as U+FFFD; null where we know none.</summary>
    private static Encoding? Named(ReadOnlySpan<byte> name)
    {
        if (name.Length > LongestName || !Ascii.IsValid(name))
        {
            return null;
        }

        string lower = Encoding.ASCII.GetString(name).ToLowerInvariant();
        return lower switch
        {
            // ASCII is a part of UTF-8, and what is not ASCII under that label is mostly UTF-8.
            "utf-8" or "utf8" or "us-ascii" or "ascii" => Encoding.UTF8,
            "iso-8859-1" or "iso8859-1" or "iso_8859-1" or "latin1" or "latin-1" => Encoding.Latin1,

            // Without a byte order mark little-endian, as the Encoding Standard has it.
            "utf-16" or "utf-16le" or "ucs-2" or "unicode" => Encoding.Unicode,
            "utf-16be" => Encoding.BigEndianUnicode,
            "utf-32" or "utf-32le" => Encoding.UTF32,
            "cp1252" or "x-cp1252" => CodePage("windows-1252"),
            _ => CodePage(lower),
        };
    }

    private static Encoding? CodePage(string name) =>
        CodePagesEncodingProvider.Instance.GetEncoding(name, EncoderFallback.ReplacementFallback, Replacement);
}
