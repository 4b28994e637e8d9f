using System.Text;

namespace Gor.Http;

/// <summary>How long the body of one message is, from its header section and, for a response, from the request it answers.</summary>
/// <param name="Length">Bytes, for <see cref="BodyKind.Length"/>.</param>
/// <param name="IsConflicting">True where Content-Length contradicted itself or is no number, so that the flow's end had to do.</param>
internal readonly record struct BodyFraming(BodyKind Kind, long Length = 0, bool IsConflicting = false)
{
    /// <summary>RFC 9112 section 6.3: a request without a length has no body; CONNECT never has one (RFC 9110 section 9.3.6).</summary>
    public static BodyFraming OfRequest(ReadOnlySpan<byte> method, FieldList fields) =>
        method.SequenceEqual("CONNECT"u8) ? default : Of(fields, new BodyFraming(BodyKind.None));

    /// <param name="method">Of the request that is answered; empty where it is not known.</param>
    public static BodyFraming OfResponse(int status, FieldList fields, ReadOnlySpan<byte> method)
    {
        bool hasNone = status is < 200 or 204 or 304 || method.SequenceEqual("HEAD"u8)
            || (status < 300 && method.SequenceEqual("CONNECT"u8));
        return hasNone ? default : Of(fields, new BodyFraming(BodyKind.UntilClose));
    }

    /// <summary>Transfer-Encoding goes over Content-Length; where neither says anything, <paramref name="otherwise"/>.</summary>
    private static BodyFraming Of(FieldList fields, BodyFraming otherwise)
    {
        ReadOnlySpan<byte> coding = LastTransferCoding(fields);
        if (!coding.IsEmpty)
        {
            // A coding that is not chunked has no end of its own.
            return new BodyFraming(Ascii.EqualsIgnoreCase(coding, "chunked"u8) ? BodyKind.Chunked : BodyKind.UntilClose);
        }

        long length = -1;
        for (int i = fields.IndexOf("content-length"u8); i >= 0; i = fields.IndexOf("content-length"u8, i + 1))
        {
            ReadOnlySpan<byte> value = fields.Value(i);
            foreach (Range item in value.Split((byte)','))
            {
                // The same number may stand more than once (RFC 9110 section 8.6).
                ReadOnlySpan<byte> digits = value[item].Trim(" \t"u8);
                if (digits.IsEmpty)
                {
                    continue;
                }

                if (!TryNumber(digits, out long number) || (length >= 0 && length != number))
                {
                    return new BodyFraming(BodyKind.UntilClose, IsConflicting: true);
                }

                length = number;
            }
        }

        return length < 0 ? otherwise : new BodyFraming(BodyKind.Length, length);
    }

    /// <summary>The last transfer coding without its parameters; <c>identity</c> (RFC 2616) is none.</summary>
    private static ReadOnlySpan<byte> LastTransferCoding(FieldList fields)
    {
        ReadOnlySpan<byte> last = default;
        for (int i = fields.IndexOf("transfer-encoding"u8); i >= 0; i = fields.IndexOf("transfer-encoding"u8, i + 1))
        {
            ReadOnlySpan<byte> value = fields.Value(i);
            foreach (Range item in value.Split((byte)','))
            {
                ReadOnlySpan<byte> coding = value[item];
                int parameters = coding.IndexOf((byte)';');
                coding = (parameters < 0 ? coding : coding[..parameters]).Trim(" \t"u8);
                if (!coding.IsEmpty && !Ascii.EqualsIgnoreCase(coding, "identity"u8))
                {
                    last = coding;
                }
            }
        }

        return last;
    }

    /// <summary>1*DIGIT that fits 63 bits.</summary>
    private static bool TryNumber(ReadOnlySpan<byte> digits, out long number)
    {
        number = 0;
        foreach (byte digit in digits)
        {
            if (!char.IsAsciiDigit((char)digit) || number > (long.MaxValue - 9) / 10)
            {
                return false;
            }

            number = (number * 10) + (digit - '0');
        }

        return true;
    }
}
