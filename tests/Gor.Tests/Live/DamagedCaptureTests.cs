using System.Diagnostics;
using Gor.Capture;
using Gor.Cli;
using Gor.Tests.Capture;
using Gor.Tests.Kit;

namespace Gor.Tests.Live;

/// <summary>Captures that are cut, flipped or absurd, through the whole pipeline: each ends in bounded memory and time, and is accounted for.</summary>
public sealed class DamagedCaptureTests : IDisposable
{
    private const int Captures = 200;
    private const long MostMemory = 256 << 20;
    private static readonly TimeSpan MostTime = TimeSpan.FromSeconds(30);

    private readonly TemporaryFolder _folder = new();

    public void Dispose() => _folder.Dispose();

    [Fact]
    public async Task End_cleanly()
    {
        byte[][] whole = Whole();
        var random = new Random(9);
        int refused = 0;
        int withCalls = 0;
        for (int i = 0; i < Captures; i++)
        {
            byte[] damaged = Damage(whole[i % whole.Length], random, i / whole.Length % 4);
            string path = _folder.Write($"damaged-{i}.pcap", damaged);
            long before = GC.GetTotalAllocatedBytes();
            var watch = Stopwatch.StartNew();
            try
            {
                withCalls += await RunAsync(path) > 0 ? 1 : 0;
            }
            catch (StartException refusal)
            {
                refused++;
                Assert.Contains("damaged-", Assert.Single(refusal.Errors));
            }

            Assert.True(watch.Elapsed < MostTime, $"{path} took {watch.Elapsed}");
            Assert.InRange(GC.GetTotalAllocatedBytes() - before, 0, MostMemory);
        }

        // Neither all nor none of them are beyond use, or the test shows nothing.
        Assert.InRange(refused, 1, Captures / 2);
        Assert.InRange(withCalls, Captures / 4, Captures);
    }

    [Theory]
    [InlineData(false, 0)]
    [InlineData(true, 1)]
    public async Task Are_a_failure_only_where_that_is_asked_for(bool isStrict, int code)
    {
        byte[] pcap = Talk(0).ToPcap();
        string path = _folder.Write("cut.pcap", pcap[..^7]);
        await using GorProcess gor = GorProcess.Start(
            null, ["--input-raw", path, "--output-resurface", "-", "--output-resurface-rules", "include debug", .. isStrict ? (string[])["--strict"] : []]);
        Assert.Equal(code, await gor.ExitAsync());
        Assert.Equal(1, gor.Count("/call-0/"));
        Assert.Matches("cut.pcap\" is cut at byte [0-9]+: the record there needs [0-9]+ bytes", gor.Log);
        Assert.Contains("ledger: balanced", gor.Log);
    }

    /// <summary>Small by default, so that it fits a test run; <c>GOR_STREAM_MB</c> makes it larger.</summary>
    [Fact]
    public async Task Of_any_length_take_no_more_memory_from_standard_input()
    {
        if (!OperatingSystem.IsLinux())
        {
            Assert.Skip("Memory is read from /proc.");
        }

        int megabytes = int.TryParse(Environment.GetEnvironmentVariable("GOR_STREAM_MB"), out int asked) ? asked : 128;
        await using GorProcess gor = GorProcess.Start(null, "--input-raw", "-", "--output-null");
        Stream input = gor.Input;
        await input.WriteAsync(Talk(0).ToPcap().AsMemory(0, 24));
        long written = 0;
        int calls = 0;
        long atHalf = 0;
        while (written < (long)megabytes << 20)
        {
            byte[] packets = Talk(calls++, new string('x', 60_000)).ToPcap()[24..];
            await input.WriteAsync(packets);
            written += packets.Length;
            if (atHalf == 0 && written > (long)megabytes << 19)
            {
                atHalf = PeakOf(gor);
            }
        }

        await input.FlushAsync();
        long atEnd = PeakOf(gor);
        input.Close();
        Assert.Equal(0, await gor.ExitAsync());
        Assert.Contains($"exchanges     {calls} = {calls} exchanges_recorded", gor.Log);
        Assert.InRange(atEnd, 1, 512 << 10);
        Assert.True(atEnd < atHalf + (100 << 10), $"{atHalf} KiB at half of it, {atEnd} KiB at its end");
    }

    private static async Task<long> RunAsync(string path)
    {
        RunCommand run = Assert.IsType<RunCommand>(CommandLine.Parse(["--input-raw", path, "--output-null"], new Dictionary<string, string>()));
        await using Pipeline pipeline = Pipeline.Open(run.Options, new Logged().Log);
        using var stop = new CancellationTokenSource(MostTime);
        await pipeline.RunAsync(stop.Token);
        Assert.True(pipeline.Ledger.IsBalanced, $"{path}: {pipeline.Ledger}");
        return pipeline.Ledger[Counter.ExchangesFormed];
    }

    /// <summary>The same calls in every format.</summary>
    private byte[][] Whole()
    {
        byte[] pcap = [.. Talk(0).ToPcap(), .. Enumerable.Range(1, 20).SelectMany(i => Talk(i).ToPcap()[24..])];
        string path = Path.Combine(_folder.Path, "whole.pcapng");
        using (FileSource source = FileSource.Open([_folder.Write("whole.pcap", pcap)], new CaptureOptions(), 0))
        using (PacketFile file = PacketFile.Open(path, 1 << 30, 1, new Logged().Log))
        {
            source.Run(new PacketTee(file, new PacketRecorder()), CancellationToken.None);
        }

        byte[] pcapng = File.ReadAllBytes(path);
        return [pcap, pcapng, CaptureFileTests.Gzipped(pcap), CaptureFileTests.Zstandard(pcapng)];
    }

    private static byte[] Damage(byte[] whole, Random random, int way)
    {
        byte[] damaged = [.. whole];
        switch (way)
        {
            case 0:
                return damaged[..random.Next(damaged.Length)];
            case 1:
                for (int i = 0; i < 20; i++)
                {
                    damaged[random.Next(damaged.Length)] ^= (byte)(1 << random.Next(8));
                }

                return damaged;
            case 2:
                // Absurd lengths, wherever they strike.
                for (int i = 0; i < 3; i++)
                {
                    random.NextBytes(damaged.AsSpan(random.Next(damaged.Length - 4), 4));
                }

                BitConverter.TryWriteBytes(damaged.AsSpan(Math.Min(32, damaged.Length - 4)), random.Next());
                return damaged;
            default:
                int at = random.Next(damaged.Length);
                return [.. damaged[..at], .. new byte[random.Next(2000)], .. damaged[at..]];
        }
    }

    private static Conversation Talk(int number, string body = "hello")
    {
        Conversation talk = new Conversation(1024 + number % 60_000).Numbered((uint)number * 100_000, (uint)number * 200_000)
            .Paused(TimeSpan.FromMilliseconds(number * 20L)).Opened();
        talk.Client.Sends($"GET /call-{number}/ HTTP/1.1\r\nHost: test\r\n\r\n");
        talk.Server.Sends($"HTTP/1.1 200 OK\r\nContent-Length: {body.Length}\r\n\r\n{body}");
        return talk.Closed();
    }

    /// <summary>In KiB.</summary>
    private static long PeakOf(GorProcess gor) => long.Parse(
        File.ReadLines($"/proc/{gor.Id}/status").Single(line => line.StartsWith("VmHWM:", StringComparison.Ordinal)).Split(' ', StringSplitOptions.RemoveEmptyEntries)[1]);
}
