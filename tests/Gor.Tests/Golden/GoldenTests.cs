using System.Text.Json;
using Gor.Tests.Kit;

namespace Gor.Tests.Golden;

/// <summary>Captures whose calls are known, through the whole pipeline.</summary>
public sealed class GoldenTests
{
    /// <summary>Bodies were described up to here.</summary>
    private const int DescribedLength = 1 << 20;

    public static TheoryData<string> Names => GoldenCapture.Names;

    [Theory]
    [MemberData(nameof(Names))]
    public void FindsExactlyTheCallsOnTheWire(string name)
    {
        GoldenCapture capture = GoldenCapture.Load(name);
        TrueCall[] found = InOrder(FoundCalls.Of(capture.Path, capture.Port, DescribedLength));
        TrueCall[] truth = InOrder(capture.Calls);
        Assert.Equal(truth, found.Zip(truth, (call, judge) => call.JudgedLike(judge)));
        Assert.Equal(truth.Length, found.Length);
    }

    [Theory]
    [MemberData(nameof(Names))]
    public async Task GivesTheGoldenRecordsWithOneWorkerAndWithFour(string name)
    {
        GoldenCapture capture = GoldenCapture.Load(name);
        FileRun one = await FileRun.OfAsync(capture.Input, workers: 1);
        FileRun four = await FileRun.OfAsync(capture.Input, workers: 4);
        Assert.Equal(one.Records, four.Records);
        Assert.Equal(one.Counts, four.Counts);
        capture.AssertGolden(".ndjson", one.Records);
        capture.AssertGolden(".counters.txt", one.Counts);
    }

    /// <summary>What was no call, and every byte of it, is counted: the sums of the ledger are exact.</summary>
    [Theory]
    [MemberData(nameof(Names))]
    public async Task TheLedgerBalances(string name)
    {
        GoldenCapture capture = GoldenCapture.Load(name);
        FileRun run = await FileRun.OfAsync(capture.Input, workers: 4);
        Assert.True(run.Ledger.IsBalanced, run.Ledger.ToString());
        Assert.True(run.Ledger[Counter.PacketsReceived] > 0);
        Assert.Equal(capture.Calls.Count, run.Ledger[Counter.ExchangesRecorded]);
        Assert.Equal(run.Ledger[Counter.ConnectionsOpened], run.Ledger[Counter.ConnectionsClosed]);
        Assert.Equal(0, run.Ledger[Counter.ConnectionsFailed]);
    }

    [Theory]
    [MemberData(nameof(Names))]
    public async Task RecordsSayWhatIsTrue(string name)
    {
        GoldenCapture capture = GoldenCapture.Load(name);
        FileRun run = await FileRun.OfAsync(capture.Input, workers: 1);
        string[] records = [.. run.Records.Split('\n', StringSplitOptions.RemoveEmptyEntries).Select(CallOf).Order(StringComparer.Ordinal)];
        Assert.Equal(capture.Calls.Select(call => $"{call.Method} {call.Target} {call.Status}").Order(StringComparer.Ordinal), records);
    }

    /// <summary>The published binary, whose compiler may have left something out.</summary>
    [Theory]
    [MemberData(nameof(Names))]
    public async Task TheNativeBinaryGivesTheSameRecords(string name)
    {
        Assert.SkipUnless(GorProcess.IsNative, "GOR_BINARY does not name the published binary; bin/test does.");
        GoldenCapture capture = GoldenCapture.Load(name);
        await using GorProcess gor = GorProcess.Start(
            null, "--input-raw", capture.Input, "--output-resurface", "-", "--output-resurface-rules", "include debug", "--workers", "2");
        Assert.True(await gor.ExitAsync() == 0, gor.Log);
        capture.AssertGolden(".ndjson", FileRun.WithoutHost(string.Concat(gor.Records.Select(record => $"{record}\n"))));
        Assert.Contains("ledger: balanced", gor.Log, StringComparison.Ordinal);
    }

    private static TrueCall[] InOrder(IEnumerable<TrueCall> calls) =>
        [.. calls.OrderBy(call => $"{call.Method} {call.Target} {call.Status}", StringComparer.Ordinal)];

    /// <summary>Method, path and status of a record.</summary>
    internal static string CallOf(string record)
    {
        using JsonDocument pairs = JsonDocument.Parse(record);
        Dictionary<string, string> values = pairs.RootElement.EnumerateArray()
            .GroupBy(pair => pair[0].GetString()!).ToDictionary(group => group.Key, group => group.First()[1].GetString()!);
        string url = values["request_url"]["http://".Length..];
        int path = url.IndexOf('/', StringComparison.Ordinal);
        return $"{values["request_method"]} {(path < 0 ? url : url[path..])} {values["response_code"]}";
    }
}
