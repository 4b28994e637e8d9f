using System.Diagnostics;
using System.Globalization;

namespace Gor.Load;

/// <summary>How soon it is there, and what it costs where nothing happens.</summary>
internal sealed class StartRows(BenchOptions options)
{
    private const int Starts = 9;

    private static readonly TimeSpan Pause = TimeSpan.FromMilliseconds(2);

    public async Task<IReadOnlyList<BenchRow>> MeasureAsync()
    {
        double[] help = [.. Enumerable.Range(0, Starts).Select(_ => Sample.Of([options.Gor, "--help"]).WallSeconds)];
        var captured = new List<double>();
        for (int i = 0; i < Starts; i++)
        {
            captured.Add(await FirstCallAsync());
        }

        return
        [
            Rows.Of("--help", help, 1e-3, "ms") with { Target = 30 },
            Rows.Of("start to first call captured", captured, 1e-3, "ms") with { Target = 100 },
            await IdleAsync(),
        ];
    }

    /// <summary>
    /// Calls one after the other, each on a connection of its own and with the time in its URL: the first that is captured tells when
    /// capturing began. Between them is a pause, as callers that take all processors would delay the start themselves.
    /// </summary>
    private async Task<double> FirstCallAsync()
    {
        using Peer server = await Peer.StartAsync("serve");
        using var enough = new CancellationTokenSource();
        long start = Stopwatch.GetTimestamp();
        Task calling = CallAsync(server.Url, start, enough.Token);
        string file = Path.GetTempFileName();
        using Subject gor = Subject.Start(
            [options.Gor, "--input-raw", $"127.0.0.1:{server.Port}", "--output-resurface", $"file://{file}", "--output-resurface-rules", "include debug"]);
        while (new FileInfo(file).Length == 0)
        {
            await Task.Delay(TimeSpan.FromMilliseconds(20));
        }

        await enough.CancelAsync();
        await calling;
        await gor.StopAsync();
        string first = File.ReadLines(file).First();
        File.Delete(file);
        string after = first[(first.IndexOf("at=", StringComparison.Ordinal) + 3)..];
        return double.Parse(after[..after.IndexOf('"', StringComparison.Ordinal)], CultureInfo.InvariantCulture) / 1e3;
    }

    private static async Task CallAsync(Uri server, long start, CancellationToken enough)
    {
        using var client = new HttpClient(new SocketsHttpHandler { UseProxy = false }) { DefaultRequestHeaders = { ConnectionClose = true } };
        while (!enough.IsCancellationRequested)
        {
            string at = Stopwatch.GetElapsedTime(start).TotalMilliseconds.ToString("0.0", CultureInfo.InvariantCulture);
            await client.GetStringAsync(new Uri(server, $"/items?at={at}"), CancellationToken.None);
            await Task.Delay(Pause, CancellationToken.None);
        }
    }

    private async Task<BenchRow> IdleAsync()
    {
        using Peer server = await Peer.StartAsync("serve");
        using Subject gor = await Subject.StartReadyAsync(
            [options.Gor, "--input-raw", $"127.0.0.1:{server.Port}", "--output-null"], "capturing");
        await PacketSockets.WaitForAsync(gor.Id);
        await Task.Delay(TimeSpan.FromSeconds(1));
        double before = gor.CpuSeconds;
        var time = TimeSpan.FromSeconds(2 * options.Seconds);
        await Task.Delay(time);
        double share = (gor.CpuSeconds - before) / time.TotalSeconds;
        double megabytes = gor.PeakMegabytes;
        await gor.StopAsync();
        return new BenchRow("idle", share * 100, "% of a core", Target: 0.1, Megabytes: megabytes);
    }
}
