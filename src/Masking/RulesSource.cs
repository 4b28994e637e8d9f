using System.Buffers;
using System.Text;
using System.Text.Unicode;

namespace Gor.Masking;

/// <summary>
/// The text behind <see cref="MaskingOptions.Rules"/>: itself, or the content of the file that it names, in which a byte order mark
/// stays and is white space.
/// </summary>
/// <param name="Name">What errors call it: a flag, a variable or a path.</param>
internal sealed record RulesSource(string Text, string Name)
{
    private const string FilePrefix = "file://";

    /// <summary>Beyond it, a file is taken for something else than rules, such as a device that never ends.</summary>
    private const int LongestFile = 1 << 28;

    /// <summary>Lines, from 1, with bytes that are no UTF-8, and the column of the first of them.</summary>
    public IReadOnlyDictionary<int, int> Undecoded { get; init; } = new Dictionary<int, int>();

    public static bool IsFile(MaskingOptions options) =>
        options.Rules is { } text && text.StartsWith(FilePrefix, StringComparison.Ordinal);

    /// <exception cref="IOException">The file cannot be read; the message says why.</exception>
    public static RulesSource Open(MaskingOptions options)
    {
        string text = options.Rules ?? "";
        if (!IsFile(options))
        {
            return new RulesSource(text, options.Source);
        }

        string path = RulesText.Trim(text[FilePrefix.Length..]);
        try
        {
            byte[] content = Read(path);
            return new RulesSource(Encoding.UTF8.GetString(content), path) { Undecoded = UndecodedIn(content) };
        }
        catch (Exception e) when (e is UnauthorizedAccessException or ArgumentException or NotSupportedException)
        {
            throw new IOException(path.Length == 0 ? "no path behind file://" : e.Message, e);
        }
    }

    private static byte[] Read(string path)
    {
        using FileStream file = File.OpenRead(path);
        using var content = new MemoryStream();
        Span<byte> buffer = stackalloc byte[8192];
        for (int read = file.Read(buffer); read > 0; read = file.Read(buffer))
        {
            content.Write(buffer[..read]);
            if (content.Length > LongestFile)
            {
                throw new IOException("too long to be rules");
            }
        }

        return content.ToArray();
    }

    /// <summary>Latin-1 makes each byte a character, so that lines end where those of the text do.</summary>
    private static Dictionary<int, int> UndecodedIn(byte[] content)
    {
        var places = new Dictionary<int, int>();
        if (Utf8.IsValid(content))
        {
            return places;
        }

        foreach ((int number, string line) in RulesText.Lines(Encoding.Latin1.GetString(content)))
        {
            ReadOnlySpan<byte> bytes = Encoding.Latin1.GetBytes(line);
            int column = 1;
            while (Rune.DecodeFromUtf8(bytes, out Rune rune, out int length) == OperationStatus.Done)
            {
                column += rune.Utf16SequenceLength;
                bytes = bytes[length..];
            }

            if (!bytes.IsEmpty)
            {
                places[number] = column;
            }
        }

        return places;
    }
}
