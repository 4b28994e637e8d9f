using Gor.Cli;
using Gor.Tests.Capture;
using Gor.Tests.Kit;

namespace Gor.Tests.Live;

/// <summary>The examples of the help, run as they stand there, on a machine like the one that they have in mind.</summary>
public sealed class ExamplesTests
{
    /// <summary>But for <c>gor collect</c>, which stands beside each.</summary>
    public static TheoryData<string> Examples =>
        new(HelpText.Examples.Select(example => example.Line).Where(line => line != "gor collect").Concat(Enum.GetValues<FlagGroup>().Select(FlagGroups.ExampleOf)).Distinct());

    [Theory]
    [MemberData(nameof(Examples))]
    public async Task Does_what_it_says(string line)
    {
        NetworkNamespace.SkipUnlessAllowed();
        using var host = new NetworkNamespace();
        using var other = new NetworkNamespace();
        host.AddPair("eth0", "eth0", other);
        host.AddAddress("eth0", "10.0.0.2/24");
        using TemporaryFolder folder = await FolderWithInputsAsync();
        await using GorProcess resurface = GorProcess.Start(host, "collect");
        await resurface.UntilLogAsync("listening");
        string[] words = ShellLine.WordsOf(line)[1..];
        bool endsByItself = line.Contains("traffic.pcap", StringComparison.Ordinal) || line.Contains("calls.gor|", StringComparison.Ordinal);
        string[] soon = endsByItself ? [] : ["--exit-after", "1s"];
        await using GorProcess gor = GorProcess.Start(host, ["env", "-C", folder.Path], [.. words, .. soon]);
        int code = await gor.ExitAsync();
        Assert.True(code == ExitCode.Done, $"{line} ended with {code}\n{gor.Log}");
        Assert.Contains("ledger: balanced", gor.Log);
        Assert.Equal(line.Contains("--output-resurface -", StringComparison.Ordinal), gor.Records.Count > 0);
    }

    /// <summary>A capture file and a file of calls, where the examples look for them.</summary>
    private static async Task<TemporaryFolder> FolderWithInputsAsync()
    {
        var folder = new TemporaryFolder();
        string capture = Path.Combine(folder.Path, "traffic.pcap");
        File.Copy(SourceTree.PathOf("tests/Gor.Tests/Golden/Captures/plain.pcap"), capture);
        await GorRun.ToEndAsync("--input-raw", capture, "--output-file", Path.Combine(folder.Path, "calls.gor"), "--output-file-append");
        return folder;
    }
}
