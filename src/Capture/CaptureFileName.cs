using System.IO.Enumeration;

namespace Gor.Capture;

/// <summary>Tells capture files from devices by name, and expands <c>*</c> and <c>?</c>.</summary>
internal static class CaptureFileName
{
    public const string StandardInput = "-";

    private static readonly string[] Extensions = [".pcap", ".pcapng", ".cap", ".snoop"];
    private static readonly string[] Compressions = [".gz", ".zst", ".xz", ".bz2", ".lz4"];

    /// <summary>
    /// True for <c>-</c>, for a name with a capture file's extension (with a rotation number and a compression's extension
    /// if need be: <c>trace.pcap3.gz</c>), and for whatever is a file on this machine.
    /// </summary>
    public static bool IsOne(string text) => text == StandardInput || HasExtension(text) || File.Exists(text);

    /// <summary>The files a path or pattern names, in order of name; the path itself where it is no pattern.</summary>
    /// <exception cref="CaptureException">No file matches the pattern, or its folder cannot be read.</exception>
    public static IReadOnlyList<string> Expand(string path)
    {
        if (path == StandardInput || path.AsSpan().IndexOfAny('*', '?') < 0 || File.Exists(path))
        {
            return [path];
        }

        string folder = Path.GetDirectoryName(path) is { Length: > 0 } named ? named : ".";
        string pattern = Path.GetFileName(path);
        string[] files;
        try
        {
            files = [.. Directory.EnumerateFiles(folder).Where(file => IsMatch(pattern, Path.GetFileName(file))).Order(StringComparer.Ordinal)];
        }
        catch (Exception problem) when (problem is IOException or UnauthorizedAccessException)
        {
            throw new CaptureException($"The folder of the capture files \"{path}\" cannot be read: {problem.Message} Patterns are for file names, not for folders.", problem);
        }

        return files.Length > 0 ? files : throw new CaptureException($"No capture file matches \"{path}\". Check the pattern with: ls {path}");
    }

    public static bool IsMatch(string pattern, string name) =>
        FileSystemName.MatchesSimpleExpression(pattern.Replace(@"\", @"\\", StringComparison.Ordinal), name, ignoreCase: false);

    private static bool HasExtension(string text)
    {
        string name = Compressions.FirstOrDefault(end => text.EndsWith(end, StringComparison.OrdinalIgnoreCase)) is { } compression
            ? text[..^compression.Length]
            : text;
        name = name.TrimEnd('0', '1', '2', '3', '4', '5', '6', '7', '8', '9', '*', '?');
        return Extensions.Any(end => name.EndsWith(end, StringComparison.OrdinalIgnoreCase));
    }
}
