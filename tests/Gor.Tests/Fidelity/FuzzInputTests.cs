using Gor.Fuzz.Targets;
using Gor.Tests.Kit;

namespace Gor.Tests.Fidelity;

/// <summary>The seeds of the fuzz targets, and every input that once broke a promise.</summary>
public class FuzzInputTests
{
    public static TheoryData<string> Targets => [.. FuzzTargets.All.Select(target => target.Name)];

    [Theory]
    [MemberData(nameof(Targets))]
    public void Keeps_its_promises(string name)
    {
        IFuzzTarget target = FuzzTargets.All.Single(target => target.Name == name);
        string[] inputs =
        [
            .. Directory.EnumerateFiles(SourceTree.PathOf($"tests/Gor.Fuzz/Seeds/{name}")),
            .. FilesIn(SourceTree.PathOf($"tests/Gor.Fuzz/Regressions/{name}")),
        ];
        Assert.NotEmpty(inputs);
        foreach (string input in inputs)
        {
            byte[] bytes = File.ReadAllBytes(input);
            Exception? failure = Record.Exception(() => target.Run(bytes));
            Assert.True(failure is null, $"{input}: {failure}");
        }
    }

    private static IEnumerable<string> FilesIn(string folder) => Directory.Exists(folder) ? Directory.EnumerateFiles(folder) : [];
}
