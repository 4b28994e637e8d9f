using System.Text;
using Gor.Output;
using Gor.Replay;
using Gor.Tests.Capture;
using Gor.Tests.Kit;
using Gor.Tests.Output;

namespace Gor.Tests.Replay;

public sealed class RemoteTapeOutputTests : IDisposable
{
    private const string End = "\n🐵🙈🙉\n";

    private readonly Logged _log = new();
    private readonly TemporaryFolder _folder = new();

    public void Dispose() => _folder.Dispose();

    [Fact]
    public async Task Calls_wait_for_a_receiver_that_comes_late_and_arrive_in_order()
    {
        int port = ResurfaceOutputTests.FreePort();
        await using IOutput output = Open(port, workers: 1);
        IRecordWriter writer = output.OpenWriter();
        Write(writer, 0, 50);
        await Eventually.TrueAsync(() => output.Status.IsFailing);
        await using var server = new TapeServer(port);
        Write(writer, 50, 50);
        writer.Close();
        await output.StopAsync(TestContext.Current.CancellationToken);
        string expected = string.Concat(Enumerable.Range(0, 100).Select(Call));
        await server.UntilAsync(Call(99));
        Assert.Equal(expected, server.Received);
        Assert.Equal("100 = 100 delivered", output.Tally.ToString());
        Assert.Contains(_log.Lines, line => line.Contains("does not take records"));
        Assert.Contains(_log.Lines, line => line.Contains("takes records again"));
    }

    [Fact]
    public async Task A_connection_that_breaks_is_made_again_and_no_call_is_lost()
    {
        await using var server = new TapeServer();
        await using IOutput output = Open(server.Port, workers: 1);
        IRecordWriter writer = output.OpenWriter();
        for (int i = 0; i < 5; i++)
        {
            Write(writer, i, 1);
            await server.UntilAsync(Call(i));
            server.BreakAll();
        }

        writer.Close();
        await output.StopAsync(TestContext.Current.CancellationToken);
        Assert.Equal(5, output.Tally.Delivered);
        Assert.All(Enumerable.Range(0, 5), i => Assert.Contains(Call(i), server.Received));
        Assert.InRange(server.Connections, 5, 10);
    }

    [Fact]
    public async Task What_finds_no_room_is_counted_and_what_waits_at_the_end_too()
    {
        await using IOutput output = Open(ResurfaceOutputTests.FreePort(), workers: 2, memory: 64 << 10);
        IRecordWriter writer = output.OpenWriter();
        byte[] large = Encoding.ASCII.GetBytes($"1 {Gor.Tape.TapeId.Of("a"u8)} 5 7\nGET /{new string('x', 20_000)} HTTP/1.1\r\n\r\n{End}"[..^1]);
        for (int i = 0; i < 10; i++)
        {
            writer.Write(large);
            writer.Tick(isBehind: false);
        }

        writer.Close();
        await output.StopAsync(new CancellationToken(canceled: true));
        Assert.Equal("10 = 8 shed + 2 given up", output.Tally.ToString());
        Assert.Equal(10, output.Tally.Lost);
    }

    [Fact]
    public async Task Nothing_goes_to_a_server_whose_certificate_is_not_trusted()
    {
        (string certificate, string key) = TestCertificate.Write(_folder);
        int port = ResurfaceOutputTests.FreePort();
        await using Pipeline receiver = GorRun.Open(
            _log, "--input-tcp", $"127.0.0.1:{port}", "--input-tcp-secure", "--input-tcp-certificate", certificate, "--input-tcp-certificate-key", key, "--output-null");
        using var stop = new CancellationTokenSource();
        Task<bool> receiving = receiver.RunAsync(stop.Token);
        await using IOutput output = Open(port, workers: 1, isSecure: true);
        IRecordWriter writer = output.OpenWriter();
        Write(writer, 0, 1);
        await Eventually.TrueAsync(() => _log.Lines.Any(line => line.Contains("certificate", StringComparison.OrdinalIgnoreCase) && line.Contains("does not take records")));
        writer.Close();
        await output.StopAsync(new CancellationToken(canceled: true));
        Assert.Equal("1 = 1 given up", output.Tally.ToString());
        await stop.CancelAsync();
        Assert.True(await receiving);
        Assert.Equal(0, receiver.Ledger[Counter.TapedMessagesRead]);
    }

    [Theory]
    [InlineData(false)]
    [InlineData(true)]
    public async Task Over_a_WebSocket_each_message_is_a_binary_one_and_a_broken_one_is_made_again(bool isSecure)
    {
        await using WebSocketServer server = await WebSocketServer.StartAsync(isSecure);
        var options = new ReplayOptions { WebSocket = new RemoteOptions { Addresses = [Address(server.Url("u:p%40"))], Workers = 1, SkipsVerify = isSecure } };
        await using IOutput output = Factory(1 << 20).Create(options).Single();
        Assert.Equal(server.Url(""), output.Name);
        IRecordWriter writer = output.OpenWriter();
        Write(writer, 0, 1);
        await Eventually.TrueAsync(() => server.Messages.Count == 2);
        server.EndAll();
        Write(writer, 1, 1);
        writer.Close();
        await output.StopAsync(TestContext.Current.CancellationToken);
        Assert.Equal((2, 0), (output.Tally.Delivered, output.Tally.Lost));

        // The second one may have been on its way when the connection broke.
        string[] expected = [.. Enumerable.Range(0, 2).SelectMany(i => Call(i).Split(End, StringSplitOptions.RemoveEmptyEntries))];
        Assert.Equal(expected, server.Messages.Distinct());
        Assert.Equal("Basic " + Convert.ToBase64String("u:p@"u8), server.Authorization);
    }

    private static LimitedAddress Address(string address) => new(address, RateLimit.None);

    private static string Call(int number)
    {
        Gor.Tape.TapeId id = Gor.Tape.TapeId.Of(Encoding.ASCII.GetBytes($"{number}"));
        return $"1 {id} 5 7\nGET /{number} HTTP/1.1\r\n\r\n{End}2 {id} 6 7\nHTTP/1.1 204 No Content\r\n\r\n{End}";
    }

    private static void Write(IRecordWriter writer, int first, int count)
    {
        for (int i = first; i < first + count; i++)
        {
            writer.Write(Encoding.UTF8.GetBytes(Call(i)[..^1]));
            writer.Tick(isBehind: false);
        }
    }

    private ReplayFactory Factory(long memory) => new(memory, new BundleQueues(holdBack: false, TimeProvider.System), (_, _) => { }, _ => ValueTask.CompletedTask, _log.Log, TimeProvider.System);

    private IOutput Open(int port, int workers, long memory = 1 << 20, bool isSecure = false) => Factory(memory).Create(new ReplayOptions
    {
        Tcp = new RemoteOptions { Addresses = [Address($"127.0.0.1:{port}")], Workers = workers, IsSecure = isSecure },
    }).Single();
}
