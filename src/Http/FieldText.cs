using System.Text;
using System.Text.Unicode;

namespace Gor.Http;

/// <summary>Field lines and start lines as text: they have no charset (RFC 9110 section 5.5), so UTF-8 where valid, else Latin-1.</summary>
internal static class FieldText
{
    public static string Decode(ReadOnlySpan<byte> bytes) =>
        (Utf8.IsValid(bytes) ? Encoding.UTF8 : Encoding.Latin1).GetString(bytes);
}
