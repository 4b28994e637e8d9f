using System.Text;
using Gor.Cli;
using Gor.Tests.Capture;

namespace Gor.Tests.Kit;

/// <summary>A run of gor within the test, from its words to its ledger.</summary>
internal static class GorRun
{
    /// <summary>Runs to the end of the input; the ledger must balance.</summary>
    public static async Task<Ledger> ToEndAsync(params string[] words)
    {
        await using Pipeline pipeline = Open(new Logged(), words);
        Assert.True(await pipeline.RunAsync(TestContext.Current.CancellationToken));
        Assert.True(pipeline.Ledger.IsBalanced, pipeline.Ledger.ToString());
        return pipeline.Ledger;
    }

    public static Pipeline Open(Logged log, params string[] words)
    {
        Command command = RunLine.Parse(words, new Dictionary<string, string>());
        string errors = command is UsageError error ? string.Join('\n', error.Errors) : "";
        Assert.True(command is RunCommand, errors);
        return Pipeline.Open(((RunCommand)command).Options, log.Log);
    }

    /// <summary>The records of a run, in order of text.</summary>
    public static async Task<string[]> RecordsAsync(TemporaryFolder folder, params string[] words)
    {
        string file = Path.Combine(folder.Path, $"{Guid.NewGuid():N}.ndjson");
        await ToEndAsync([.. words, "--output-resurface", file, "--output-resurface-rules", "include debug"]);
        return [.. File.ReadAllLines(file, Encoding.UTF8).Order(StringComparer.Ordinal)];
    }
}
