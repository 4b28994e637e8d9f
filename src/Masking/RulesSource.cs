using System.Text;

namespace Gor.Masking;

/// <summary>The text behind <see cref="MaskingOptions.Rules"/>: itself, or the content of the file that it names.</summary>
/// <param name="Name">What errors call it: a flag, a variable or a path.</param>
internal sealed record RulesSource(string Text, string Name)
{
    private const string FilePrefix = "file://";

    /// <summary>Beyond it, a file is taken for something else than rules, such as a device that never ends.</summary>
    private const int LongestFile = 1 << 28;

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
            return new RulesSource(Read(path), path);
        }
        catch (Exception e) when (e is UnauthorizedAccessException or ArgumentException or NotSupportedException)
        {
            throw new IOException(path.Length == 0 ? "no path behind file://" : e.Message, e);
        }
    }

    /// <summary>UTF-8; a byte order mark stays and is white space.</summary>
    private static string Read(string path)
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

        return Encoding.UTF8.GetString(content.GetBuffer(), 0, (int)content.Length);
    }
}
