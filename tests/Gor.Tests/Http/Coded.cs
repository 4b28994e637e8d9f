using System.IO.Compression;
using System.Text;
using Gor.Http;
using ZstdSharp;
using ZstdSharp.Unsafe;

namespace Gor.Tests.Http;

/// <summary>Content codings as a server puts them on, and messages that carry them.</summary>
internal static class Coded
{
    /// <summary>The labels of every format, with raw deflate as a separate one.</summary>
    public static readonly string[] Formats = ["gzip", "deflate", "raw", "br", "zstd"];

    public static byte[] Encode(string format, byte[] content) => format switch
    {
        "gzip" => Through(content, s => new GZipStream(s, CompressionLevel.Optimal)),
        "deflate" => Through(content, s => new ZLibStream(s, CompressionLevel.Optimal)),
        "raw" => Through(content, s => new DeflateStream(s, CompressionLevel.Optimal)),
        "br" => Through(content, s => new BrotliStream(s, CompressionLevel.Optimal)),
        "zstd" => Zstandard(content),
        _ => throw new ArgumentOutOfRangeException(nameof(format)),
    };

    public static string Label(string format) => format == "raw" ? "deflate" : format;

    public static FieldList Fields(params (string Name, string Value)[] lines)
    {
        FieldList fields = new();
        foreach ((string name, string value) in lines)
        {
            fields.Add(Encoding.Latin1.GetBytes(name), Encoding.Latin1.GetBytes(value));
        }

        return fields;
    }

    public static MessageBody Body(byte[] content, int keepLimit = 1 << 20, long missing = 0)
    {
        MessageBody body = new(keepLimit);
        body.Append(content);
        if (missing > 0)
        {
            body.MarkMissing(missing);
        }

        return body;
    }

    private static byte[] Through(byte[] content, Func<Stream, Stream> open)
    {
        MemoryStream coded = new();
        using (Stream stream = open(coded))
        {
            stream.Write(content);
        }

        return coded.ToArray();
    }

    private static byte[] Zstandard(byte[] content)
    {
        using Compressor compressor = new();
        compressor.SetParameter(ZSTD_cParameter.ZSTD_c_checksumFlag, 1);
        return compressor.Wrap(content).ToArray();
    }
}
