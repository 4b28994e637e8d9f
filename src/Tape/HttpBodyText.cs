using System.Buffers;
using System.Globalization;
using System.Text;
using Gor.Http;

namespace Gor.Tape;

/// <summary>A body on its way to a tape, with the fields that frame it.</summary>
internal sealed class HttpBodyText
{
    /// <summary>Where the line that must not stand on a tape is cut: within it, between two characters.</summary>
    private const int Cut = 4;

    private readonly ReadOnlyMemory<byte> _content;
    private readonly BodyKind _kind;
    private readonly bool _isWhole;

    /// <param name="isWhole">False: its end was not seen, or not kept, and is not made up.</param>
    public HttpBodyText(ReadOnlyMemory<byte> content, BodyKind kind, bool isWhole)
    {
        _content = content;
        _kind = kind;
        _isWhole = isWhole;
        NeedsChunks = kind != BodyKind.None && kind != BodyKind.Chunked && TapeSeparator.IndexOfLine(content.Span) >= 0;
    }

    public static HttpBodyText None { get; } = new(default, BodyKind.None, isWhole: true);

    /// <summary>True where the body was not chunked and has to be.</summary>
    public bool NeedsChunks { get; }

    /// <summary>True where the content codings are off, and the length is another one.</summary>
    public bool IsDecoded { get; init; }

    /// <summary>True for a field that would be wrong, or that <see cref="WriteFraming"/> writes.</summary>
    public bool Replaces(ReadOnlySpan<byte> name)
    {
        bool isLength = Is(name, "content-length"u8);
        return (NeedsChunks && isLength)
            || (IsDecoded && (isLength || Is(name, "content-encoding"u8) || Is(name, "transfer-encoding"u8) || Is(name, "trailer"u8)));
    }

    public void WriteFraming(IBufferWriter<byte> target)
    {
        if (NeedsChunks)
        {
            target.Write("Transfer-Encoding: chunked\r\n"u8);
        }
        else if (IsDecoded)
        {
            target.Write("Content-Length: "u8);
            WriteNumber(_content.Length, default, target);
            target.Write("\r\n"u8);
        }
    }

    public void Write(IBufferWriter<byte> target)
    {
        if (_kind != BodyKind.Chunked && !NeedsChunks)
        {
            target.Write(_content.Span);
            return;
        }

        ReadOnlySpan<byte> rest = _content.Span;
        while (!rest.IsEmpty)
        {
            int line = rest.IndexOf(TapeSeparator.Line);
            int length = line < 0 ? rest.Length : line + Cut;
            WriteNumber(length, "x", target);
            target.Write("\r\n"u8);
            target.Write(rest[..length]);
            target.Write("\r\n"u8);
            rest = rest[length..];
        }

        target.Write(_isWhole ? "0\r\n\r\n"u8 : []);
    }

    private static void WriteNumber(int number, ReadOnlySpan<char> format, IBufferWriter<byte> target)
    {
        number.TryFormat(target.GetSpan(12), out int digits, format, CultureInfo.InvariantCulture);
        target.Advance(digits);
    }

    private static bool Is(ReadOnlySpan<byte> name, ReadOnlySpan<byte> lower) => Ascii.EqualsIgnoreCase(name, lower);
}
