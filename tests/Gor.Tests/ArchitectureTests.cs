using System.Text.RegularExpressions;
using Gor.Tests.Kit;

namespace Gor.Tests;

/// <summary>The shape of the source tree: who may use whom, and how files are named.</summary>
public sealed partial class ArchitectureTests
{
    private const int MostLines = 400;

    /// <summary>Known to be longer; no new ones.</summary>
    private static readonly string[] StillLong = ["Flows/Connection.cs", "Flows/Flow.cs"];

    /// <summary>Data goes one way: capture → decode → flows → http → filtering → masking → output. The root and Cli may use everything.</summary>
    private static readonly Dictionary<string, string[]> Uses = new()
    {
        ["Capture"] = [],
        ["Cluster"] = ["Capture"],
        ["Decode"] = ["Capture"],
        ["Flows"] = ["Decode"],
        ["Http"] = ["Decode", "Flows"],
        ["Filtering"] = ["Decode", "Http"],
        ["Masking"] = ["Decode", "Http"],
        ["Tape"] = ["Decode", "Http", "Masking"],
        ["Playback"] = ["Decode", "Tape"],
        ["Output"] = ["Masking"],
        ["Replay"] = ["Http", "Output", "Tape"],
        ["Middleware"] = ["Output", "Playback", "Replay", "Tape"],
        ["Kafka"] = ["Output", "Playback", "Replay", "Tape"],
        ["Collector"] = [],
        ["Files"] = [],
        ["Metrics"] = [],
    };

    /// <summary>Where the name of a library may stand; "" is the root.</summary>
    private static readonly Dictionary<string, string[]> Libraries = new()
    {
        ["SharpPcap"] = ["Capture"],
        ["PacketDotNet"] = ["Capture", "Decode"],
        ["System.CommandLine"] = ["Cli"],
        ["Confluent.Kafka"] = ["Kafka"],
        ["Tomlyn"] = ["Cli"],
        ["ZstdSharp"] = ["Capture", "Http"],
        ["System.Net.Http"] = ["Cluster", "Output", "Replay"],
        ["Microsoft.AspNetCore"] = ["", "Collector", "Files", "Metrics"],
    };

    private static readonly string[] EmptyWords = ["Util", "Helper", "Manager", "Common", "Misc"];

    private static readonly string[] TestFolders = ["Kit", "Golden", "Live", "Fidelity", "Release", "Deploy"];

    private static readonly Lazy<IReadOnlyList<SourceFile>> Sources = new(() =>
        [.. SourceTree.CSharpFiles("src").Select(path => new SourceFile(path, File.ReadAllText(SourceTree.PathOf($"src/{path}"))))]);

    [Fact]
    public void EveryFolderIsInTheTable()
    {
        string[] folders = [.. Sources.Value.Select(file => file.Folder).Where(folder => folder.Length > 0).Distinct()];
        Assert.Equal([.. Uses.Keys.Append("Cli").Order(StringComparer.Ordinal)], folders);
    }

    [Fact]
    public void FoldersUseOnlyWhatComesBeforeThem()
    {
        Assert.Empty(
            from file in Sources.Value
            where Uses.ContainsKey(file.Folder)
            from used in file.UsedFolders()
            where used != file.Folder && !Uses[file.Folder].Contains(used)
            select $"{file.Path} uses {used}");
    }

    /// <summary>A root type that uses no folder is a leaf, which every folder may use.</summary>
    [Fact]
    public void FoldersUseOnlyLeavesOfTheRoot()
    {
        SourceFile[] root = [.. Sources.Value.Where(file => file.Folder.Length == 0)];
        string[] others = [.. root.Where(file => file.UsedFolders().Any()).Select(file => file.Name)];
        Assert.Contains("Pipeline", others);
        Assert.DoesNotContain("Counters", others);
        Assert.Empty(
            from file in Sources.Value
            where Uses.ContainsKey(file.Folder)
            from name in others
            where file.Names(name)
            select $"{file.Path} uses {name} of the root");
    }

    [Fact]
    public void EachLibraryIsNamedInItsOwnFoldersOnly()
    {
        Assert.Empty(
            from file in Sources.Value
            from library in Libraries
            where file.Imports(library.Key) && !library.Value.Contains(file.Folder)
            select $"{file.Path} uses {library.Key}");
    }

    [Fact]
    public void AFileHoldsTheOneTypeThatItIsNamedAfter()
    {
        Assert.Empty(
            from file in Sources.Value
            where file.Name != "Program"
            let types = file.DeclaredTypes()
            where types is not [string only] || only != file.Name
            select $"{file.Path} declares {string.Join(", ", types)}");
    }

    [Fact]
    public void NamespacesAreFolders()
    {
        Assert.Empty(
            from file in Sources.Value
            where file.Name != "Program"
            let expected = file.Folder.Length == 0 ? "Gor" : $"Gor.{file.Folder}"
            where !file.Code.Contains($"namespace {expected};", StringComparison.Ordinal)
            select $"{file.Path} is not in {expected}");
    }

    [Fact]
    public void NothingIsPublic()
    {
        Assert.Empty(Sources.Value.Where(file => PublicType().IsMatch(file.Code)).Select(file => file.Path));
    }

    [Fact]
    public void NoFileIsLong()
    {
        Assert.Empty(
            from file in Sources.Value
            let lines = file.Text.AsSpan().Count('\n')
            where lines > MostLines && !StillLong.Contains(file.Path)
            select $"{file.Path} has {lines} lines");
    }

    [Fact]
    public void NoFileHasANameThatSaysNothing()
    {
        Assert.Empty(
            from file in Sources.Value
            from word in EmptyWords
            where file.Path.Contains(word, StringComparison.OrdinalIgnoreCase)
            select file.Path);
    }

    [Fact]
    public void TestsMirrorTheSource()
    {
        SourceFile[] tests = [.. SourceTree.CSharpFiles("tests/Gor.Tests")
            .Select(path => new SourceFile(path, File.ReadAllText(SourceTree.PathOf($"tests/Gor.Tests/{path}"))))];
        string[] folders = [.. tests.Select(file => file.Folder).Where(folder => folder.Length > 0).Distinct().Except(TestFolders)];
        Assert.Equal([.. Uses.Keys.Append("Cli").Order(StringComparer.Ordinal)], folders);
        Assert.Empty(
            from file in tests
            let expected = file.Folder.Length == 0 ? "Gor.Tests" : $"Gor.Tests.{file.Folder}"
            where !file.Code.Contains($"namespace {expected};", StringComparison.Ordinal)
            select $"{file.Path} is not in {expected}");
    }

    [GeneratedRegex(@"^public\b", RegexOptions.Multiline)]
    private static partial Regex PublicType();
}
