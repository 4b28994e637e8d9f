using System.Text;
using System.Text.RegularExpressions;
using Gor.Cli;

namespace Gor.Tests.Kit;

/// <summary>One run of the whole pipeline over a capture file, in this process, from a command line to its records and its ledger.</summary>
/// <param name="Records">The NDJSON, with the name of this host replaced.</param>
internal sealed partial record FileRun(string Records, Ledger Ledger)
{
    /// <summary>The counters that are not zero, a line each.</summary>
    public string Counts => string.Concat(
        Enum.GetValues<Counter>().Where(counter => Ledger[counter] != 0).Select(counter => $"{Ledger.NameOf(counter)} {Ledger[counter]}\n"));

    /// <param name="capture">As <c>--input-raw</c> takes it.</param>
    /// <param name="workers">Threads that rebuild calls.</param>
    /// <param name="flags">More of the command line.</param>
    public static async Task<FileRun> OfAsync(string capture, int workers, params string[] flags)
    {
        string file = Path.Combine(Path.GetTempPath(), $"gor-{Guid.NewGuid():N}.ndjson");
        string[] line =
            ["--input-raw", capture, "--workers", $"{workers}", "--output-resurface", file, "--output-resurface-rules", "include debug", .. flags];
        var log = new Logged();
        try
        {
            RunCommand run = Assert.IsType<RunCommand>(CommandLine.Parse(line, new Dictionary<string, string>()));
            Ledger ledger;
            await using (Pipeline pipeline = Pipeline.Open(run.Options, log.Log))
            {
                Assert.True(await pipeline.RunAsync(CancellationToken.None), string.Join('\n', log.Lines));
                ledger = pipeline.Ledger;
            }

            return new FileRun(WithoutHost(await File.ReadAllTextAsync(file, Encoding.UTF8)), ledger);
        }
        finally
        {
            File.Delete(file);
        }
    }

    /// <summary>Records name the host that captured them, last.</summary>
    public static string WithoutHost(string records) => Host().Replace(records, """["host","golden"]]""");

    [GeneratedRegex("""\["host","[^"]*"\]\]$""", RegexOptions.Multiline)]
    private static partial Regex Host();
}
