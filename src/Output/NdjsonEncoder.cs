using System.Buffers;
using System.Text.Unicode;
using Gor.Masking;

namespace Gor.Output;

/// <summary>Writes a record as one JSON array of [name, value] pairs; lone surrogates become U+FFFD.</summary>
internal static class NdjsonEncoder
{
    /// <summary>Bytes that are escaped at a time, into room for the worst that can become of them.</summary>
    private const int Piece = 4096;

    /// <summary>Writes the record without a line end.</summary>
    public static void Encode(Details details, ArrayBufferWriter<byte> target)
    {
        ReadOnlySpan<byte> before = "[[\""u8;
        foreach (Detail detail in details.Items)
        {
            target.Write(before);
            WriteText(detail.Name, target);
            target.Write("\",\""u8);
            if (detail.IsText)
            {
                WriteText(detail.Text, target);
            }
            else
            {
                WriteUtf8(detail.Utf8, target);
            }

            before = "\"],[\""u8;
        }

        target.Write(details.Items.Count == 0 ? "[]"u8 : "\"]]"u8);
    }

    private static void WriteText(ReadOnlySpan<char> value, ArrayBufferWriter<byte> target)
    {
        Span<byte> utf8 = stackalloc byte[256];
        while (!value.IsEmpty)
        {
            Utf8.FromUtf16(value, utf8, out int read, out int written, replaceInvalidSequences: true, isFinalBlock: true);
            WriteUtf8(utf8[..written], target);
            value = value[read..];
        }
    }

    private static void WriteUtf8(ReadOnlySpan<byte> value, ArrayBufferWriter<byte> target)
    {
        while (!value.IsEmpty)
        {
            ReadOnlySpan<byte> piece = value[..Math.Min(Piece, value.Length)];
            target.Advance(JsonText.Escape(piece, target.GetSpan((piece.Length * JsonText.LongestEscape) + JsonText.Margin)));
            value = value[piece.Length..];
        }
    }
}
