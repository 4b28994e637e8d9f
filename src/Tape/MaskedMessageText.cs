using System.Buffers;
using System.Globalization;
using System.Text;
using Gor.Http;
using Gor.Masking;

namespace Gor.Tape;

/// <summary>
/// Writes the messages of a call as the rules left it: of what was on the wire nothing comes through that is not in the details, but
/// the version. What a rule took away and HTTP cannot do without is told as removed.
/// </summary>
internal static class MaskedMessageText
{
    private const string RequestFamily = "request_header:";
    private const string ResponseFamily = "response_header:";
    private static readonly string[] Framing = ["content-length", "transfer-encoding", "content-encoding", "trailer"];

    public static void WriteRequest(Exchange exchange, Details details, IBufferWriter<byte> target)
    {
        HttpRequest request = exchange.Request;
        Write(OneLine(Find(details, "request_method") ?? "REMOVED"), target);
        target.Write(" "u8);
        Write(OneLine(Target(Find(details, "request_url"))), target);
        target.Write(request.MinorVersion == 0 ? " HTTP/1.0\r\n"u8 : " HTTP/1.1\r\n"u8);
        bool hasBody = BodyFraming.OfRequest(request.Method, request.Fields).Kind != BodyKind.None;
        WriteRest(details, RequestFamily, hasBody ? Find(details, "request_body") ?? "" : null, target);
    }

    public static void WriteResponse(Exchange exchange, Details details, IBufferWriter<byte> target)
    {
        HttpResponse response = exchange.Response;
        target.Write(response.MinorVersion == 0 ? "HTTP/1.0 "u8 : "HTTP/1.1 "u8);
        string code = Find(details, "response_code") ?? "";
        Write(code.Length == 3 && code.All(char.IsAsciiDigit) && code[0] != '0' ? code : "999", target);

        // The reason phrase is no detail, so no rule has seen it.
        target.Write(" \r\n"u8);
        BodyKind kind = BodyFraming.OfResponse(response.StatusCode, response.Fields, exchange.Request.Method).Kind;
        WriteRest(details, ResponseFamily, kind != BodyKind.None ? Find(details, "response_body") ?? "" : null, target);
    }

    /// <param name="body">Null where the message has none.</param>
    private static void WriteRest(Details details, string family, string? body, IBufferWriter<byte> target)
    {
        byte[] content = Encoding.UTF8.GetBytes(body ?? "");
        foreach (Detail detail in details.Items.Where(detail => detail.Name.StartsWith(family, StringComparison.Ordinal)))
        {
            string name = detail.Name[family.Length..];
            if (Framing.Contains(name))
            {
                continue;
            }

            Write(name, target);
            target.Write(": "u8);
            Write(OneLine(name == "content-type" && body is not null ? InUtf8(detail.Text) : detail.Text), target);
            target.Write("\r\n"u8);
        }

        // A line of three monkeys cannot be told from the end of the message where it is not cut by a chunk.
        var text = new HttpBodyText(content, body is null ? BodyKind.None : BodyKind.Length, isWhole: true);
        text.WriteFraming(target);
        if (body is not null && !text.NeedsChunks)
        {
            Write(string.Create(CultureInfo.InvariantCulture, $"content-length: {content.Length}\r\n"), target);
        }

        target.Write("\r\n"u8);
        text.Write(target);
    }

    private static string? Find(Details details, string name) => details.Items.Find(detail => detail.Name == name)?.Text;

    /// <summary>Path and query of a URL.</summary>
    private static string Target(string? url)
    {
        int authority = url?.IndexOf("://", StringComparison.Ordinal) + 3 ?? -1;
        if (url is null || authority < 3)
        {
            return url is { Length: > 0 } ? url : "/";
        }

        int path = url.AsSpan(authority).IndexOfAny('/', '?');
        return path < 0 ? "/" : url[authority + path] == '?' ? "/" + url[(authority + path)..] : url[(authority + path)..];
    }

    /// <summary>The text of a detail is UTF-8, whatever the body was in.</summary>
    private static string InUtf8(string contentType)
    {
        int parameter = contentType.IndexOf("charset=", StringComparison.OrdinalIgnoreCase);
        return parameter < 0 ? contentType : contentType[..parameter] + "charset=utf-8";
    }

    /// <summary>A rule's replacement must not make a line of its own.</summary>
    private static string OneLine(string text) => text.AsSpan().IndexOfAny('\r', '\n') < 0 ? text
        : text.Replace('\r', ' ').Replace('\n', ' ');

    private static void Write(string text, IBufferWriter<byte> target) => target.Write(Encoding.UTF8.GetBytes(text));
}
