using System.Buffers;
using System.Text.Unicode;
using Gor.Masking;

namespace Gor.Output;

/// <summary>
/// Writes a record as one JSON array of [name, value] pairs. Escapes what RFC 8259 section 7 demands and nothing else, in the
/// form of JavaScript's JSON.stringify; lone surrogates become U+FFFD.
/// </summary>
internal static class NdjsonEncoder
{
    private const int LargestRequest = 16384;
    private const int LongestEscape = 6;

    private static readonly SearchValues<char> EscapedUnits =
        SearchValues.Create([.. Enumerable.Range(0, 32).Select(i => (char)i), '"', '\\']);

    private static readonly SearchValues<byte> EscapedBytes =
        SearchValues.Create([.. Enumerable.Range(0, 32).Select(i => (byte)i), (byte)'"', (byte)'\\']);

    /// <summary>Writes the record without a line end.</summary>
    public static void Encode(Details details, IBufferWriter<byte> target)
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

    private static void WriteUtf8(ReadOnlySpan<byte> value, IBufferWriter<byte> target)
    {
        while (true)
        {
            int plain = value.IndexOfAny(EscapedBytes);
            if (plain < 0)
            {
                target.Write(value);
                return;
            }

            target.Write(value[..plain]);
            WriteEscaped(value[plain], target);
            value = value[(plain + 1)..];
        }
    }

    private static void WriteText(ReadOnlySpan<char> value, IBufferWriter<byte> target)
    {
        while (true)
        {
            int plain = value.IndexOfAny(EscapedUnits);
            WritePlainText(plain < 0 ? value : value[..plain], target);
            if (plain < 0)
            {
                return;
            }

            WriteEscaped((byte)value[plain], target);
            value = value[(plain + 1)..];
        }
    }

    private static void WritePlainText(ReadOnlySpan<char> value, IBufferWriter<byte> target)
    {
        while (!value.IsEmpty)
        {
            // Three bytes hold any UTF-16 unit, four a surrogate pair.
            Span<byte> room = target.GetSpan((int)Math.Clamp(value.Length * 3L, 4, LargestRequest));
            Utf8.FromUtf16(value, room, out int read, out int written, replaceInvalidSequences: true, isFinalBlock: true);
            target.Advance(written);
            value = value[read..];
        }
    }

    private static void WriteEscaped(byte value, IBufferWriter<byte> target)
    {
        Span<byte> room = target.GetSpan(LongestEscape);
        room[0] = (byte)'\\';
        byte letter = value switch
        {
            (byte)'"' or (byte)'\\' => value,
            (byte)'\b' => (byte)'b',
            (byte)'\t' => (byte)'t',
            (byte)'\n' => (byte)'n',
            (byte)'\f' => (byte)'f',
            (byte)'\r' => (byte)'r',
            _ => (byte)'u',
        };
        room[1] = letter;
        if (letter != 'u')
        {
            target.Advance(2);
            return;
        }

        "00"u8.CopyTo(room[2..]);
        room[4] = (byte)('0' + (value >> 4));
        room[5] = (byte)"0123456789abcdef"[value & 0xF];
        target.Advance(LongestEscape);
    }
}
