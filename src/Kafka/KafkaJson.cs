using System.Buffers;
using System.Globalization;
using System.Text;
using System.Text.Encodings.Web;
using System.Text.Json;
using System.Text.Unicode;
using Gor.Tape;

namespace Gor.Kafka;

/// <summary>
/// A message as GoReplay's JSON object: <c>Req_URL</c>, <c>Req_Type</c>, <c>Req_ID</c>, <c>Req_Ts</c>, <c>Req_Method</c>, <c>Req_Body</c>,
/// <c>Req_Headers</c>. Of a response the second word of its first line, the status, is the URL, and the first one, the version, the method:
/// so does GoReplay. Beyond it: a field that comes twice stands there twice (RFC 8259 section 4 lets it; who wants one gets the last), a body
/// that is no text is <c>Req_Body_Base64</c>, and <c>Req_Latency</c> is how long the message took, in nanoseconds.
/// </summary>
internal static class KafkaJson
{
    private static readonly JsonWriterOptions Options = new() { Encoder = JavaScriptEncoder.UnsafeRelaxedJsonEscaping };

    /// <param name="content">The message as HTTP has it.</param>
    public static byte[] Write(in TapeHeader header, ReadOnlySpan<byte> content)
    {
        var text = new ArrayBufferWriter<byte>(content.Length + 512);
        using var json = new Utf8JsonWriter(text, Options);
        int end = content.IndexOf("\r\n\r\n"u8);
        ReadOnlySpan<byte> head = end < 0 ? content : content[..(end + 2)];
        ReadOnlySpan<byte> body = end < 0 ? [] : content[(end + 4)..];
        ReadOnlySpan<byte> first = Line(ref head);
        json.WriteStartObject();
        ReadOnlySpan<byte> method = Word(ref first);
        WriteText(json, "Req_URL"u8, Word(ref first));
        json.WriteString("Req_Type"u8, ((int)header.Kind).ToString(CultureInfo.InvariantCulture));
        json.WriteString("Req_ID"u8, header.Id.ToString());
        json.WriteString("Req_Ts"u8, header.TimestampNs.ToString(CultureInfo.InvariantCulture));
        json.WriteString("Req_Latency"u8, header.LatencyNs.ToString(CultureInfo.InvariantCulture));
        WriteText(json, "Req_Method"u8, method);
        if (!body.IsEmpty && Utf8.IsValid(body))
        {
            json.WriteString("Req_Body"u8, body);
        }
        else if (!body.IsEmpty)
        {
            json.WriteBase64String("Req_Body_Base64"u8, body);
        }

        json.WriteStartObject("Req_Headers"u8);
        while (!head.IsEmpty)
        {
            ReadOnlySpan<byte> field = Line(ref head);
            int colon = field.IndexOf((byte)':');
            if (colon > 0)
            {
                WriteText(json, field[..colon], field[(colon + 1)..].Trim((byte)' '));
            }
        }

        json.WriteEndObject();
        json.WriteEndObject();
        json.Flush();
        return text.WrittenSpan.ToArray();
    }

    /// <returns>Null for what is none.</returns>
    public static TapeMessage? Read(byte[] value)
    {
        try
        {
            var json = new Utf8JsonReader(value);
            return Read(ref json);
        }
        catch (Exception e) when (e is JsonException or InvalidOperationException or FormatException)
        {
            return null;
        }
    }

    private static TapeMessage? Read(ref Utf8JsonReader json)
    {
        string url = "", type = "", id = "", time = "", latency = "-1", method = "";
        byte[] body = [];
        var fields = new StringBuilder();
        if (!json.Read() || json.TokenType != JsonTokenType.StartObject)
        {
            return null;
        }

        while (json.Read() && json.TokenType == JsonTokenType.PropertyName)
        {
            string name = json.GetString()!;
            json.Read();
            switch (name)
            {
                case "Req_URL": url = json.GetString() ?? ""; break;
                case "Req_Type": type = json.GetString() ?? ""; break;
                case "Req_ID": id = json.GetString() ?? ""; break;
                case "Req_Ts": time = json.GetString() ?? ""; break;
                case "Req_Latency": latency = json.GetString() ?? ""; break;
                case "Req_Method": method = json.GetString() ?? ""; break;
                case "Req_Body": body = Encoding.UTF8.GetBytes(json.GetString() ?? ""); break;
                case "Req_Body_Base64": body = json.GetBytesFromBase64(); break;
                case "Req_Headers" when json.TokenType == JsonTokenType.StartObject: ReadFields(ref json, fields); break;
                default: json.Skip(); break;
            }
        }

        if (!TapeHeader.TryParse(Encoding.UTF8.GetBytes($"{type} {id} {time} {latency}"), out TapeHeader header) || method.Length == 0 || url.Length == 0
            || method.AsSpan().IndexOfAny('\r', '\n') >= 0 || url.AsSpan().IndexOfAny('\r', '\n') >= 0)
        {
            return null;
        }

        string first = header.Kind == TapeKind.Request ? $"{method} {url} HTTP/1.1" : $"{method} {url} ";
        return new TapeMessage(header, (byte[])[.. Encoding.UTF8.GetBytes($"{first}\r\n{fields}\r\n"), .. body]);
    }

    /// <exception cref="FormatException">A field would be more than a line.</exception>
    private static void ReadFields(ref Utf8JsonReader json, StringBuilder fields)
    {
        while (json.Read() && json.TokenType == JsonTokenType.PropertyName)
        {
            string name = json.GetString()!;
            json.Read();
            string text = json.GetString() ?? "";
            if (name.AsSpan().IndexOfAny('\r', '\n') >= 0 || text.AsSpan().IndexOfAny('\r', '\n') >= 0)
            {
                throw new FormatException();
            }

            fields.Append(name).Append(": ").Append(text).Append("\r\n");
        }
    }

    /// <summary>What is no UTF-8 is taken for Latin-1: nothing else is known of a field (RFC 9110 section 5.5).</summary>
    private static void WriteText(Utf8JsonWriter json, ReadOnlySpan<byte> name, ReadOnlySpan<byte> value)
    {
        json.WritePropertyName(Utf8.IsValid(name) ? Encoding.UTF8.GetString(name) : Encoding.Latin1.GetString(name));
        json.WriteStringValue(Utf8.IsValid(value) ? Encoding.UTF8.GetString(value) : Encoding.Latin1.GetString(value));
    }

    private static ReadOnlySpan<byte> Line(ref ReadOnlySpan<byte> text)
    {
        int end = text.IndexOf("\r\n"u8);
        ReadOnlySpan<byte> line = end < 0 ? text : text[..end];
        text = end < 0 ? [] : text[(end + 2)..];
        return line;
    }

    private static ReadOnlySpan<byte> Word(ref ReadOnlySpan<byte> text)
    {
        int end = text.IndexOf((byte)' ');
        ReadOnlySpan<byte> word = end < 0 ? text : text[..end];
        text = end < 0 ? [] : text[(end + 1)..];
        return word;
    }
}
