using System.ComponentModel;
using System.Diagnostics;
using System.Text.Json;
using System.Text.RegularExpressions;
using Gor.Tests.Kit;

namespace Gor.Tests;

/// <summary>What is shipped for Prometheus and Grafana names metrics that there are.</summary>
public sealed partial class DeployTests
{
    [Theory]
    [InlineData("deploy/prometheus/gor.rules.yml")]
    [InlineData("deploy/grafana/gor.json")]
    public void Every_metric_that_is_named_exists(string path)
    {
        string source = string.Concat(
            SourceTree.CSharpFiles("src").Where(file => file.EndsWith("StatusReport.cs", StringComparison.Ordinal))
                .Select(file => File.ReadAllText(SourceTree.PathOf($"src/{file}"))));
        HashSet<string> known =
        [
            .. Enum.GetValues<Counter>().Select(counter => $"gor_{Ledger.NameOf(counter)}_total"),
            .. MetricName().Matches(source).Select(match => match.Value),
        ];
        string[] named = [.. MetricName().Matches(File.ReadAllText(SourceTree.PathOf(path))).Select(match => match.Value.Replace("_bucket", "")).Distinct()];
        Assert.InRange(named.Length, 10, 100);
        Assert.Empty(named.Except(known));
    }

    [Fact]
    public void The_dashboard_is_whole()
    {
        JsonElement dashboard = JsonDocument.Parse(File.ReadAllText(SourceTree.PathOf("deploy/grafana/gor.json"))).RootElement;
        JsonElement[] panels = [.. dashboard.GetProperty("panels").EnumerateArray()];
        Assert.Equal(panels.Length, panels.Select(panel => panel.GetProperty("id").GetInt32()).Distinct().Count());
        Assert.All(panels, panel => Assert.NotEmpty(panel.GetProperty("targets").EnumerateArray()));
    }

    [Theory]
    [InlineData("check", "rules", "gor.rules.yml")]
    [InlineData("test", "rules", "gor.rules.test.yml")]
    public async Task Prometheus_takes_the_rules(params string[] words)
    {
        using Process? promtool = Start(words);
        Assert.SkipWhen(promtool is null, "promtool (Debian: prometheus) is not installed");
        string said = await promtool.StandardOutput.ReadToEndAsync() + await promtool.StandardError.ReadToEndAsync();
        await promtool.WaitForExitAsync();
        Assert.True(promtool.ExitCode == 0, said);
    }

    private static Process? Start(string[] words)
    {
        try
        {
            return Process.Start(new ProcessStartInfo("promtool", words)
            {
                WorkingDirectory = SourceTree.PathOf("deploy/prometheus"),
                RedirectStandardOutput = true,
                RedirectStandardError = true,
            });
        }
        catch (Win32Exception)
        {
            return null;
        }
    }

    [GeneratedRegex(@"\b(gor|process|dotnet)_[a-z0-9_]+\b")]
    private static partial Regex MetricName();
}
