using System.Xml.Linq;
using Gor.Tests.Kit;

namespace Gor.Tests.Release;

/// <summary>A new package whose licence nobody has looked at stops a release; this says so before.</summary>
public sealed class LicenceTests
{
    [Fact]
    public void There_is_a_text_of_the_licence_of_every_package_of_the_product()
    {
        XElement[] packages = [.. XDocument.Load(SourceTree.PathOf("Directory.Packages.props")).Descendants("ItemGroup")
            .Single(group => (string?)group.Attribute("Label") == "The product").Elements("PackageVersion")];
        Assert.NotEmpty(packages);
        Assert.Empty(
            from package in packages
            let licence = LicenceOf((string)package.Attribute("Include")!, (string)package.Attribute("Version")!)
            where licence != "Apache-2.0" && !File.Exists(SourceTree.PathOf($"deploy/release/licences/{licence}.txt"))
            select $"{package.Attribute("Include")}: {licence}");
    }

    private static string LicenceOf(string name, string version)
    {
        string folder = Environment.GetEnvironmentVariable("NUGET_PACKAGES") is { Length: > 0 } named
            ? named
            : Path.Combine(Environment.GetFolderPath(Environment.SpecialFolder.UserProfile), ".nuget", "packages");
        string description = Path.Combine(folder, name.ToLowerInvariant(), version, $"{name.ToLowerInvariant()}.nuspec");
        return XDocument.Load(description).Descendants().FirstOrDefault(element => element.Name.LocalName == "license")?.Value ?? name;
    }
}
