using System.Buffers;
using System.Text;
using System.Text.Unicode;
using Gor.Http;

namespace Gor.Masking;

/// <summary>Turns queries and forms into <c>request_param</c> pairs, in order and with duplicates (resurface.md 2.2).</summary>
internal sealed class FormParameters(Func<string, bool> isKilled, Counters counters)
{
    /// <summary>Of one record: a body of nothing but separators must not become a record many times its size.</summary>
    public const int Most = 10_000;

    private static readonly SearchValues<byte> Coded = SearchValues.Create("%+"u8);

    private readonly DetailNames _names = new("request_param:");
    private byte[] _decoded = [];
    private int _count;

    /// <summary>True where the body of this message is a form.</summary>
    public static bool IsForm(FieldList fields)
    {
        ReadOnlySpan<byte> mediaType = FieldParameters.Head(FieldParameters.ContentType(fields));
        return IsUrlEncoded(mediaType) || IsMultipart(mediaType);
    }

    /// <param name="form">The decoded body where it is whole, else empty.</param>
    public void AddTo(Details details, HttpRequest request, ReadOnlySpan<byte> form)
    {
        _count = 0;
        ReadOnlySpan<byte> target = request.Target;
        int query = target.IndexOf((byte)'?');
        AddUrlEncoded(details, query < 0 ? [] : target[(query + 1)..]);

        ReadOnlySpan<byte> contentType = FieldParameters.ContentType(request.Fields);
        ReadOnlySpan<byte> mediaType = FieldParameters.Head(contentType);
        if (IsUrlEncoded(mediaType))
        {
            AddUrlEncoded(details, form);
        }
        else if (IsMultipart(mediaType) && FieldParameters.TryFind(contentType, "boundary"u8, out ReadOnlySpan<byte> boundary))
        {
            AddMultipart(details, new MultipartForm(form, boundary));
        }
    }

    private void AddUrlEncoded(Details details, ReadOnlySpan<byte> pairs)
    {
        foreach (Range range in pairs.Split((byte)'&'))
        {
            ReadOnlySpan<byte> pair = pairs[range];
            if (pair.IsEmpty)
            {
                continue;
            }

            int equals = pair.IndexOf((byte)'=');
            string? name = NameOf(PercentDecode(equals < 0 ? pair : pair[..equals]));
            if (name is not null)
            {
                details.Add(name, Encoding.UTF8.GetString(PercentDecode(equals < 0 ? [] : pair[(equals + 1)..])));
            }
        }
    }

    private void AddMultipart(Details details, MultipartForm form)
    {
        while (form.Next())
        {
            if (!FieldParameters.TryFind(form.Disposition, "name"u8, out ReadOnlySpan<byte> partName)
                || FieldParameters.TryFind(form.Disposition, "filename"u8, out _)
                || FieldParameters.TryFind(form.Disposition, "filename*"u8, out _)
                || NameOf(partName) is not { } name)
            {
                continue;
            }

            Encoding encoding = Charset.Of(form.ContentType) ?? Encoding.UTF8;
            details.Add(name, encoding.GetString(form.Content));
        }
    }

    /// <summary>Null where the pair need not be made.</summary>
    private string? NameOf(ReadOnlySpan<byte> suffix)
    {
        if (_count++ >= Most)
        {
            counters.Add(Counter.ParametersOverLimit);
            return null;
        }

        // Unlike a field name, a parameter's is UTF-8 even where it is not valid.
        string name = _names.Of(Utf8.IsValid(suffix) ? suffix : Encoding.UTF8.GetBytes(Encoding.UTF8.GetString(suffix)));
        return isKilled(name) ? null : name;
    }

    /// <summary>A plus is a space; an escape without two hexadecimal digits stays as it is. Borrowed until the next call.</summary>
    private ReadOnlySpan<byte> PercentDecode(ReadOnlySpan<byte> coded)
    {
        if (!coded.ContainsAny(Coded))
        {
            return coded;
        }

        if (_decoded.Length < coded.Length)
        {
            _decoded = new byte[coded.Length];
        }

        int length = 0;
        while (!coded.IsEmpty)
        {
            (byte value, int taken) = coded switch
            {
                [(byte)'+', ..] => ((byte)' ', 1),
                [(byte)'%', var high, var low, ..] when char.IsAsciiHexDigit((char)high) && char.IsAsciiHexDigit((char)low) =>
                    ((byte)((HexValue(high) << 4) | HexValue(low)), 3),
                _ => (coded[0], 1),
            };
            _decoded[length++] = value;
            coded = coded[taken..];
        }

        return _decoded.AsSpan(0, length);
    }

    private static int HexValue(byte digit) => digit <= '9' ? digit - '0' : (digit | 0x20) - 'a' + 10;

    private static bool IsUrlEncoded(ReadOnlySpan<byte> mediaType) =>
        Ascii.EqualsIgnoreCase(mediaType, "application/x-www-form-urlencoded"u8);

    private static bool IsMultipart(ReadOnlySpan<byte> mediaType) => Ascii.EqualsIgnoreCase(mediaType, "multipart/form-data"u8);
}
