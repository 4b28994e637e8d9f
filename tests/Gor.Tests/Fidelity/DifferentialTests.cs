using System.Globalization;
using Gor.Tests.Golden;

namespace Gor.Tests.Fidelity;

/// <summary>
/// gor and tshark over the same captures. GOR_CAPTURES=FOLDER compares those of a folder, and prints what differs;
/// docs/fidelity.md explains what is known to.
/// </summary>
public class DifferentialTests(ITestOutputHelper output)
{
    /// <summary>The golden capture in which tshark gives the first response to the second request.</summary>
    private const string Mistaken = "pipelined-two-segments";

    public static TheoryData<string> Captures => GoldenCapture.Names;

    [Theory(Explicit = true)]
    [MemberData(nameof(Captures))]
    public void Finds_what_tshark_finds(string capture)
    {
        Assert.SkipWhen(TsharkTruth.Absence is not null, TsharkTruth.Absence ?? "");
        List<string> missing = Compare(GoldenCapture.Load(capture).Path, out List<string> more);
        output.WriteLine($"{capture}: tshark alone: {string.Join(", ", missing)}; gor alone: {string.Join(", ", more)}");
        Assert.True(missing.Count == 0 || capture == Mistaken, string.Join('\n', missing));
    }

    [Fact(Explicit = true)]
    public void Shows_what_differs_in_a_folder()
    {
        string? folder = Environment.GetEnvironmentVariable("GOR_CAPTURES");
        Assert.SkipWhen(folder is null, "GOR_CAPTURES names no folder of captures");
        Assert.SkipWhen(TsharkTruth.Absence is not null, TsharkTruth.Absence ?? "");
        int files = 0;
        int both = 0;
        int missing = 0;
        int more = 0;
        foreach (string path in Directory.EnumerateFiles(folder!).Order(StringComparer.Ordinal))
        {
            List<string> tsharkAlone = Compare(path, out List<string> gorAlone, out int common);
            files++;
            both += common;
            missing += tsharkAlone.Count;
            more += gorAlone.Count;
            output.WriteLine(string.Concat(tsharkAlone.Select(line => $"{Path.GetFileName(path)} - {line}\n").Concat(gorAlone.Select(line => $"{Path.GetFileName(path)} + {line}\n"))));
        }

        output.WriteLine(string.Create(CultureInfo.InvariantCulture, $"{files} captures: {both} calls seen by both, {missing} by tshark alone, {more} by gor alone"));
    }

    private static List<string> Compare(string path, out List<string> more) => Compare(path, out more, out _);

    private static List<string> Compare(string path, out List<string> more, out int common)
    {
        List<string> missing = TsharkTruth.CallsOf(path);
        common = missing.Count;
        more = [];
        try
        {
            foreach (SeenCall call in CaptureReplay.Of(path).Calls)
            {
                if (!missing.Remove(call.Line))
                {
                    more.Add(call.Line);
                }
            }
        }
        catch (Gor.Capture.CaptureException problem)
        {
            more.Add($"not read: {problem.Message}");
        }

        common -= missing.Count;
        return missing;
    }
}
