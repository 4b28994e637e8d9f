using System.Globalization;
using System.Text;
using System.Text.Json;
using System.Text.Unicode;

namespace Gor.Collector;

/// <summary>Reads one record, as strictly as Resurface: a JSON array of [name, value] arrays of strings.</summary>
internal static class RecordReader
{
    /// <exception cref="FormatException">It is no record; the message says what was expected, and shows nothing of it.</exception>
    public static CollectedCall Read(ReadOnlySpan<byte> line)
    {
        if (!Utf8.IsValid(line))
        {
            throw new FormatException("not UTF-8");
        }

        try
        {
            var values = new Dictionary<string, string>();
            var reader = new Utf8JsonReader(line);
            Expect(ref reader, JsonTokenType.StartArray, "an array of pairs");
            while (Next(ref reader) == JsonTokenType.StartArray)
            {
                string name = Text(ref reader, "a name that is a string");
                string value = Text(ref reader, "a value that is a string");
                Expect(ref reader, JsonTokenType.EndArray, "two strings in a pair");
                values[name] = value;
            }

            if (reader.TokenType != JsonTokenType.EndArray || values.Count == 0)
            {
                throw new FormatException("expected pairs of strings");
            }

            // A second document behind the first is an error of the reader.
            reader.Read();
            return Describe(values);
        }
        catch (Exception e) when (e is JsonException or InvalidOperationException)
        {
            // InvalidOperationException: an escaped lone surrogate, which is no text.
            throw new FormatException("not JSON");
        }
    }

    private static CollectedCall Describe(Dictionary<string, string> values)
    {
        DateTimeOffset? time = null;
        if (values.TryGetValue("now", out string? now))
        {
            bool isTime = long.TryParse(now, NumberStyles.AllowLeadingSign, CultureInfo.InvariantCulture, out long milliseconds)
                && Math.Abs(milliseconds / 1000) < DateTimeOffset.MaxValue.ToUnixTimeSeconds() / 8;
            time = isTime ? DateTimeOffset.FromUnixTimeMilliseconds(milliseconds)
                : throw new FormatException("expected an integer as the value of now");
        }

        if (values.TryGetValue("interval", out string? interval)
            && !double.TryParse(interval, NumberStyles.Float, CultureInfo.InvariantCulture, out _))
        {
            throw new FormatException("expected a number as the value of interval");
        }

        string bytes = values.TryGetValue("response_body", out string? body)
            ? Encoding.UTF8.GetByteCount(body).ToString(CultureInfo.InvariantCulture)
            : values.GetValueOrDefault("response_header:content-length", "0");
        return new CollectedCall(
            time,
            values.GetValueOrDefault("request_method", ""),
            values.GetValueOrDefault("request_url", ""),
            values.GetValueOrDefault("response_code", ""),
            bytes,
            interval ?? "");
    }

    private static JsonTokenType Next(ref Utf8JsonReader reader) => reader.Read() ? reader.TokenType : JsonTokenType.None;

    private static void Expect(ref Utf8JsonReader reader, JsonTokenType token, string expected)
    {
        if (Next(ref reader) != token)
        {
            throw new FormatException($"expected {expected}");
        }
    }

    private static string Text(ref Utf8JsonReader reader, string expected)
    {
        Expect(ref reader, JsonTokenType.String, expected);
        return reader.GetString()!;
    }
}
