using System.IO.Compression;
using System.Runtime.InteropServices;

namespace Gor.Output;

/// <summary>Records that travel together: NDJSON, each record ended by a line feed. The content never changes.</summary>
/// <param name="Content">The text, or its zlib (RFC 1950) form.</param>
/// <param name="Records">How many lines the text has; at least one.</param>
internal sealed record Bundle(ReadOnlyMemory<byte> Content, int Records, bool IsCompressed)
{
    /// <summary>Bytes in memory.</summary>
    public int Size { get; init; } = Content.Length;

    /// <summary>The same for all calls of a connection, where a bundle is one call; else 0.</summary>
    public uint Connection { get; init; }

    /// <summary>True where the memory may serve other bundles once nobody reads this one any more.</summary>
    public bool IsRecyclable { get; set; }

    /// <summary>Gives the memory to the bundles to come. Only by the last one who has this bundle.</summary>
    public void Recycle()
    {
        if (IsRecyclable && MemoryMarshal.TryGetArray(Content, out ArraySegment<byte> content))
        {
            BundleBuffer.GiveBack(content.Array!);
        }
    }

    /// <summary>The same records in two bundles, in order. Only for two records and more.</summary>
    public (Bundle First, Bundle Second) Halve()
    {
        // The halves may share this memory.
        IsRecyclable = false;
        ReadOnlyMemory<byte> text = Text();
        int records = Records / 2;
        int length = 0;
        for (int i = 0; i < records; i++)
        {
            length += text.Span[length..].IndexOf((byte)'\n') + 1;
        }

        return (OfText(text[..length], records, IsCompressed), OfText(text[length..], Records - records, IsCompressed));
    }

    public ReadOnlyMemory<byte> Text()
    {
        if (!IsCompressed)
        {
            return Content;
        }

        using var source = new ZLibStream(new MemoryStream(Content.ToArray(), writable: false), CompressionMode.Decompress);
        using var text = new MemoryStream();
        source.CopyTo(text);
        return text.GetBuffer().AsMemory(0, (int)text.Length);
    }

    private static Bundle OfText(ReadOnlyMemory<byte> text, int records, bool compress)
    {
        if (!compress)
        {
            return new Bundle(text, records, IsCompressed: false);
        }

        using var content = new MemoryStream();
        using (var target = new ZLibStream(content, CompressionLevel.Fastest, leaveOpen: true))
        {
            target.Write(text.Span);
        }

        return new Bundle(content.ToArray(), records, IsCompressed: true);
    }
}
