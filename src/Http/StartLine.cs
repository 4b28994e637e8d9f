using System.Buffers;
using System.Text;

namespace Gor.Http;

/// <summary>
/// One start line, taken apart (RFC 9112 sections 3 and 4). Lenient where the field is: any method token, any bytes in the
/// target, runs of blanks, a missing reason, the name in any case; strict in what makes it HTTP/1: the version and three digits.
/// </summary>
internal readonly ref struct StartLine
{
    /// <summary>Longest method taken for one: without a bound, any long word would look like the start of a request.</summary>
    private const int MethodLimit = 64;

    /// <summary>tchar, RFC 9110 section 5.6.2.</summary>
    private static readonly SearchValues<byte> TokenBytes =
        SearchValues.Create("!#$%&'*+-.^_`|~0123456789ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz"u8);

    public StartLineKind Kind { get; private init; }

    /// <summary>0 for HTTP/1.0, 1 for HTTP/1.1.</summary>
    public int MinorVersion { get; private init; }

    public ReadOnlySpan<byte> Method { get; private init; }

    public ReadOnlySpan<byte> Target { get; private init; }

    public int StatusCode { get; private init; }

    public ReadOnlySpan<byte> Reason { get; private init; }

    /// <summary>Reads a line without its end; <see cref="Kind"/> is None where it is no start line of HTTP/1.</summary>
    public static StartLine Parse(ReadOnlySpan<byte> line)
    {
        ReadOnlySpan<byte> rest = line.TrimEnd(" \t"u8);
        return TryVersion(rest, out int minor) ? Status(rest[8..], minor) : Request(rest);
    }

    /// <summary>The kind of the first line of <paramref name="data"/>; None also where its end is not in sight.</summary>
    public static StartLineKind KindOfFirstLine(ReadOnlySpan<byte> data)
    {
        int end = data.IndexOf((byte)'\n');
        return end < 0 ? StartLineKind.None : Parse(data[..end].TrimEnd((byte)'\r')).Kind;
    }

    /// <summary>False where no line of this kind begins so. Looks at a bounded number of bytes.</summary>
    public static bool CanBegin(ReadOnlySpan<byte> prefix, StartLineKind kind)
    {
        if (kind == StartLineKind.Status)
        {
            ReadOnlySpan<byte> name = prefix[..Math.Min(prefix.Length, 7)];
            return Ascii.EqualsIgnoreCase(name, "HTTP/1."u8[..name.Length]) && (prefix.Length <= 7 || char.IsAsciiDigit((char)prefix[7]));
        }

        int end = prefix[..Math.Min(prefix.Length, MethodLimit + 1)].IndexOfAnyExcept(TokenBytes);
        return end < 0 ? prefix.Length <= MethodLimit : end > 0 && IsBlank(prefix[end]);
    }

    /// <summary>
    /// True where a refused line still reads like HTTP: a request without a version (HTTP/0.9) or with an unknown one, but a
    /// target that is a path; a status line with a broken status. What follows on such a connection may be HTTP.
    /// </summary>
    public static bool ResemblesHttp(ReadOnlySpan<byte> line)
    {
        if (TryVersion(line, out _))
        {
            return true;
        }

        int end = line.IndexOfAnyExcept(TokenBytes);
        return end > 0 && IsBlank(line[end]) && line[end..].TrimStart(" \t"u8).StartsWith((byte)'/');
    }

    /// <summary>The methods of RFC 9110 section 9.3 and RFC 5789.</summary>
    public static bool IsStandardMethod(ReadOnlySpan<byte> method) =>
        method.SequenceEqual("GET"u8) || method.SequenceEqual("HEAD"u8) || method.SequenceEqual("POST"u8)
        || method.SequenceEqual("PUT"u8) || method.SequenceEqual("DELETE"u8) || method.SequenceEqual("CONNECT"u8)
        || method.SequenceEqual("OPTIONS"u8) || method.SequenceEqual("TRACE"u8) || method.SequenceEqual("PATCH"u8);

    /// <summary>
    /// True where the first word of <paramref name="data"/> only ends a method that <paramref name="unfinished"/> began: <c>GE</c>,
    /// <c>T / HTTP/1.1</c>.
    /// </summary>
    public static bool ContinuesMethod(ReadOnlySpan<byte> unfinished, ReadOnlySpan<byte> data)
    {
        int rest = data.IndexOfAny((byte)' ', (byte)'\t');
        Span<byte> method = stackalloc byte[16];
        if (rest + unfinished.Length >= method.Length)
        {
            return false;
        }

        unfinished.CopyTo(method);
        data[..rest].CopyTo(method[unfinished.Length..]);
        return IsStandardMethod(method[..(unfinished.Length + rest)]);
    }

    private static StartLine Status(ReadOnlySpan<byte> rest, int minor)
    {
        ReadOnlySpan<byte> code = rest.TrimStart(" \t"u8);
        bool isStatus = code.Length < rest.Length && code.Length >= 3
            && code[..3].IndexOfAnyExceptInRange((byte)'0', (byte)'9') < 0 && code[0] != (byte)'0'
            && (code.Length == 3 || IsBlank(code[3]));
        return !isStatus ? default : new StartLine
        {
            Kind = StartLineKind.Status,
            MinorVersion = minor,
            StatusCode = ((code[0] - '0') * 100) + ((code[1] - '0') * 10) + (code[2] - '0'),
            Reason = code[3..].Trim(" \t"u8),
        };
    }

    private static StartLine Request(ReadOnlySpan<byte> line)
    {
        // The version is the last word, whatever blanks the target holds (RFC 9112 section 3).
        int method = line.IndexOfAnyExcept(TokenBytes);
        bool isRequest = method is > 0 and <= MethodLimit && IsBlank(line[method]) && line.Length - 9 > method
            && IsBlank(line[^9]) && TryVersion(line[^8..], out _);
        ReadOnlySpan<byte> target = isRequest ? line[method..^9].Trim(" \t"u8) : default;
        return target.IsEmpty ? default : new StartLine
        {
            Kind = StartLineKind.Request,
            MinorVersion = line[^1] - '0',
            Method = line[..method],
            Target = target,
        };
    }

    /// <summary>True where <paramref name="text"/> begins with <c>HTTP/1.x</c>, x one digit.</summary>
    private static bool TryVersion(ReadOnlySpan<byte> text, out int minor)
    {
        minor = text.Length >= 8 ? text[7] - '0' : -1;
        return minor is >= 0 and <= 9 && Ascii.EqualsIgnoreCase(text[..7], "HTTP/1."u8);
    }

    private static bool IsBlank(byte value) => value is (byte)' ' or (byte)'\t';
}
