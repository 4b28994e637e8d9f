using System.Diagnostics;
using System.Globalization;
using System.Net.Sockets;
using System.Text;

namespace Gor.Load;

/// <summary>How soon it is there, and what it costs where nothing happens.</summary>
internal sealed class StartRows(BenchOptions options)
{
    private const int Starts = 9;

    private const int WarmUp = 100;

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
    /// capturing began. Between them is a pause, and the caller is warm: else the start would be measured together with what delays it.
    /// </summary>
    private async Task<double> FirstCallAsync()
    {
        using Peer server = await Peer.StartAsync("serve");
        using var enough = new CancellationTokenSource();
        long[] start = [Stopwatch.GetTimestamp()];
        Call(server.Url, start, WarmUp, CancellationToken.None);
        string file = Path.GetTempFileName();
        var calling = Task.Factory.StartNew(
            () => Call(server.Url, start, int.MaxValue, enough.Token), CancellationToken.None, TaskCreationOptions.LongRunning, TaskScheduler.Default);
        start[0] = Stopwatch.GetTimestamp();
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

    /// <param name="start">A timestamp, from which times are told.</param>
    private static void Call(Uri server, long[] start, int calls, CancellationToken enough)
    {
        byte[] answer = new byte[1 << 16];
        for (int i = 0; i < calls && !enough.IsCancellationRequested; i++)
        {
            string at = Stopwatch.GetElapsedTime(Volatile.Read(ref start[0])).TotalMilliseconds.ToString("0.0", CultureInfo.InvariantCulture);
            using var socket = new Socket(AddressFamily.InterNetwork, SocketType.Stream, ProtocolType.Tcp);
            socket.Connect(server.Host, server.Port);
            socket.Send(Encoding.ASCII.GetBytes($"GET /items?at={at} HTTP/1.1\r\nHost: {server.Authority}\r\nConnection: close\r\n\r\n"));
            while (socket.Receive(answer) > 0)
            {
            }

            Thread.Sleep(Pause);
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
