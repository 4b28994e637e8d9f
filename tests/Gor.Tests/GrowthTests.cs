using System.Diagnostics;
using System.Globalization;
using Gor.Load;
using Gor.Tests.Kit;

namespace Gor.Tests;

/// <summary>
/// Work is linear: instructions of the published program are counted by valgrind, not time, so that the same is seen on a busy machine.
/// The bounds leave room for the processor's own library routines, not for a search among what has been seen before.
/// </summary>
[Collection(nameof(Alone))]
public sealed class GrowthTests : IDisposable
{
    private static readonly string[] Counted = ["--output-null"];
    private static readonly string[] Recorded = ["--output-resurface", "-", "--output-resurface-rules", "include debug"];

    private const string Twenty = """
        include debug
        /request_url/ stop_if_found ~/(?:healthz|ready)$~
        /request_header:user-agent/ stop_if_found /kube-probe/
        /response_code/ stop_if /304/
        /request_header:authorization/ remove
        /request_header:proxy-authorization/ remove
        /request_header:cookie/ remove
        /response_header:set-cookie/ remove
        /request_header:x-api-key/ remove
        /request_param:(?:token|password|secret)/ remove
        /response_header:.*/ remove_if_found /internal\.example/
        /request_url|request_header:referer/ replace /([^\?;]+).*/, /$1/
        /.*_body/ replace /"password":"[^"]*"/, /"password":""/
        /.*_body/ replace /"birthday":"(\d{4})-[^"]*"/, /"birthday":"$1"/
        /.*_body/ replace /"(?:first|last)_name":"[^"]*"/, /"name":""/
        /.*_body/ replace /"customer_no":"([A-Z]{2})[0-9]+"/, /"customer_no":"$1"/
        /.*_body/ replace /[A-Za-z0-9._-]+@acme\.example/, /x@y.com/
        /.*_body/ replace /\b[0-9]{13,19}\b/, /card/
        /.*_body/ replace /\d{4}-\d{4}-\d{4}/, /account/
        /request_param:.*/ replace /[0-9]{9,}/, /N/
        """;

    private readonly string _folder = Directory.CreateTempSubdirectory("gor-growth").FullName;

    private string Capture => Path.Combine(_folder, "growth.pcap");

    public void Dispose() => Directory.Delete(_folder, recursive: true);

    [Fact]
    public async Task A_packet_costs_the_same_in_a_short_body_and_in_a_long_one()
    {
        double many = await EachAsync(Counted, path => GrowthCapture.OfBodies(path, 500_000, 40));
        double one = await EachAsync(Counted, path => GrowthCapture.OfBodies(path, 20_000_000, 1));
        Assert.InRange(one / many, 0.5, 1.2);
    }

    [Fact]
    public async Task A_byte_of_a_record_costs_the_same_in_a_short_body_and_in_a_long_one()
    {
        double many = await EachAsync(Recorded, path => GrowthCapture.OfBodies(path, 50_000, 200));
        double few = await EachAsync(Recorded, path => GrowthCapture.OfBodies(path, 1_000_000, 10));
        Assert.InRange(few / many, 0.5, 1.3);
    }

    [Fact]
    public async Task A_packet_costs_the_same_among_few_connections_and_among_many()
    {
        double few = await EachAsync(Counted, path => GrowthCapture.OfConnections(path, 1000, 2000));
        double many = await EachAsync(Counted, path => GrowthCapture.OfConnections(path, 20_000, 40_000));
        Assert.InRange(many / few, 0.5, 1.3);
    }

    [Fact]
    public async Task A_packet_costs_the_same_however_many_segments_are_out_of_order()
    {
        double few = await EachAsync(Counted, path => GrowthCapture.OfDisorder(path, 10, 20_000));
        double many = await EachAsync(Counted, path => GrowthCapture.OfDisorder(path, 1000, 20_000));
        Assert.InRange(many / few, 0.5, 1.3);
    }

    [Fact]
    public async Task A_call_costs_the_same_whatever_rules_there_are_for_other_fields()
    {
        double none = await EachAsync(Recorded, path => GrowthCapture.OfBodies(path, 1000, 5000));
        string rules = Path.Combine(_folder, "rules");
        await File.WriteAllLinesAsync(
            rules, ["include debug", .. Enumerable.Range(0, 500).Select(i => $"/request_header:x-none-{i}/ remove")], TestContext.Current.CancellationToken);
        string[] flags = ["--output-resurface", "-", "--output-resurface-rules", $"file://{rules}"];
        double many = await EachAsync(flags, path => GrowthCapture.OfBodies(path, 1000, 5000));
        Assert.InRange(many / none, 0.5, 1.1);
    }

    /// <summary>Of 20 lines, seven of which look through each body; what they look for is not there, but digits and quotes are.</summary>
    [Theory]
    [InlineData(1000, 1000)]
    [InlineData(10_000, 300)]
    [InlineData(100_000, 40)]
    public async Task A_rule_set_costs_no_more_than_the_record_that_it_looks_through(int body, int count)
    {
        string rules = Path.Combine(_folder, "rules");
        await File.WriteAllTextAsync(rules, Twenty, TestContext.Current.CancellationToken);
        double counted = await EachAsync(Counted, path => GrowthCapture.OfBodies(path, body, count));
        double recorded = await EachAsync(Recorded, path => GrowthCapture.OfBodies(path, body, count));
        double ruled = await EachAsync(
            ["--output-resurface", "-", "--output-resurface-rules", $"file://{rules}"], path => GrowthCapture.OfBodies(path, body, count));
        Assert.InRange((ruled - recorded) / (recorded - counted), 0, 1);
    }

    /// <summary>Instructions for each packet, without those of starting and ending.</summary>
    private async Task<double> EachAsync(string[] flags, Func<string, int> write)
    {
        GrowthCapture.OfBodies(Capture, 0, 0);
        long before = await CountAsync(flags);
        int packets = write(Capture);
        return (double)(await CountAsync(flags) - before) / packets;
    }

    private async Task<long> CountAsync(string[] flags)
    {
        Assert.SkipUnless(GorProcess.IsNative, "GOR_BINARY names the program whose instructions are counted.");
        Assert.SkipUnless(File.Exists("/usr/bin/valgrind"), "valgrind counts the instructions: apt-get install valgrind.");

        // Beside its symbols valgrind would read those, which takes long.
        string binary = Path.Combine(_folder, "gor");
        if (!File.Exists(binary))
        {
            File.Copy(GorProcess.Command[0], binary);
        }

        string log = Path.Combine(_folder, "count");
        string[] counter = ["--tool=cachegrind", "--cache-sim=no", "--cachegrind-out-file=/dev/null", $"--log-file={log}"];
        var start = new ProcessStartInfo("/usr/bin/valgrind", [.. counter, binary, "--input-raw", Capture, .. flags]) { RedirectStandardError = true, RedirectStandardOutput = true };
        using Process run = Process.Start(start)!;
        Task records = run.StandardOutput.BaseStream.CopyToAsync(Stream.Null, TestContext.Current.CancellationToken);
        string said = await run.StandardError.ReadToEndAsync(TestContext.Current.CancellationToken);
        await records;
        await run.WaitForExitAsync(TestContext.Current.CancellationToken);
        Assert.True(run.ExitCode == 0, said);
        string line = (await File.ReadAllLinesAsync(log, TestContext.Current.CancellationToken)).Single(line => line.Contains("I   refs:", StringComparison.Ordinal));
        return long.Parse(line[(line.LastIndexOf(':') + 1)..], NumberStyles.AllowThousands | NumberStyles.AllowLeadingWhite, CultureInfo.InvariantCulture);
    }
}
