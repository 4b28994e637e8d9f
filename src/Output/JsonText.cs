using System.Numerics;
using System.Runtime.Intrinsics;

namespace Gor.Output;

/// <summary>
/// Escapes what RFC 8259 section 7 demands in the form of JavaScript's JSON.stringify. Bodies are mostly JSON themselves, with a quote
/// every few bytes: so eight bytes at a time are spread out by a table, and no branch depends on where the quotes are.
/// </summary>
internal static class JsonText
{
    /// <summary>Bytes that one byte may become: <c>\u0000</c>.</summary>
    public const int LongestEscape = 6;

    /// <summary>Bytes that may be written, as nonsense, behind what counts.</summary>
    public const int Margin = 16;

    private const int Step = 16;
    private const int Half = 8;

    /// <summary>In a shuffle: no byte comes here, a backslash does.</summary>
    private const byte Backslash = 0x80;

    /// <summary>Where each of eight bytes goes, by the bits of those that take a backslash before them.</summary>
    private static readonly Vector128<byte>[] Spreads = [.. Enumerable.Range(0, 256).Select(SpreadOf)];

    /// <summary>Escapes <paramref name="value"/>, which is UTF-8.</summary>
    /// <param name="room">At least <see cref="LongestEscape"/> times as long, and <see cref="Margin"/> more.</param>
    /// <returns>Bytes written.</returns>
    public static int Escape(ReadOnlySpan<byte> value, Span<byte> room)
    {
        int written = 0;
        while (value.Length >= Step)
        {
            Vector128<byte> bytes = Vector128.Create(value);
            Vector128<byte> isControl = Vector128.LessThan(bytes, Vector128.Create((byte)' '));
            Vector128<byte> isEscaped = isControl
                | Vector128.Equals(bytes, Vector128.Create((byte)'"')) | Vector128.Equals(bytes, Vector128.Create((byte)'\\'));
            uint escaped = isEscaped.ExtractMostSignificantBits();
            if (escaped == 0)
            {
                bytes.CopyTo(room[written..]);
                written += Step;
            }
            else if ((isControl & ~IsLineEnd(bytes)) == Vector128<byte>.Zero)
            {
                bytes = Vector128.ConditionalSelect(Vector128.Equals(bytes, Vector128.Create((byte)'\n')), Vector128.Create((byte)'n'), bytes);
                bytes = Vector128.ConditionalSelect(Vector128.Equals(bytes, Vector128.Create((byte)'\r')), Vector128.Create((byte)'r'), bytes);
                written += Spread(bytes, 0, (byte)escaped, room[written..]);
                written += Spread(bytes, Half, (byte)(escaped >> Half), room[written..]);
            }
            else
            {
                written += EscapeEach(value[..Step], room[written..]);
            }

            value = value[Step..];
        }

        return written + EscapeEach(value, room[written..]);
    }

    private static Vector128<byte> IsLineEnd(Vector128<byte> bytes) =>
        Vector128.Equals(bytes, Vector128.Create((byte)'\n')) | Vector128.Equals(bytes, Vector128.Create((byte)'\r'));

    private static int Spread(Vector128<byte> bytes, byte from, byte escaped, Span<byte> room)
    {
        Vector128<byte> spread = Spreads[escaped];
        Vector128<byte> backslashes = Vector128.Equals(spread, Vector128.Create(Backslash)) & Vector128.Create((byte)'\\');
        (Vector128.ShuffleNative(bytes, spread + Vector128.Create(from)) | backslashes).CopyTo(room);
        return Half + BitOperations.PopCount(escaped);
    }

    private static Vector128<byte> SpreadOf(int escaped)
    {
        Span<byte> places = stackalloc byte[Step];
        int at = 0;
        for (byte i = 0; i < Half; i++)
        {
            if ((escaped & (1 << i)) != 0)
            {
                places[at++] = Backslash;
            }

            places[at++] = i;
        }

        places[at..].Fill(Backslash);
        return Vector128.Create<byte>(places);
    }

    private static int EscapeEach(ReadOnlySpan<byte> value, Span<byte> room)
    {
        int written = 0;
        foreach (byte one in value)
        {
            if (one >= ' ' && one != '"' && one != '\\')
            {
                room[written++] = one;
                continue;
            }

            room[written++] = (byte)'\\';
            byte letter = one switch
            {
                (byte)'\b' => (byte)'b',
                (byte)'\t' => (byte)'t',
                (byte)'\n' => (byte)'n',
                (byte)'\f' => (byte)'f',
                (byte)'\r' => (byte)'r',
                < (byte)' ' => (byte)'u',
                _ => one,
            };
            room[written++] = letter;
            if (letter == 'u')
            {
                "00"u8.CopyTo(room[written..]);
                room[written + 2] = (byte)('0' + (one >> 4));
                room[written + 3] = (byte)"0123456789abcdef"[one & 0xF];
                written += 4;
            }
        }

        return written;
    }
}
