using System.Text.RegularExpressions;
using System.Xml.Linq;
using Gor.Tests.Kit;

namespace Gor.Tests.Release;

/// <summary>The version stands in one place, and what names it besides is bound to that.</summary>
public sealed partial class VersionTests
{
    private static readonly string Version =
        XDocument.Load(SourceTree.PathOf("Directory.Build.props")).Descendants("Version").Single().Value;

    [Fact]
    public void The_list_of_changes_begins_with_it() =>
        Assert.Equal(Version, Heading().Match(File.ReadAllText(SourceTree.PathOf("CHANGELOG.md"))).Groups[1].Value);

    /// <summary>And with the commit, where it was built from one, the runtime, and libpcap.</summary>
    [Fact]
    public void The_program_says_it() =>
        Assert.Matches($@"^gor {Regex.Escape(Version)}(\+[0-9a-f]{{40}})?, \.NET \d+\.\d+\.\d+, (libpcap \d+\.\d+(\.\d+)?|no libpcap)$", VersionText.Of());

    [GeneratedRegex(@"^## (\S+)", RegexOptions.Multiline)]
    private static partial Regex Heading();
}
