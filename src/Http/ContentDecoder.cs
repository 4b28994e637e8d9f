using System.Buffers;
using System.IO.Compression;
using System.Text.Unicode;
using ZstdSharp;
using ZstdSharp.Unsafe;

namespace Gor.Http;

/// <summary>
/// Undoes the content codings of a body, the last first (RFC 9110 section 8.4), and stops beyond <paramref name="limit"/>
/// bytes. A result is borrowed until the next call. One thread.
/// </summary>
internal sealed class ContentDecoder(int limit) : IDisposable
{
    /// <summary>What a zstd content coding may ask of a receiver's memory: 8 MiB (RFC 9659 section 3).</summary>
    private const int ZstandardWindowLog = 23;

    private const int ShortestText = 16;

    private static readonly SearchValues<byte> NoText =
        SearchValues.Create([.. Enumerable.Range(0, 32).Select(i => (byte)i).Except("\t\n\r"u8.ToArray())]);

    // Two, because one coding's output is the next one's input.
    private ContentBuffer _output = new(Capacity(limit));
    private ContentBuffer _spare = new(Capacity(limit));
    private Decompressor? _zstandard;

    public DecodedContent Decode(FieldList fields, MessageBody body)
    {
        Span<ContentCoding> codings = stackalloc ContentCoding[ContentCodings.Most];
        if (!ContentCodings.TryRead(fields, codings, out int count) && body.Length > 0)
        {
            return new DecodedContent(default, body.Length, ContentStatus.Undecoded);
        }

        ReadOnlyMemory<byte> content = body.KeptMemory;
        if (body.IsOverLimit && (count == 0 || content.IsEmpty))
        {
            return new DecodedContent(default, body.Length, ContentStatus.OverLimit);
        }

        ContentStatus status = body.IsTruncated ? ContentStatus.Truncated : ContentStatus.Complete;
        long length = body.Length;
        while (count > 0 && !content.IsEmpty)
        {
            ContentStatus undone = Undo(codings[--count], ref content);
            status = undone > status ? undone : status;

            // Where the coded bytes were not all kept, their content is longer still.
            bool wasCut = body.IsOverLimit && undone == ContentStatus.Truncated;
            length = wasCut ? body.Length : content.Length;
        }

        return length > limit
            ? new DecodedContent(default, length, ContentStatus.OverLimit)
            : new DecodedContent(content, length, status);
    }

    private ContentStatus Undo(ContentCoding coding, ref ReadOnlyMemory<byte> content)
    {
        if (!HasSignature(coding, content.Span))
        {
            return ContentStatus.Complete;
        }

        (_output, _spare) = (_spare, _output);
        CodedSource source = new(content, singlyFrom: content.Length);
        ContentStatus status = Run(coding, source, _output);
        if (status == ContentStatus.Corrupt)
        {
            Run(coding, new CodedSource(content, source.PieceStart), _output);
        }

        if (status != ContentStatus.Complete && IsText(content.Span))
        {
            return ContentStatus.Complete;
        }

        content = _output.Written;
        return status;
    }

    private ContentStatus Run(ContentCoding coding, CodedSource source, ContentBuffer output)
    {
        output.Clear();
        try
        {
            using Stream decoded = Open(coding, source);
            while (!output.IsFull)
            {
                int read = decoded.Read(output.Free());
                if (read == 0)
                {
                    break;
                }

                output.Advance(read);
            }

            return ContentStatus.Complete;
        }
        catch (Exception e) when (e is InvalidDataException or InvalidOperationException or IOException or ZstdException)
        {
            return source.WasExhausted ? ContentStatus.Truncated : ContentStatus.Corrupt;
        }
    }

    private Stream Open(ContentCoding coding, CodedSource source) => coding switch
    {
        ContentCoding.Gzip => new GZipStream(source, CompressionMode.Decompress),
        ContentCoding.Brotli => new BrotliStream(source, CompressionMode.Decompress),
        ContentCoding.Zstandard => OpenZstandard(source),

        // "deflate" is the zlib format (RFC 9110 section 8.4.1.2), which some servers leave out.
        _ when IsZlib(source.Rest) => new ZLibStream(source, CompressionMode.Decompress),
        _ => new DeflateStream(source, CompressionMode.Decompress),
    };

    private DecompressionStream OpenZstandard(CodedSource source)
    {
        if (_zstandard is null)
        {
            _zstandard = new Decompressor();
            _zstandard.SetParameter(ZSTD_dParameter.ZSTD_d_windowLogMax, ZstandardWindowLog);
        }

        _zstandard.ResetStream();
        return new DecompressionStream(source, _zstandard);
    }

    /// <summary>False where the label is wrong: servers also send plain content under it.</summary>
    private static bool HasSignature(ContentCoding coding, ReadOnlySpan<byte> content) => coding switch
    {
        ContentCoding.Gzip => StartsWith(content, [0x1F, 0x8B]),

        // A frame, or one of the sixteen skippable ones (RFC 8878 section 3.1).
        ContentCoding.Zstandard => StartsWith(content, [0x28, 0xB5, 0x2F, 0xFD])
            || ((content[0] & 0xF0) == 0x50 && StartsWith(content[1..], [0x2A, 0x4D, 0x18])),
        _ => true,
    };

    private static bool StartsWith(ReadOnlySpan<byte> content, ReadOnlySpan<byte> signature) =>
        content.StartsWith(signature[..Math.Min(signature.Length, content.Length)]);

    /// <summary>RFC 1950 section 2.2: method 8, a window of 32 KiB at most, both bytes a multiple of 31.</summary>
    private static bool IsZlib(ReadOnlySpan<byte> coded) =>
        (coded[0] & 0x8F) == 0x08 && (coded.Length == 1 || ((coded[0] << 8) + coded[1]) % 31 == 0);

    /// <summary>True of what no compressor writes: such content was labelled wrongly. A few bytes are too little to tell.</summary>
    private static bool IsText(ReadOnlySpan<byte> content) =>
        content.Length >= ShortestText && !content.ContainsAny(NoText) && Utf8.IsValid(content);

    private static int Capacity(int limit) => (int)Math.Min(Array.MaxLength, limit + (limit / 8) + 4096L);

    public void Dispose() => _zstandard?.Dispose();
}
