using System.Net;
using System.Net.Security;
using System.Net.Sockets;
using System.Text;
using Gor.Tests.Capture;
using Gor.Tests.Kit;
using Gor.Tests.Output;

namespace Gor.Tests.Playback;

public sealed class TapeListenerTests : IAsyncLifetime
{
    private const string End = "\n🐵🙈🙉\n";

    private readonly TemporaryFolder _folder = new();
    private readonly Logged _log = new();
    private readonly CancellationTokenSource _stop = new();
    private readonly int _port = ResurfaceOutputTests.FreePort();
    private Pipeline? _pipeline;
    private Task<bool>? _run;

    public ValueTask InitializeAsync() => ValueTask.CompletedTask;

    [Fact]
    public async Task Halves_of_a_call_may_come_over_two_connections()
    {
        Start();
        await SendAsync($"2 a 6 7\nHTTP/1.1 200 OK\r\nContent-Length: 5\r\n\r\nhello{End}");
        await SendAsync($"1 a 5 7\nGET /a HTTP/1.1\r\nHost: h\r\n\r\n{End}");
        await Eventually.TrueAsync(() => _pipeline!.Ledger[Counter.ExchangesRecorded] == 1);
    }

    [Fact]
    public async Task Garbage_costs_its_connection_only_and_is_counted()
    {
        Start();
        await SendAsync("GET / HTTP/1.1\r\nHost: not a tape\r\n\r\n");
        await SendAsync($"nonsense{End}1 a 5 7\nGET /a HTTP/1.1\r\n\r\n{End}2 a 6 7\nHTTP/1.1 200 OK\r\nContent-Length: 0\r\n\r\n{End}");
        await Eventually.TrueAsync(() => _pipeline!.Ledger[Counter.ExchangesRecorded] == 1 && _pipeline.Ledger[Counter.TapedMessagesMalformed] == 2);
    }

    [Fact]
    public async Task A_message_at_the_end_of_what_came_is_not_held_back()
    {
        Start();
        using var client = new TcpClient();
        await client.ConnectAsync(IPAddress.Loopback, _port);
        await client.GetStream().WriteAsync(Encoding.UTF8.GetBytes(
            $"1 a 5 7\nHEAD /a HTTP/1.1\r\n\r\n{End}2 a 6 7\nHTTP/1.1 200 OK\r\nContent-Length: 900\r\n\r\n{End}"));
        await Eventually.TrueAsync(() => _pipeline!.Ledger[Counter.ExchangesRecorded] == 1);
    }

    [Fact]
    public async Task Over_TLS()
    {
        (string certificate, string key) = TestCertificate.Write(_folder);
        Start("--input-tcp-secure", "--input-tcp-certificate", certificate, "--input-tcp-certificate-key", key);
        using var client = new TcpClient();
        await client.ConnectAsync(IPAddress.Loopback, _port);
        await using var secure = new SslStream(client.GetStream(), false, (_, _, _, _) => true);
        await secure.AuthenticateAsClientAsync("localhost");
        await secure.WriteAsync(Encoding.UTF8.GetBytes($"1 a 5 7\nGET /a HTTP/1.1\r\n\r\n{End}2 a 6 7\nHTTP/1.1 204 No Content\r\n\r\n{End}"));
        await Eventually.TrueAsync(() => _pipeline!.Ledger[Counter.ExchangesRecorded] == 1);
    }

    [Fact]
    public void A_port_that_is_taken_and_a_certificate_that_is_none_are_said_at_the_start()
    {
        using var taken = new TcpListener(IPAddress.Loopback, _port);
        taken.Start();
        Assert.Contains("port that is free", Refused());
        Assert.Contains("--input-tcp-certificate /none", Refused("--input-tcp-secure", "--input-tcp-certificate", "/none"));
    }

    [Fact]
    public async Task Both_ends_of_gor_bring_the_records_of_the_capture()
    {
        Conversation talk = new Conversation().Opened();
        talk.Client.Sends("GET /a HTTP/1.1\r\nHost: h\r\n\r\n");
        talk.Server.Sends("HTTP/1.1 200 OK\r\nContent-Length: 5\r\n\r\nhello");
        string capture = _folder.Write("talk.pcap", talk.Closed().ToPcap());
        string[] live = await GorRun.RecordsAsync(_folder, "--input-raw", capture);
        string records = Path.Combine(_folder.Path, "records.ndjson");
        Start("--output-resurface", records, "--output-resurface-rules", "include debug");
        await GorRun.ToEndAsync("--input-raw", capture, "--output-file", Path.Combine(_folder.Path, "a.gor"), "--output-file-append");
        await SendAsync(File.ReadAllText(Path.Combine(_folder.Path, "a.gor")));
        await Eventually.TrueAsync(() => _pipeline!.Ledger[Counter.ExchangesRecorded] == 1);
        await EndAsync();
        Assert.Equal(live, File.ReadAllLines(records));
    }

    public async ValueTask DisposeAsync()
    {
        if (_run is not null)
        {
            await EndAsync();
        }

        _folder.Dispose();
        _stop.Dispose();
    }

    private void Start(params string[] words)
    {
        string[] output = words.Contains("--output-resurface") ? [] : ["--output-null"];
        _pipeline = GorRun.Open(_log, ["--input-tcp", $"127.0.0.1:{_port}", .. output, .. words]);
        _run = _pipeline.RunAsync(_stop.Token);
    }

    private async Task EndAsync()
    {
        await _stop.CancelAsync();
        Assert.True(await _run!);
        Assert.True(_pipeline!.Ledger.IsBalanced, _pipeline.Ledger.ToString());
        await _pipeline.DisposeAsync();
        _run = null;
    }

    private string Refused(params string[] words) => Assert.Single(Assert.Throws<StartException>(() =>
        GorRun.Open(_log, ["--input-tcp", $"127.0.0.1:{_port}", "--output-null", .. words])).Errors);

    private async Task SendAsync(string tape)
    {
        using var client = new TcpClient();
        await client.ConnectAsync(IPAddress.Loopback, _port);
        await client.GetStream().WriteAsync(Encoding.UTF8.GetBytes(tape));
    }
}
