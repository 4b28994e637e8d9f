using System.Text.RegularExpressions;
using Gor.Tests.Kit;
using Gor.Tests.Output;

namespace Gor.Tests.Live;

/// <summary>The whole program between a real server, real clients and a real sink.</summary>
public sealed class LoopbackTests
{
    private const int Mixed = 2000;
    private const int Pipelines = 25;
    private const int PerPipeline = 10;
    private const int Total = Mixed + (Pipelines * PerPipeline);

    [Theory]
    [InlineData("lo")]
    [InlineData("any")]
    public async Task Every_call_arrives_once_and_right(string device)
    {
        Assert.SkipUnless(OperatingSystem.IsLinux() && Environment.IsPrivilegedProcess, "Capturing on loopback needs Linux and root.");
        Assert.SkipUnless(GorProcess.IsNative, "GOR_BINARY does not name the published binary, and code that is compiled as it runs is too slow at first.");
        await using HttpSink sink = await HttpSink.StartAsync();
        await using LiveApp app = await LiveApp.StartAsync();
        using var client = new LiveClient(app.Place);
        await using GorProcess gor = GorProcess.Start(
            null, "--input-raw", $"{device}:{app.Place.Port}", "--workers", "4", "--output-resurface", sink.Url, "--output-resurface-rules", "include debug");
        await gor.UntilLogAsync("rules: ");

        Task pipelining = Parallel.ForEachAsync(
            Enumerable.Range(0, Pipelines), new ParallelOptions { MaxDegreeOfParallelism = 2 },
            async (i, _) => await client.PipelineAsync(Mixed + (i * PerPipeline), PerPipeline));
        await client.CallAsync(0, Mixed, atOnce: 4);
        await pipelining;

        // What is under way when it is told to stop arrives all the same.
        Assert.True(await gor.StopAsync() == 0, gor.Log);

        Assert.Equal(Total, client.Calls.Count);
        Assert.True(sink.Records.Count == Total, $"{sink.Records.Count} records of {Total} calls\n{gor.Log}");
        Dictionary<int, string> records = sink.Records.ToDictionary(IdOf);
        Assert.Empty(client.Calls.SelectMany(call => call.Judge(records[call.Id], $"{app.Place}")).Take(10));
        Assert.Contains("ledger: balanced", gor.Log, StringComparison.Ordinal);
        Assert.Matches($@"requests +{Total} = {Total} requests_exchanged\n", gor.Log);
        Assert.Matches($@"responses +{Total} = {Total} responses_exchanged\n", gor.Log);
        Assert.Matches($@"{Regex.Escape(sink.Url)}: {Total} = {Total} delivered", gor.Log);
    }

    private static int IdOf(string record)
    {
        Match id = Regex.Match(record, @"\[""request_param:id"",""([0-9]+)""\]");
        Assert.True(id.Success, record[..Math.Min(record.Length, 300)]);
        return int.Parse(id.Groups[1].Value);
    }
}
