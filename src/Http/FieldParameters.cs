using System.Text;

namespace Gor.Http;

/// <summary>The parameters behind the first item of a field value (RFC 9110 section 5.6.6): <c>text/html; charset="utf-8"</c>.</summary>
internal static class FieldParameters
{
    /// <summary>The first Content-Type of a message; empty where it has none.</summary>
    public static ReadOnlySpan<byte> ContentType(FieldList fields)
    {
        int index = fields.IndexOf("content-type"u8);
        return index < 0 ? [] : fields.Value(index);
    }

    /// <summary>What stands before the first parameter, trimmed: a media type or a disposition.</summary>
    public static ReadOnlySpan<byte> Head(ReadOnlySpan<byte> value)
    {
        int end = value.IndexOf((byte)';');
        ReadOnlySpan<byte> head = end < 0 ? value : value[..end];
        return head[Ascii.Trim(head)];
    }

    /// <summary>Finds the first parameter of this name (ASCII case-insensitive); its value without quotes and escapes.</summary>
    public static bool TryFind(ReadOnlySpan<byte> value, ReadOnlySpan<byte> name, out ReadOnlySpan<byte> found)
    {
        int end = value.IndexOf((byte)';');
        ReadOnlySpan<byte> rest = end < 0 ? [] : value[(end + 1)..];
        while (!rest.IsEmpty)
        {
            ReadOnlySpan<byte> item = rest[..ItemLength(rest)];
            rest = rest[Math.Min(rest.Length, item.Length + 1)..];
            int equals = item.IndexOf((byte)'=');
            if (equals < 0)
            {
                continue;
            }

            ReadOnlySpan<byte> itemName = item[..equals];
            if (Ascii.EqualsIgnoreCase(itemName[Ascii.Trim(itemName)], name))
            {
                ReadOnlySpan<byte> raw = item[(equals + 1)..];
                found = Unquote(raw[Ascii.Trim(raw)]);
                return true;
            }
        }

        found = [];
        return false;
    }

    /// <summary>Up to the next semicolon outside quotes; a quote that is never closed reaches to the end.</summary>
    private static int ItemLength(ReadOnlySpan<byte> rest)
    {
        bool isQuoted = false;
        for (int i = 0; i < rest.Length; i++)
        {
            switch (rest[i])
            {
                case (byte)';' when !isQuoted:
                    return i;
                case (byte)'"':
                    isQuoted = !isQuoted;
                    break;
                case (byte)'\\' when isQuoted:
                    i++;
                    break;
            }
        }

        return rest.Length;
    }

    private static ReadOnlySpan<byte> Unquote(ReadOnlySpan<byte> value)
    {
        if (value is not [(byte)'"', ..])
        {
            return value;
        }

        value = value is [_, .. var inner, (byte)'"'] ? inner : value[1..];
        return value.Contains((byte)'\\') ? Unescape(value) : value;
    }

    private static byte[] Unescape(ReadOnlySpan<byte> value)
    {
        byte[] plain = new byte[value.Length];
        int length = 0;
        for (int i = 0; i < value.Length; i++)
        {
            i += value[i] == '\\' && i + 1 < value.Length ? 1 : 0;
            plain[length++] = value[i];
        }

        return plain[..length];
    }
}
