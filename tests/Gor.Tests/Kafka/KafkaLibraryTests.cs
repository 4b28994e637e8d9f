using Gor.Tests.Capture;
using Gor.Tests.Kit;

namespace Gor.Tests.Kafka;

/// <summary>The library in the program: it costs nothing where nobody asks for it, and needs no file where somebody does.</summary>
public sealed class KafkaLibraryTests
{
    [Fact]
    public async Task Without_a_flag_of_Kafka_it_is_not_loaded()
    {
        await using GorProcess gor = GorProcess.Start(null, "--input-dummy", "1", "--output-null");
        await gor.UntilLogAsync("rules: ");
        Assert.DoesNotContain("librdkafka", await MappedAsync(gor));
        Assert.Equal(ExitCode.Done, await gor.StopAsync());
    }

    [Fact]
    public async Task With_one_it_runs_from_memory()
    {
        await using GorProcess gor = GorProcess.Start(null, "--input-dummy", "1", "--output-kafka-host", "127.0.0.1:1", "--output-kafka-topic", "t", "--shutdown-timeout", "0s");
        await gor.UntilLogAsync("rules: ");
        Assert.Contains("/memfd:librdkafka (deleted)", await MappedAsync(gor));
        await gor.StopAsync();
    }

    /// <summary>From end to end in two processes; with <c>GOR_BINARY</c> those of a release.</summary>
    [Theory]
    [InlineData("--output-kafka-json-format", "--input-kafka-json-format")]
    [InlineData("--output-kafka-json-format=false", "--input-kafka-json-format=false")]
    public async Task The_program_sends_and_takes_calls(string output, string input)
    {
        using var folder = new TemporaryFolder();
        using var kafka = new MockKafka();
        kafka.Create("calls", 2);
        string capture = SourceTree.PathOf("tests/Gor.Tests/Golden/Captures/plain.pcap");
        string[] live = await GorRun.RecordsAsync(folder, "--input-raw", capture);
        await using GorProcess sender = GorProcess.Start(null, "--input-raw", capture, "--output-kafka-host", kafka.Hosts, "--output-kafka-topic", "calls", output);
        Assert.True(await sender.ExitAsync() == ExitCode.Done, sender.Log);
        await using GorProcess writer = GorProcess.Start(
            null, "--input-kafka-host", kafka.Hosts, "--input-kafka-topic", "calls", "--input-kafka-offset", "-2", input, "--output-resurface", "-", "--output-resurface-rules", "include debug");
        await Eventually.TrueAsync(() => writer.Records.Count >= live.Length);
        Assert.Equal(ExitCode.Done, await writer.StopAsync());
        Assert.Equal(live, writer.Records.Order(StringComparer.Ordinal));
        Assert.Contains("ledger: balanced", writer.Log);
    }

    private static Task<string> MappedAsync(GorProcess gor) => File.ReadAllTextAsync($"/proc/{gor.Id}/maps", TestContext.Current.CancellationToken);
}
