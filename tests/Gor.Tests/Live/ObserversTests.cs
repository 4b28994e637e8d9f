using System.Net;
using System.Net.Sockets;
using System.Text;
using System.Text.RegularExpressions;
using Gor.Tests.Capture;
using Gor.Tests.Kit;
using Gor.Tests.Output;

namespace Gor.Tests.Live;

/// <summary>The whole program, looked at while it captures: by a monitor, by a service manager, by an operator.</summary>
public sealed partial class ObserversTests : IDisposable
{
    private readonly TemporaryFolder _folder = new();

    public ObserversTests() => Assert.SkipUnless(OperatingSystem.IsLinux() && Environment.UserName == "root", "captures loopback, which needs root");

    public void Dispose() => _folder.Dispose();

    [Fact]
    public async Task A_monitor_sees_what_the_ledger_says()
    {
        await using Calls calls = await Calls.ListenAsync(perSecond: 100, "hello"u8.ToArray());
        await using var sink = new FaultSink(ResurfaceOutputTests.FreePort());
        await using GorProcess gor = GorProcess.Start(null, [.. Arguments(calls.Port, sink.Port), "--http", "127.0.0.1:0"]);
        await gor.UntilLogAsync("gor --http: listening on ");
        using var monitor = new HttpClient { BaseAddress = new Uri(Listening().Match(gor.Log).Groups[1].Value) };
        Assert.Equal("ok\n", await monitor.GetStringAsync("/healthz"));
        Assert.Equal("ok\n", await monitor.GetStringAsync("/readyz"));

        calls.Start();
        await Task.Delay(TimeSpan.FromSeconds(2));
        await calls.StopAsync();
        await Eventually.TrueAsync(() => Metric("gor_output_spooled_records") == calls.Answered.Count);
        Assert.Equal(calls.Answered.Count, Metric("gor_exchanges_recorded_total"));
        Assert.Equal(1, Metric("gor_output_failing"));
        Assert.InRange(Metric("gor_spool_bytes"), 4096, 1 << 20);
        Assert.InRange(Metric("process_resident_memory_bytes"), 10 << 20, 400 << 20);

        // Away, but what it does not take is safe.
        Assert.Equal("ok\n", await monitor.GetStringAsync("/readyz"));
        await sink.StartAsync();
        await Eventually.TrueAsync(() => Metric("gor_output_ended_records_total{output=\"" + sink.Url + "\",end=\"delivered\"}") == calls.Answered.Count);
        Assert.Equal(0, Metric("gor_output_spooled_records"));
        Assert.Equal(0, await gor.StopAsync());

        double Metric(string name)
        {
            string text = monitor.GetStringAsync("/metrics").GetAwaiter().GetResult();
            string line = text.Split('\n').First(line => line.StartsWith(name, StringComparison.Ordinal));
            return double.Parse(line[(line.LastIndexOf(' ') + 1)..]);
        }
    }

    [Fact]
    public async Task An_address_that_is_taken_ends_the_run_at_once()
    {
        using var other = new TcpListener(IPAddress.Loopback, 0);
        other.Start();
        await using GorProcess gor = GorProcess.Start(
            null, [.. Arguments(ResurfaceOutputTests.FreePort(), ResurfaceOutputTests.FreePort()), "--http", other.LocalEndpoint.ToString()!]);
        Assert.Equal(1, await gor.ExitAsync());
        Assert.Contains("cannot listen on 127.0.0.1:", gor.Log);
    }

    [Fact]
    public async Task A_service_manager_is_told_and_an_operator_gets_the_ledger()
    {
        string socket = Path.Combine(_folder.Path, "notify");
        using var manager = new Socket(AddressFamily.Unix, SocketType.Dgram, ProtocolType.Unspecified) { ReceiveTimeout = 20_000 };
        manager.Bind(new UnixDomainSocketEndPoint(socket));
        await using GorProcess gor = GorProcess.Start(
            null,
            ["env", $"NOTIFY_SOCKET={socket}", "WATCHDOG_USEC=400000"],
            Arguments(ResurfaceOutputTests.FreePort(), ResurfaceOutputTests.FreePort()));
        List<string> said = [];
        ReceiveUntil("READY=1");
        ReceiveUntil("WATCHDOG=1");
        ReceiveUntil("WATCHDOG=1");
        gor.Signal("USR1");
        await gor.UntilLogAsync("ledger: balanced");
        gor.Signal("TERM");
        ReceiveUntil("STOPPING=1");
        Assert.Equal(0, await gor.ExitAsync());
        Assert.Equal(2, gor.Log.Split("ledger: balanced").Length - 1);

        void ReceiveUntil(string message)
        {
            byte[] buffer = new byte[1000];
            do
            {
                said.Add(Encoding.UTF8.GetString(buffer, 0, manager.Receive(buffer)));
            }
            while (said[^1] != message);
        }
    }

    [Fact]
    public async Task Ends_at_the_first_loss_where_that_is_wanted()
    {
        await using Calls calls = await Calls.ListenAsync(perSecond: 100, "hello"u8.ToArray());
        await using var sink = new FaultSink(ResurfaceOutputTests.FreePort()) { Status = (_, _) => 400 };
        await sink.StartAsync();
        await using GorProcess gor = GorProcess.Start(
            null, [.. Arguments(calls.Port, sink.Port), "--output-resurface-spool", "off", "--exit-on-loss"]);
        await gor.UntilLogAsync("rules: ");
        calls.Start();
        Assert.Equal(3, await gor.ExitAsync());
        Assert.Matches(@"\d+ calls are lost to http://\S+: \d+ were refused", gor.Log);
    }

    private string[] Arguments(int port, int sink) =>
    [
        "--input-raw", $"lo:{port}", "--output-resurface", $"http://127.0.0.1:{sink}/message",
        "--output-resurface-spool", Path.Combine(_folder.Path, "spool"),
    ];

    [GeneratedRegex(@"listening on (http://\S+:\d+)")]
    private static partial Regex Listening();
}
