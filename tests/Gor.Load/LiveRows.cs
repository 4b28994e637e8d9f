namespace Gor.Load;

/// <summary>Loopback while it is busy: web server, callers, endpoint and the program on the same cores.</summary>
internal sealed class LiveRows(BenchOptions options)
{
    private const int Connections = 32;
    private const string Debug = "include debug";

    public async Task<IReadOnlyList<BenchRow>> MeasureAsync()
    {
        (double Rate, string Rules, BenchRow Row)[] works =
        [
            (490, Debug, new("live, 490 calls/s", 0, "µs a call", Target: 150, MegabytesTarget: 100, CompletenessTarget: 1)),
            (1650, Debug, new("live, 1,650 calls/s", 0, "µs a call", Target: 150, MegabytesTarget: 150, CompletenessTarget: 1)),
            (2290, Debug, new("live, 2,290 calls/s", 0, "µs a call", Target: 150, MegabytesTarget: 150, CompletenessTarget: 1)),
            (0, "include strict", new("live flood, strict", 0, "µs a call", MegabytesTarget: 150, CompletenessTarget: 0.999)),
            (0, Debug, new("live flood, debug", 0, "µs a call", MegabytesTarget: 256, CompletenessTarget: 0.9)),
        ];
        List<BenchRow> rows = [];
        foreach ((double rate, string rules, BenchRow row) in works.Where(work => work.Row.Work.Contains(options.Only, StringComparison.Ordinal)))
        {
            rows.Add(await CallAsync(rate, rules, row));
        }

        return rows;
    }

    /// <param name="rate">Calls per second; 0: as many as go.</param>
    private async Task<BenchRow> CallAsync(double rate, string rules, BenchRow row)
    {
        using Peer server = await Peer.StartAsync("serve");
        using Peer sink = await Peer.StartAsync("sink");
        using var load = new LoadGenerator(server.Url, Connections);
        using Subject gor = await Subject.StartReadyAsync(
            [options.Gor, "--input-raw", $"127.0.0.1:{server.Port}", "--output-resurface", $"{sink.Url}message", "--output-resurface-rules", rules],
            "capturing");
        await PacketSockets.WaitForAsync(gor.Id);
        double before = gor.CpuSeconds;
        var time = TimeSpan.FromSeconds(options.Seconds);
        long calls = await load.RunAsync(long.MaxValue, rate, time);

        // All of it has gone out when the endpoint hears nothing new; what follows is the end of the program, not the work.
        await QuietAsync(sink);
        double cpu = gor.CpuSeconds - before;
        double megabytes = gor.PeakMegabytes;
        await gor.StopAsync();
        long records = await sink.AskAsync("count");
        return row with
        {
            Value = cpu * 1e6 / Math.Max(1, records),
            Megabytes = megabytes,
            Completeness = (double)records / calls,
            Note = $"{calls / time.TotalSeconds:0} calls/s, {records} of {calls} calls delivered, {cpu / time.TotalSeconds:P0} of a core{gor.Losses}",
        };
    }

    private static async Task QuietAsync(Peer sink)
    {
        long heard = -1;
        for (long now; (now = await sink.AskAsync("count")) != heard; heard = now)
        {
            await Task.Delay(TimeSpan.FromSeconds(2));
        }
    }
}
