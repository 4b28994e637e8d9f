using System.Buffers;
using System.Text;
using System.Text.Unicode;
using Gor.Http;

namespace Gor.Masking;

/// <summary>Decoded content as the value of a pair: text in the charset that its Content-Type names, unless it is none.</summary>
internal static class BodyText
{
    /// <summary>More replaced characters or NULs than one in this many make content binary.</summary>
    private const int BinaryShare = 16;

    private const char Nul = '\0';
    private const char Replacement = '\uFFFD';
    private const char ByteOrderMark = '\uFEFF';

    /// <summary>Of U+FFFD in UTF-8.</summary>
    private const byte FirstOfReplacement = 0xEF;

    /// <summary>Adds the pair unless it would be empty; UTF-8 is borrowed, not copied.</summary>
    /// <returns>False where the content is binary; nothing is added then.</returns>
    public static bool TryAddTo(Details details, string name, ReadOnlyMemory<byte> content, ReadOnlySpan<byte> contentType)
    {
        Encoding encoding = EncodingOf(content.Span, Charset.Of(contentType));
        return encoding == Encoding.UTF8 && Utf8.IsValid(content.Span)
            ? TryAddUtf8(details, name, content)
            : TryAddText(details, name, content.Span, encoding);
    }

    private static bool TryAddUtf8(Details details, string name, ReadOnlyMemory<byte> content)
    {
        ReadOnlyMemory<byte> value = content.Span.StartsWith("\uFEFF"u8) ? content[3..] : content;
        bool mayBeOdd = value.Span.ContainsAny((byte)Nul, FirstOfReplacement);
        int odd = !mayBeOdd ? 0 : value.Span.Count((byte)Nul) + value.Span.Count("\uFFFD"u8);
        if (odd > 0 && IsBinary(odd, Encoding.UTF8.GetCharCount(value.Span)))
        {
            return false;
        }

        if (!value.IsEmpty)
        {
            details.Add(name, value);
        }

        return true;
    }

    private static bool TryAddText(Details details, string name, ReadOnlySpan<byte> content, Encoding encoding)
    {
        // Rented, because what turns out to be binary is never made a string.
        char[] rented = ArrayPool<char>.Shared.Rent(encoding.GetMaxCharCount(content.Length));
        ReadOnlySpan<char> text = rented.AsSpan(0, encoding.GetChars(content, rented));
        text = text is [ByteOrderMark, ..] ? text[1..] : text;
        bool isBinary = IsBinary(text.Count(Nul) + text.Count(Replacement), text.Length);
        if (!isBinary && !text.IsEmpty)
        {
            details.Add(name, text.ToString());
        }

        ArrayPool<char>.Shared.Return(rented);
        return !isBinary;
    }

    private static bool IsBinary(int odd, int characters) => (long)odd * BinaryShare > characters;

    /// <summary>
    /// A byte order mark is nearer to the truth than the label (Encoding Standard, "BOM sniff"). Only where the label names
    /// another family do we not read two bytes, with which binary formats begin too, as one of UTF-16.
    /// </summary>
    private static Encoding EncodingOf(ReadOnlySpan<byte> content, Encoding? named)
    {
        bool mayBeUtf16 = named is null or UnicodeEncoding;
        return content switch
        {
            [0xEF, 0xBB, 0xBF, ..] => Encoding.UTF8,
            [0xFE, 0xFF, ..] when mayBeUtf16 => Encoding.BigEndianUnicode,
            [0xFF, 0xFE, ..] when mayBeUtf16 => Encoding.Unicode,
            _ => named ?? Encoding.UTF8,
        };
    }
}
