using System.Buffers;
using System.Globalization;
using System.Text;
using System.Text.Json;
using System.Text.Unicode;
using Gor.Masking;
using Gor.Output;

namespace Gor.Cli;

/// <summary>A record as one line of NDJSON: an array of [name, value] pairs, all strings.</summary>
internal static class RulesRecord
{
    /// <summary>The lines of a stream, without their ends.</summary>
    public static IEnumerable<ReadOnlyMemory<byte>> Lines(Stream stream)
    {
        byte[] buffer = new byte[1 << 16];
        int filled = 0;
        while (true)
        {
            int read = stream.Read(buffer, filled, buffer.Length - filled);
            int searched = filled;
            filled += read;
            int start = 0;
            for (int end = IndexOfLineEnd(buffer, searched, filled); end >= 0; end = IndexOfLineEnd(buffer, start, filled))
            {
                yield return buffer.AsMemory(start, end - start);
                start = end + 1;
            }

            if (read == 0)
            {
                if (filled > start)
                {
                    yield return buffer.AsMemory(start, filled - start);
                }

                yield break;
            }

            buffer.AsSpan(start, filled - start).CopyTo(buffer);
            filled -= start;
            if (filled == buffer.Length)
            {
                Array.Resize(ref buffer, buffer.Length * 2);
            }
        }
    }

    public static bool IsBlank(ReadOnlySpan<byte> line) => line.IndexOfAnyExcept(" \t\r"u8) < 0;

    /// <summary>False, with <paramref name="details"/> half filled, where the line is no record.</summary>
    public static bool TryRead(ReadOnlySpan<byte> line, Details details)
    {
        var reader = new Utf8JsonReader(line);
        try
        {
            if (!reader.Read() || reader.TokenType != JsonTokenType.StartArray)
            {
                return false;
            }

            while (reader.Read() && reader.TokenType == JsonTokenType.StartArray)
            {
                if (!reader.Read() || reader.TokenType != JsonTokenType.String)
                {
                    return false;
                }

                string name = TextOf(reader);
                if (!reader.Read() || reader.TokenType != JsonTokenType.String)
                {
                    return false;
                }

                AddTo(details, name, TextOf(reader));
                if (!reader.Read() || reader.TokenType != JsonTokenType.EndArray)
                {
                    return false;
                }
            }

            return reader.TokenType == JsonTokenType.EndArray && !reader.Read();
        }
        catch (JsonException)
        {
            return false;
        }
    }

    /// <param name="details">Null for a record that must not leave.</param>
    public static void Write(Details? details, Stream output)
    {
        if (details is null)
        {
            output.Write("null\n"u8);
            return;
        }

        var line = new ArrayBufferWriter<byte>();
        NdjsonEncoder.Encode(details, line);
        line.Write("\n"u8);
        output.Write(line.WrittenSpan);
    }

    /// <summary>As a call has it: in UTF-8 where that can be.</summary>
    private static void AddTo(Details details, string name, string value)
    {
        byte[] utf8 = new byte[Encoding.UTF8.GetMaxByteCount(value.Length)];
        OperationStatus status = Utf8.FromUtf16(value, utf8, out _, out int written, replaceInvalidSequences: false);
        if (status == OperationStatus.Done)
        {
            details.Add(name, utf8.AsMemory(0, written));
        }
        else
        {
            details.Add(name, value);
        }
    }

    /// <summary>The string at the reader; its escapes may make lone surrogates, which the reader itself would refuse.</summary>
    private static string TextOf(in Utf8JsonReader reader)
    {
        string raw = Encoding.UTF8.GetString(reader.ValueSpan);
        if (!reader.ValueIsEscaped)
        {
            return raw;
        }

        var text = new StringBuilder(raw.Length);
        for (int i = 0; i < raw.Length; i++)
        {
            if (raw[i] != '\\')
            {
                text.Append(raw[i]);
                continue;
            }

            char kind = raw[++i];
            text.Append(kind switch
            {
                'b' => '\b',
                'f' => '\f',
                'n' => '\n',
                'r' => '\r',
                't' => '\t',
                'u' => (char)int.Parse(raw.AsSpan(i + 1, 4), NumberStyles.AllowHexSpecifier, CultureInfo.InvariantCulture),
                _ => kind,
            });
            i += kind == 'u' ? 4 : 0;
        }

        return text.ToString();
    }

    private static int IndexOfLineEnd(byte[] buffer, int start, int end)
    {
        int index = buffer.AsSpan(start, end - start).IndexOf((byte)'\n');
        return index < 0 ? -1 : start + index;
    }
}
