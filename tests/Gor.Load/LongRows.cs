using System.Globalization;

namespace Gor.Load;

/// <summary>An hour at 1,000 calls a second (360 times the length of the other live runs): memory must not grow with the length of a run.</summary>
internal sealed class LongRows(BenchOptions options)
{
    private const int Connections = 32;
    private const double Rate = 1000;
    private const int Stretches = 12;

    public async Task<IReadOnlyList<BenchRow>> MeasureAsync()
    {
        using Peer server = await Peer.StartAsync("serve");
        using Peer sink = await Peer.StartAsync("sink");
        using var load = new LoadGenerator(server.Url, Connections);
        using Subject gor = await Subject.StartReadyAsync(
            [options.Gor, "--input-raw", $"127.0.0.1:{server.Port}", "--output-resurface", $"{sink.Url}message", "--output-resurface-rules", "include debug"],
            "capturing");
        await PacketSockets.WaitForAsync(gor.Id);
        double before = gor.CpuSeconds;
        var time = TimeSpan.FromSeconds(360.0 * options.Seconds / Stretches);
        long calls = 0;
        var resident = new List<double>();
        for (int i = 0; i < Stretches; i++)
        {
            calls += await load.RunAsync(long.MaxValue, Rate, time);
            resident.Add(gor.Megabytes);
        }

        double cpu = gor.CpuSeconds - before;
        double peak = gor.PeakMegabytes;
        await gor.StopAsync();
        long records = await sink.AskAsync("count");
        string stretches = string.Join(", ", resident.Select(megabytes => megabytes.ToString("0", CultureInfo.InvariantCulture)));
        return
        [
            new BenchRow("live, long, 1,000 calls/s", cpu * 1e6 / Math.Max(1, records), "µs a call", Megabytes: peak, MegabytesTarget: 150,
                Completeness: (double)records / calls, CompletenessTarget: 1)
            {
                Note = $"{Stretches * time.TotalMinutes:0} minutes, {records} of {calls} calls delivered, resident MB in equal stretches: {stretches}{gor.Losses}",
            },
        ];
    }
}
