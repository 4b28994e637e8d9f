using System.Text.RegularExpressions;

namespace Gor.Tests;

/// <summary>One C# file as <see cref="ArchitectureTests"/> look at it: by its text.</summary>
/// <param name="path">Relative to the project, with slashes.</param>
internal sealed partial class SourceFile(string path, string text)
{
    public string Path { get; } = path;

    public string Text { get; } = text;

    /// <summary>Without comments and the content of literals.</summary>
    public string Code { get; } = CommentOrLiteral().Replace(text, match => match.Value.StartsWith('/') ? "" : "\"\"");

    /// <summary>The first folder of the path; empty for the root.</summary>
    public string Folder { get; } = path.Contains('/') ? path[..path.IndexOf('/')] : "";

    public string Name { get; } = System.IO.Path.GetFileNameWithoutExtension(path);

    /// <summary>Folders whose namespace the file names: in a using, or in front of a type.</summary>
    public IEnumerable<string> UsedFolders() => FolderName().Matches(Code).Select(match => match.Groups["folder"].Value).Distinct();

    /// <summary>True where the code declares, makes or asks something of that type.</summary>
    public bool Names(string type) => Regex.IsMatch(Code, $@"(?<![.\w]){type}\??\s+\w|(?<![.\w]){type}\.[A-Z]|<{type}\b|\bnew {type}\b");

    public bool Imports(string library) => Regex.IsMatch(Code, $@"^using (?:static )?{Regex.Escape(library)}\b", RegexOptions.Multiline);

    /// <summary>Types that stand at the begin of a line: those of the namespace.</summary>
    public IReadOnlyList<string> DeclaredTypes() => [.. TypeDeclaration().Matches(Code).Select(match => match.Groups["name"].Value)];

    [GeneratedRegex(
        """"
        //[^\n]* | /\*.*?\*/ | """.*?""" | @"(?:[^"]|"")*" | "(?:\\.|[^"\\\n])*" | '(?:\\.[^']*|[^'\\])'
        """",
        RegexOptions.Singleline | RegexOptions.IgnorePatternWhitespace)]
    private static partial Regex CommentOrLiteral();

    [GeneratedRegex(@"(?:\bGor\.|(?<![.\w]))(?<folder>Capture|Decode|Flows|Http|Filtering|Tape|Playback|Replay|Masking|Output|Collector|Files|Cli)(?=\.[A-Z]|;)")]
    private static partial Regex FolderName();

    [GeneratedRegex(
        @"^(?:(?:public|internal|private|file|sealed|static|abstract|readonly|ref|partial)\s+)*(?:class|struct|record\s+struct|record|interface|enum|delegate\s+\S+)\s+(?<name>\w+)",
        RegexOptions.Multiline)]
    private static partial Regex TypeDeclaration();
}
