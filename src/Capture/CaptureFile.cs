using System.Globalization;
using System.IO.Compression;
using System.Text;
using SharpCompress.Compressors.Xz;
using ZstdSharp;

namespace Gor.Capture;

/// <summary>Finds out by its first bytes what a capture file is, and gives the reader for it.</summary>
internal static class CaptureFile
{
    private const int MagicLength = 8;

    /// <param name="name">For errors: the path, or "standard input".</param>
    /// <param name="stream">The file's bytes, from their start; closed with the reader.</param>
    /// <exception cref="CaptureException">It is empty, no capture, or compressed in a way that cannot be read here.</exception>
    public static PacketReader Read(string name, Stream stream)
    {
        var input = new CaptureInput(Decompressed(name, stream));
        try
        {
            return ReaderOf(input);
        }
        catch (FormatException problem)
        {
            input.Dispose();
            throw new CaptureException($"\"{name}\" {problem.Message}", problem);
        }
    }

    private static Stream Decompressed(string name, Stream stream)
    {
        byte[] start = new byte[MagicLength];
        int length = stream.ReadAtLeast(start, start.Length, throwOnEndOfStream: false);
        var whole = new PrefixedStream(start.AsMemory(0, length), stream);
        switch (start)
        {
            case [0x1f, 0x8b, ..]:
                return new GZipStream(whole, CompressionMode.Decompress);
            case [0x28, 0xb5, 0x2f, 0xfd, ..]:
                return new DecompressionStream(whole, leaveOpen: false);
            case [0xfd, (byte)'7', (byte)'z', (byte)'X', (byte)'Z', 0, ..]:
                return new XZStream(whole);
        }

        string? tool = start switch
        {
            [(byte)'B', (byte)'Z', (byte)'h', ..] => "bzip2",
            [0x04, 0x22, 0x4d, 0x18, ..] => "lz4",
            _ => null,
        };
        if (tool is null)
        {
            return whole;
        }

        whole.Dispose();
        throw new CaptureException(
            $"\"{name}\" is compressed by {tool}, which is not read here (gzip, zstd and xz are). Let {tool} unpack it: {tool} -dc FILE | gor --input-raw -");
    }

    private static PacketReader ReaderOf(CaptureInput input)
    {
        bool isWhole = input.TryPeek(MagicLength, out ReadOnlySpan<byte> start);
        if (!isWhole)
        {
            input.TryPeek(input.Rest, out start);
        }

        return start switch
        {
            _ when PcapReader.IsMagic(start) => new PcapReader(input),
            _ when PcapngReader.IsMagic(start) => new PcapngReader(input),
            _ when SnoopReader.IsMagic(start) => new SnoopReader(input),
            [] => throw new FormatException(input.Fault is null
                ? "is empty. A capture file holds at least a header; was tcpdump stopped before it wrote?"
                : $"cannot be unpacked: {input.Fault}"),
            _ => throw new FormatException($"is no capture file: it starts with {Describe(start)}. A pcap, pcapng or snoop file was expected, plain or packed by gzip, zstd or xz."),
        };
    }

    private static string Describe(ReadOnlySpan<byte> start)
    {
        string text = Encoding.Latin1.GetString(start).ReplaceLineEndings(" ").Replace('\t', ' ');
        return text.All(c => c is >= ' ' and <= '~')
            ? $"the text \"{text}\""
            : "the bytes " + string.Join(' ', start.ToArray().Select(b => b.ToString("x2", CultureInfo.InvariantCulture)));
    }
}
