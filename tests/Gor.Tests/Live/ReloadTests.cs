using System.Text.Json;
using System.Text.RegularExpressions;
using Gor.Tests.Capture;
using Gor.Tests.Kit;

namespace Gor.Tests.Live;

/// <summary>SIGHUP while the whole program captures: the rules of a file change between two calls, or not at all.</summary>
public sealed class ReloadTests : IAsyncLifetime
{
    private const int Reloads = 20;

    private readonly TemporaryFolder _folder = new();
    private LiveApp? _app;
    private HttpClient? _client;

    public ReloadTests() => Assert.SkipUnless(OperatingSystem.IsLinux() && Environment.UserName == "root", "captures loopback, which needs root");

    private string RulesPath => Path.Combine(_folder.Path, "rules");

    public async ValueTask InitializeAsync()
    {
        _app = await LiveApp.StartAsync();
        _client = new HttpClient { BaseAddress = new Uri($"http://{_app.Place}") };
    }

    public async ValueTask DisposeAsync()
    {
        _client?.Dispose();
        await (_app?.DisposeAsync() ?? default);
        _folder.Dispose();
    }

    [Fact]
    public async Task A_good_file_takes_effect_and_a_bad_one_changes_nothing()
    {
        WriteRules("first");
        await using GorProcess gor = await CaptureAsync($"file://{RulesPath}");
        await CallAsync(1);
        await gor.UntilRecordAsync("id=1&");

        WriteRules("second");
        gor.Signal("HUP");
        await gor.UntilLogAsync("rules reloaded: ");
        await CallAsync(2);
        await gor.UntilRecordAsync("id=2&");

        await File.WriteAllTextAsync(RulesPath, "# the next line is no rule\n/request_url/ remov\n");
        gor.Signal("HUP");
        await gor.UntilLogAsync("rules were not reloaded");
        await CallAsync(3);
        await gor.UntilRecordAsync("id=3&");

        File.Delete(RulesPath);
        gor.Signal("HUP");
        await gor.UntilLogAsync("rules were not reloaded", times: 2);
        await CallAsync(4);
        await gor.UntilRecordAsync("id=4&");

        Assert.Equal(0, await gor.StopAsync());
        Assert.Equal(["first", "second", "second", "second"], gor.Records.Select(MarkOf));
        Assert.Matches($@" ERR .*{Regex.Escape(RulesPath)}:2:1: .*did you mean 'remove'", gor.Log);
        Assert.Contains("1 rules_reloaded, 2 rules_reloads_refused", gor.Log);
        Assert.Contains("ledger: balanced", gor.Log);
    }

    [Fact]
    public async Task No_record_sees_half_of_each()
    {
        WriteRules("m0");
        await using GorProcess gor = await CaptureAsync($"file://{RulesPath}");
        using var stop = new CancellationTokenSource();
        int calls = 0;
        Task calling = Task.Run(async () =>
        {
            while (!stop.IsCancellationRequested)
            {
                await CallAsync(++calls);
            }
        });
        await gor.UntilRecordAsync("mark=m0&");
        for (int i = 1; i <= Reloads; i++)
        {
            WriteRules($"m{i}");
            gor.Signal("HUP");
            await gor.UntilRecordAsync($"mark=m{i}&");
        }

        await stop.CancelAsync();
        await calling;
        Assert.Equal(0, await gor.StopAsync());
        Assert.Equal(calls, gor.Records.Count);
        Assert.Equal(Enumerable.Range(0, Reloads + 1).Select(i => $"m{i}"), gor.Records.Select(MarkOf).Distinct());
        Assert.Contains($"{Reloads} rules_reloaded", gor.Log);
    }

    [Fact]
    public async Task Without_a_file_there_is_only_a_line_in_the_log()
    {
        await using GorProcess gor = await CaptureAsync("include debug");
        gor.Signal("HUP");
        await gor.UntilLogAsync("there is nothing to reload");
        await CallAsync(1);
        await gor.UntilRecordAsync("id=1&");
        Assert.Equal(0, await gor.StopAsync());
        Assert.Contains("\"request_header:x-call\"", gor.Records.Single());
        Assert.DoesNotContain("rules_reload", gor.Log);
    }

    /// <summary>Rules that leave a mark in five places.</summary>
    private void WriteRules(string mark) => File.WriteAllText(RulesPath, $"""
        /request_header:x-call|response_header:x-call/ replace /.+/, /{mark}/
        /request_method/ replace /.+/, /{mark}/
        /response_body/ replace /^[^]+$/, /{mark}/
        /request_url/ replace /$/, /mark={mark}&/
        /response_header:(?!x-call|content-type).*/ remove
        """);

    private async Task<GorProcess> CaptureAsync(string rules)
    {
        GorProcess gor = GorProcess.Start(
            null, "--input-raw", $"lo:{_app!.Place.Port}", "--workers", "1", "--output-resurface", "-", "--output-resurface-rules", rules);
        await gor.UntilLogAsync("rules: ");
        return gor;
    }

    private async Task CallAsync(int id)
    {
        using var request = new HttpRequestMessage(HttpMethod.Get, $"/text?id={id}&size=100&");
        request.Headers.Add("x-call", $"{id}");
        using HttpResponseMessage response = await _client!.SendAsync(request);
        response.EnsureSuccessStatusCode();
    }

    /// <summary>The mark that a record has in all five places.</summary>
    private static string MarkOf(string record)
    {
        using JsonDocument json = JsonDocument.Parse(record);
        ILookup<string, string> pairs = json.RootElement.EnumerateArray().ToLookup(pair => pair[0].GetString()!, pair => pair[1].GetString()!);
        return Assert.Single(new HashSet<string>(
        [
            .. pairs["request_header:x-call"],
            .. pairs["response_header:x-call"],
            .. pairs["request_method"],
            .. pairs["response_body"],
            Regex.Match(pairs["request_url"].Single(), "mark=([^&]*)&").Groups[1].Value,
        ]));
    }
}
