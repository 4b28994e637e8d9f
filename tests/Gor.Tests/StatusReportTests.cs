using System.Diagnostics;
using Gor.Capture;
using Gor.Metrics;
using Gor.Output;
using Gor.Tests.Capture;
using Gor.Tests.Kit;
using Gor.Tests.Output;

namespace Gor.Tests;

public sealed class StatusReportTests : IDisposable
{
    private readonly TemporaryFolder _folder = new();
    private readonly Logged _logged = new();

    public void Dispose() => _folder.Dispose();

    [Fact]
    public async Task Has_every_line_of_the_ledger_and_of_the_outputs()
    {
        await using Pipeline pipeline = await RunAsync();
        string text = PrometheusText.Write(new StatusReport(pipeline, pipeline).Read());
        Assert.All(Enum.GetValues<Counter>(), counter => Assert.Contains($"\ngor_{Ledger.NameOf(counter)}_total {pipeline.Ledger[counter]}\n", text));
        string name = pipeline.Outputs[0].Name;
        Assert.Contains($"gor_output_accepted_records_total{{output=\"{name}\"}} 1\n", text);
        Assert.Contains($"gor_output_spooled_records{{output=\"{name}\"}} 1\n", text);
        Assert.Contains($"gor_output_ended_records_total{{output=\"{name}\",end=\"gave_way\"}} 0\n", text);
        Assert.Contains($"gor_spool_files{{output=\"{name}\"}} 1\n", text);
        Assert.Matches($"gor_posts_total{{output=\"{name}\",verdict=\"unavailable\"}} [1-9]", text);
        Assert.Contains("gor_post_duration_seconds_count", text);
        Assert.Contains("process_resident_memory_bytes", text);
        Assert.Contains("dotnet_gc_collections_total{generation=\"2\"}", text);
    }

    [Fact]
    public async Task Prometheus_reads_it()
    {
        await using Pipeline pipeline = await RunAsync();
        string text = PrometheusText.Write(new StatusReport(pipeline, pipeline).Read());
        Process? promtool = StartPromtool();
        Assert.SkipWhen(promtool is null, "promtool (Debian: prometheus) is not installed");
        await promtool.StandardInput.WriteAsync(text);
        promtool.StandardInput.Close();
        string said = await promtool.StandardError.ReadToEndAsync() + await promtool.StandardOutput.ReadToEndAsync();
        await promtool.WaitForExitAsync();
        Assert.Equal((0, ""), (promtool.ExitCode, said));
    }

    [Fact]
    public async Task Shows_nothing_of_a_call()
    {
        await using Pipeline pipeline = await RunAsync();
        Assert.DoesNotContain("secret", PrometheusText.Write(new StatusReport(pipeline, pipeline).Read()));
        Assert.DoesNotContain("secret", new Progress(pipeline, TimeProvider.System).Next());
    }

    [Fact]
    public async Task One_line_says_how_it_gets_on()
    {
        await using Pipeline pipeline = await RunAsync();
        Assert.Matches(
            @"^\d+\.\d calls/s, 0 delivered, 0 waiting, 1 spooled, 0 lost, 0 packets dropped by kernel or device$",
            new Progress(pipeline, TimeProvider.System).Next());
    }

    private static Process? StartPromtool()
    {
        try
        {
            return Process.Start(new ProcessStartInfo("promtool", ["check", "metrics"])
            {
                RedirectStandardInput = true,
                RedirectStandardError = true,
                RedirectStandardOutput = true,
            });
        }
        catch (System.ComponentModel.Win32Exception)
        {
            return null;
        }
    }

    /// <summary>One call of a file to a destination that is away.</summary>
    private async Task<Pipeline> RunAsync()
    {
        Conversation talk = new Conversation().Opened();
        talk.Client.Sends("GET /secret?key=secret HTTP/1.1\r\nHost: secret\r\n\r\n");
        talk.Server.Sends("HTTP/1.1 200 OK\r\nContent-Length: 6\r\n\r\nsecret");
        talk.Closed();
        string file = _folder.Write("talk.pcap", talk.ToPcap());
        Assert.True(InputAddress.TryParse(file, out InputAddress? input, out string? error), error);
        var options = new Options
        {
            Capture = new CaptureOptions { Inputs = [input] },
            Output = new OutputOptions
            {
                Resurface = [$"http://127.0.0.1:{ResurfaceOutputTests.FreePort()}/message"],
                Spool = new SpoolOptions { Folder = Path.Combine(_folder.Path, "spool") },
                ShutdownTimeout = TimeSpan.FromSeconds(1),
            },
        };
        Pipeline pipeline = Pipeline.Open(options, _logged.Log);
        Assert.True(await pipeline.RunAsync(CancellationToken.None));
        return pipeline;
    }
}
