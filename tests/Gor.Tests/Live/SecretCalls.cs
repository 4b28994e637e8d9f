using System.IO.Compression;
using System.Text;
using Gor.Tests.Kit;

namespace Gor.Tests.Live;

/// <summary>Calls that carry secrets in each place of a message where a client or a server can put one.</summary>
/// <param name="secret">A fresh one for a place that masks find by its looks.</param>
/// <param name="named">One for a place whose name says that it is secret.</param>
internal sealed class SecretCalls(Func<string> secret, Func<string> named)
{
    private const string Boundary = "b0undary";

    /// <summary>The place of the request's own path, method and user agent is not used where those are to go out.</summary>
    public bool MarksWhatStrictLetsOut { get; init; }

    /// <summary>A capture file of all of them on one connection.</summary>
    public byte[] ToPcap(int count)
    {
        Conversation talk = new Conversation(serverPort: 8080).Opened();
        for (int i = 0; i < count; i++)
        {
            // Small segments, so that secrets are cut by them.
            (byte[] request, byte[] response) = Call(i);
            talk.Client.Sends(request).In(97);
            talk.Server.Sends(response).In(89);
        }

        return talk.Closed().ToPcap();
    }

    private (byte[] Request, byte[] Response) Call(int number)
    {
        string path = MarksWhatStrictLetsOut ? $"/a/{secret()}/b" : "/orders";
        string agent = MarksWhatStrictLetsOut ? $"agent ({secret()})" : "curl/8.5.0";
        string basic = Convert.ToBase64String(Encoding.ASCII.GetBytes($"joe:{named()}"));
        string[] head =
        [
            $"{(number % 3 == 0 ? "POST" : "PUT")} {path}?card={secret()}&{(MarksWhatStrictLetsOut ? secret() : "x")}=1&password={named()} HTTP/1.1",
            "Host: shop.example:8080",
            $"User-Agent: {agent}",
            number % 2 == 0 ? $"Authorization: Bearer {named()}" : $"Authorization: Basic {basic}",
            $"Cookie: sid={named()}; theme={named()}",
            $"X-Api-Key: {named()}",
            $"Referer: http://shop.example/?q={secret()}",
            $"X-Note: see {secret()} and {secret()}",
            $"X-Note: folded\r\n {secret()}",
            $"X-{secret().Replace(" ", "")}: 1",
        ];
        string[] answer =
        [
            $"HTTP/1.1 200 {secret()}",
            $"Set-Cookie: sid={named()}; Path=/; HttpOnly",
            $"Location: /next?card={secret()}",
            $"X-Note: {secret()}",
        ];
        return (Message(head, number % 7, isRequest: true), Message(answer, (number / 7) % 6, isRequest: false));
    }

    private byte[] Message(string[] head, int kind, bool isRequest)
    {
        string json = $$"""{"n":1,"card":"{{secret()}}","deep":[{"note":"{{secret()}}!"}],"password":"{{named()}}","s":"{\"password\":\"{{named()}}\"}"}""";
        return kind switch
        {
            0 => Join(head, "Content-Type: application/json", Encoding.UTF8.GetBytes(json)),
            1 => Join(head, "Content-Type: application/x-www-form-urlencoded", Encoding.UTF8.GetBytes($"a={secret()}&password={named()}&b={Uri.EscapeDataString(secret())}")),
            2 => Join(head, "Content-Type: application/json\r\nTransfer-Encoding: chunked", Chunked(Encoding.UTF8.GetBytes(json), $"X-Trailer: {secret()}"), isChunked: true),
            3 => Join(head, "Content-Type: application/json\r\nContent-Encoding: gzip", Gzip(Encoding.UTF8.GetBytes(json))),
            4 => Join(head, "Content-Type: text/plain; charset=utf-16le", Encoding.Unicode.GetBytes($"UTF-16 {secret()} end")),
            5 => Join(head, "Content-Type: application/octet-stream", [.. new byte[400], .. Encoding.UTF8.GetBytes(secret())]),
            _ when isRequest => Join(head, $"Content-Type: multipart/form-data; boundary={Boundary}", Encoding.UTF8.GetBytes(
                $"--{Boundary}\r\nContent-Disposition: form-data; name=\"card\"\r\n\r\n{secret()}\r\n"
                + $"--{Boundary}\r\nContent-Disposition: form-data; name=\"f\"; filename=\"a.txt\"\r\n\r\nfile {secret()}\r\n--{Boundary}--\r\n")),
            _ => Join(head, "Content-Type: text/plain", Encoding.UTF8.GetBytes($"text {secret()}")),
        };
    }

    private static byte[] Join(string[] head, string fields, byte[] body, bool isChunked = false)
    {
        string length = isChunked ? "" : $"\r\nContent-Length: {body.Length}";
        return [.. Encoding.Latin1.GetBytes($"{string.Join("\r\n", head)}\r\n{fields}{length}\r\n\r\n"), .. body];
    }

    private static byte[] Chunked(byte[] body, string trailer) =>
        [.. body.Chunk(13).SelectMany(piece => (byte[])[.. Encoding.ASCII.GetBytes($"{piece.Length:x}\r\n"), .. piece, .. "\r\n"u8]), .. Encoding.ASCII.GetBytes($"0\r\n{trailer}\r\n\r\n")];

    private static byte[] Gzip(byte[] body)
    {
        using var coded = new MemoryStream();
        using (var gzip = new GZipStream(coded, CompressionMode.Compress))
        {
            gzip.Write(body);
        }

        return coded.ToArray();
    }
}
