using System.Buffers;
using System.Globalization;
using System.Text;
using Gor.Http;

namespace Gor.Tape;

/// <summary>
/// Writes messages as they stood on the wire, but for blanks, folds and the borders of chunks. A body of which an end is missing
/// leaves the message as unfinished as it was seen. A body that holds the line which ends messages on a tape goes in chunks, cut
/// within that line.
/// </summary>
/// <param name="decoder">Takes chunks and content codings off first; null to leave them on.</param>
/// <param name="bodyLimit">Bytes of a body that are written; the message is unfinished behind them.</param>
internal sealed class HttpMessageText(ContentDecoder? decoder, int bodyLimit = int.MaxValue)
{
    public void WriteRequest(HttpRequest request, NamedField? added, IBufferWriter<byte> target)
    {
        BodyFraming framing = BodyFraming.OfRequest(request.Method, request.Fields);
        HttpBodyText body = Body(request.Fields, request.Body, framing);
        target.Write(request.Method);
        target.Write(" "u8);
        target.Write(request.Target);
        target.Write(body.NeedsChunks ? " HTTP/1.1"u8 : request.MinorVersion == 0 ? " HTTP/1.0"u8 : " HTTP/1.1"u8);
        target.Write("\r\n"u8);
        WriteFields(request.Fields, body, added, target);
        body.Write(target);
    }

    /// <param name="method">Of the request that is answered.</param>
    public void WriteResponse(HttpResponse response, ReadOnlySpan<byte> method, IBufferWriter<byte> target)
    {
        BodyFraming framing = BodyFraming.OfResponse(response.StatusCode, response.Fields, method);
        HttpBodyText body = Body(response.Fields, response.Body, framing);
        target.Write(response.MinorVersion == 0 && !body.NeedsChunks ? "HTTP/1.0 "u8 : "HTTP/1.1 "u8);
        response.StatusCode.TryFormat(target.GetSpan(3), out int digits, default, CultureInfo.InvariantCulture);
        target.Advance(digits);
        target.Write(" "u8);
        target.Write(response.Reason);
        target.Write("\r\n"u8);
        WriteFields(response.Fields, body, null, target);
        body.Write(target);
    }

    private HttpBodyText Body(FieldList fields, MessageBody body, BodyFraming framing)
    {
        if (framing.Kind == BodyKind.None)
        {
            return HttpBodyText.None;
        }

        bool isWhole = !body.IsTruncated && !body.IsOverLimit;
        if (decoder is not null && isWhole && (framing.Kind == BodyKind.Chunked || ContentCodings.IsCoded(fields))
            && decoder.Decode(fields, body) is { Status: ContentStatus.Complete } plain)
        {
            return new HttpBodyText(plain.Bytes, BodyKind.Length, isWhole: true) { IsDecoded = true };
        }

        ReadOnlyMemory<byte> kept = body.KeptMemory;
        return kept.Length <= bodyLimit
            ? new HttpBodyText(kept, framing.Kind, isWhole)
            : new HttpBodyText(kept[..bodyLimit], framing.Kind, isWhole: false);
    }

    private static void WriteFields(FieldList fields, HttpBodyText body, NamedField? added, IBufferWriter<byte> target)
    {
        for (int i = 0; i < fields.Count; i++)
        {
            ReadOnlySpan<byte> name = fields.Name(i);
            if (added is null || !Ascii.EqualsIgnoreCase(name, added.Name))
            {
                WriteField(name, fields.Value(i), body, target);
            }
        }

        if (added is not null)
        {
            WriteField(added.Name, added.Value, HttpBodyText.None, target);
        }

        body.WriteFraming(target);
        target.Write("\r\n"u8);
    }

    private static void WriteField(ReadOnlySpan<byte> name, ReadOnlySpan<byte> value, HttpBodyText body, IBufferWriter<byte> target)
    {
        if (!body.Replaces(name))
        {
            target.Write(name);
            target.Write(": "u8);
            target.Write(value);
            target.Write("\r\n"u8);
        }
    }
}
