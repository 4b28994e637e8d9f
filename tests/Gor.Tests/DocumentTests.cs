using System.Text.RegularExpressions;
using Gor.Tests.Kit;

namespace Gor.Tests;

/// <summary>What a document points to is there: files, headings, pictures, and the figures that it takes from others.</summary>
public sealed partial class DocumentTests
{
    public static TheoryData<string> Documents => new(
        Directory.EnumerateFiles(SourceTree.Root, "*.md")
            .Concat(Directory.EnumerateFiles(SourceTree.PathOf("docs"), "*.md", SearchOption.AllDirectories))
            .Concat(Directory.EnumerateFiles(SourceTree.PathOf("bin"), "*.md"))
            .Select(path => Path.GetRelativePath(SourceTree.Root, path).Replace('\\', '/')));

    [Theory]
    [MemberData(nameof(Documents))]
    public void Every_link_leads_somewhere(string document)
    {
        string text = WithoutCode(File.ReadAllText(SourceTree.PathOf(document)));
        string[] targets =
        [
            .. Link().Matches(text).Select(match => match.Groups[1].Value),
            .. Picture().Matches(text).Select(match => match.Groups[1].Value),
        ];
        Assert.DoesNotContain(targets, target => !LeadsSomewhere(document, target));
    }

    [Theory]
    [InlineData("CONTRIBUTING.md")]
    [InlineData("SECURITY.md")]
    [InlineData("docs/containers.md")]
    [InlineData("docs/services.md")]
    public void Every_path_that_is_named_is_there(string document)
    {
        string[] paths = [.. Named().Matches(File.ReadAllText(SourceTree.PathOf(document))).Select(match => match.Groups[1].Value)];
        Assert.DoesNotContain(paths, path => !Path.Exists(SourceTree.PathOf(path)));
    }

    /// <summary>A row of that table ends in the document that has its figures, so that nobody changes one without the other.</summary>
    [Fact]
    public void Figures_of_the_README_are_those_of_the_documents()
    {
        string readme = File.ReadAllText(SourceTree.PathOf("README.md"));
        string table = readme[readme.IndexOf("<!-- figures -->", StringComparison.Ordinal)..readme.IndexOf("<!-- /figures -->", StringComparison.Ordinal)];
        string[] rows = [.. table.Split('\n').Where(line => line.StartsWith("| ", StringComparison.Ordinal) && line.Contains("](", StringComparison.Ordinal))];
        Assert.InRange(rows.Length, 5, 30);
        foreach (string row in rows)
        {
            string document = Flat(File.ReadAllText(SourceTree.PathOf(Link().Match(row).Groups[1].Value)));
            string[] figures = [.. Figure().Matches(row).Select(match => match.Groups[1].Value)];
            Assert.True(figures.Length > 0, row);
            Assert.All(figures, figure => Assert.True(document.Contains(figure, StringComparison.Ordinal), $"{figure} of {row}"));
        }
    }

    private static bool LeadsSomewhere(string document, string target)
    {
        if (Scheme().IsMatch(target))
        {
            return true;
        }

        string[] parts = target.Split('#', 2);
        string path = parts[0].Length == 0 ? SourceTree.PathOf(document) : Path.Combine(Path.GetDirectoryName(SourceTree.PathOf(document))!, parts[0]);
        return Path.Exists(path) && (parts.Length == 1 || Anchors(File.ReadAllText(path)).Contains(parts[1]));
    }

    /// <summary>As GitHub makes them: lower case, no marks, a dash for a blank.</summary>
    private static IEnumerable<string> Anchors(string text) => Heading().Matches(Fenced().Replace(text, ""))
        .Select(match => Regex.Replace(match.Groups[1].Value.Trim().ToLowerInvariant(), @"[^\p{L}\p{N} _-]", "").Replace(' ', '-'));

    private static string WithoutCode(string text) => Code().Replace(Fenced().Replace(text, ""), "");

    private static string Flat(string text) => Regex.Replace(text, @"\s+", " ");

    [GeneratedRegex(@"\]\(([^)\s]+)\)")]
    private static partial Regex Link();

    [GeneratedRegex(@"(?:src|srcset)=""([^""]+)""")]
    private static partial Regex Picture();

    [GeneratedRegex(@"^#{1,6} (.+)$", RegexOptions.Multiline)]
    private static partial Regex Heading();

    [GeneratedRegex(@"^```.*?^```", RegexOptions.Multiline | RegexOptions.Singleline)]
    private static partial Regex Fenced();

    [GeneratedRegex(@"^(?:    |\t).*$|`[^`\n]+`", RegexOptions.Multiline)]
    private static partial Regex Code();

    [GeneratedRegex(@"^(?:https?|mailto):")]
    private static partial Regex Scheme();

    [GeneratedRegex(@"`((?:src|tests|docs|deploy)/[\w./-]+)`")]
    private static partial Regex Named();

    [GeneratedRegex(@"\*\*([^*]+)\*\*")]
    private static partial Regex Figure();
}
