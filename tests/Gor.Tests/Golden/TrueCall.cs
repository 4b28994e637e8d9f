using System.Security.Cryptography;
using System.Text;
using System.Text.Json;
using Gor.Http;

namespace Gor.Tests.Golden;

/// <summary>What is known of one call; null where it is not judged.</summary>
/// <param name="Target">As on the wire, without scheme and authority.</param>
/// <param name="ResponseHash">SHA-256 of the first <see cref="ResponseLength"/> bytes of the decoded body.</param>
internal sealed record TrueCall(string Method, string Target, int Status, int? RequestLength, int? ResponseLength, string? ResponseHash)
{
    public static TrueCall Of(JsonElement call) => new(
        call.GetProperty("method").GetString()!,
        call.GetProperty("url").GetString()!,
        call.GetProperty("status").GetInt32(),
        Number(call.GetProperty("request_body_len")),
        Number(call.GetProperty("response_body_len")),
        call.GetProperty("response_body_sha256").GetString());

    /// <summary>The same of a call that was found.</summary>
    /// <param name="length">Bytes of the response's body to look at: captures were described with a limit.</param>
    public static TrueCall Of(Exchange exchange, ContentDecoder decoder, int length)
    {
        string target = Encoding.Latin1.GetString(exchange.Request.Target);
        int path = target.StartsWith("http://", StringComparison.Ordinal) ? target.IndexOf('/', "http://".Length) : 0;
        int request = decoder.Decode(exchange.Request.Fields, exchange.Request.Body).Bytes.Length;
        ReadOnlyMemory<byte> body = decoder.Decode(exchange.Response.Fields, exchange.Response.Body).Bytes;
        body = body[..Math.Min(length, body.Length)];
        return new TrueCall(
            Encoding.Latin1.GetString(exchange.Request.Method),
            target[path..],
            exchange.Response.StatusCode,
            request,
            body.Length,
            Convert.ToHexStringLower(SHA256.HashData(body.Span)));
    }

    /// <summary>Without what is not judged in the other one.</summary>
    public TrueCall JudgedLike(TrueCall other) => this with
    {
        RequestLength = other.RequestLength is null ? null : RequestLength,
        ResponseLength = other.ResponseLength is null ? null : ResponseLength,
        ResponseHash = other.ResponseHash is null ? null : ResponseHash,
    };

    private static int? Number(JsonElement value) => value.ValueKind == JsonValueKind.Null ? null : value.GetInt32();
}
