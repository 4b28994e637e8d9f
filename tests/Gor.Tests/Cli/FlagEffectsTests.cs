using System.Net;
using System.Net.Sockets;
using System.Text;
using Gor.Cli;
using Gor.Tests.Capture;
using Gor.Tests.Kit;
using static Gor.Tests.Decode.Frames;

namespace Gor.Tests.Cli;

/// <summary>What flags do to a whole run, where no other test shows it.</summary>
public sealed class FlagEffectsTests : IDisposable
{
    private readonly TemporaryFolder _folder = new();

    public void Dispose() => _folder.Dispose();

    [Fact]
    public async Task Copy_buffer_size_cuts_the_bodies_of_messages()
    {
        string capture = Answered("HTTP/1.1 200 OK\r\nContent-Length: 40\r\n\r\n" + new string('x', 40));
        Assert.Contains("\r\n\r\n" + new string('x', 40) + "\n", await MessagesAsync(capture));
        Assert.Contains("\r\n\r\n" + new string('x', 7) + "\n", await MessagesAsync(capture, "--copy-buffer-size", "7"));
    }

    [Fact]
    public async Task Prettify_http_takes_the_chunks_away()
    {
        string capture = Answered("HTTP/1.1 200 OK\r\nTransfer-Encoding: chunked\r\n\r\n2\r\nab\r\n3\r\ncde\r\n0\r\n\r\n");
        Assert.Contains("Transfer-Encoding: chunked", await MessagesAsync(capture));
        string pretty = await MessagesAsync(capture, "--prettify-http");
        Assert.Contains("\r\n\r\nabcde\n", pretty);
        Assert.DoesNotContain("chunked", pretty);
    }

    /// <summary>Bytes that come three seconds late are waited for, or not.</summary>
    [Theory]
    [InlineData("10s", false)]
    [InlineData("1s", true)]
    public async Task Input_raw_expire_is_how_long_missing_bytes_are_waited_for(string expire, bool isCut)
    {
        Conversation talk = Asked();
        talk.Server.Sends("HTTP/1.1 200 OK\r\nContent-Length: 9\r\n\r\nabc");
        long position = talk.Server.Sent;
        talk.Server.Sends("def").Lost();
        talk.Server.Sends("ghi");
        talk.Client.Acknowledges();
        talk.Paused(TimeSpan.FromSeconds(3));
        talk.Client.Acknowledges();
        talk.Server.SendsAgain(position, "def"u8.ToArray());
        FileRun run = await FileRun.OfAsync(_folder.Write("late.pcap", talk.Closed().ToPcap()), 1, "--input-raw-expire", expire);
        Assert.Equal(!isCut, run.Records.Contains("abcdefghi", StringComparison.Ordinal));
        Assert.Equal(isCut ? 1 : 0, run.Ledger[Counter.ExchangesTruncated]);
    }

    /// <summary>Flags that GoReplay needs to get it right: they change nothing here.</summary>
    [Theory]
    [InlineData("--input-raw-allow-incomplete")]
    [InlineData("--input-raw-override-snaplen")]
    [InlineData("--input-raw-stats")]
    [InlineData("--input-raw-protocol=http")]
    [InlineData("--input-raw-vlan")]
    [InlineData("--input-raw-track-response")]
    public async Task A_flag_without_effect_changes_no_record(string flag)
    {
        Conversation talk = Asked();
        talk.Server.Sends("HTTP/1.1 200 OK\r\nContent-Length: 9\r\n\r\nabc");
        talk.Server.Resets();
        string capture = _folder.Write("cut.pcap", talk.ToPcap());
        FileRun without = await FileRun.OfAsync(capture, 1);
        FileRun with = await FileRun.OfAsync(capture, 1, flag);
        Assert.Contains("abc", without.Records);
        Assert.Equal((without.Records, without.Counts), (with.Records, with.Counts));
    }

    [Fact]
    public void Input_raw_protocol_binary_is_refused() => Assert.Contains(
        "--input-raw-protocol \"binary\": refused",
        Assert.Single(Assert.IsType<UsageError>(RunLine.Parse(["--input-raw", ":80", "--input-raw-protocol", "binary"], new Dictionary<string, string>())).Errors));

    [Fact]
    public async Task Input_raw_vxlan_port_is_where_datagrams_are_taken()
    {
        using var sender = new UdpClient(new IPEndPoint(IPAddress.Loopback, 0));
        int port = FreePort();
        await using GorProcess gor = GorProcess.Start(
            null, "--input-raw", "127.0.0.1:80", "--input-raw-engine", "vxlan", "--input-raw-vxlan-port", $"{port}", "--output-null");
        await gor.UntilLogAsync($"capturing vxlan 127.0.0.1:{port}");
        byte[] frame = Ethernet(0x0800, Ipv4(6, Tcp("GET", 5000, 80), "10.0.0.1", "10.0.0.2"));
        await sender.SendAsync((byte[])[8, 0, 0, 0, 0, 0, 42, 0, .. frame], new IPEndPoint(IPAddress.Loopback, port));
        while (!gor.Log.Contains("packets       1 = 1 packets_decoded", StringComparison.Ordinal))
        {
            // Prints the ledger.
            gor.Signal("USR1");
            await Task.Delay(5, TestContext.Current.CancellationToken);
        }

        Assert.Equal(0, await gor.StopAsync());
    }

    [Theory]
    [InlineData("--output-file-queue-limit", "2", 3)]
    [InlineData("--output-file-queue-limit", "0", 1)]
    [InlineData("--output-file-size-limit", "1", 3)]
    [InlineData("--output-file-size-limit", "1mb", 1)]
    [InlineData("--output-file-buffer", "/tmp", 1)]
    public async Task Limits_cut_a_file_into_chunks_of_whole_calls(string flag, string value, int chunks)
    {
        Conversation talk = new Conversation().Opened();
        for (int i = 0; i < 3; i++)
        {
            talk.Client.Sends($"GET /{i} HTTP/1.1\r\nHost: h\r\n\r\n");
            talk.Server.Sends("HTTP/1.1 204 No Content\r\n\r\n");
        }

        string capture = _folder.Write("three.pcap", talk.Closed().ToPcap());
        await GorRun.ToEndAsync("--input-raw", capture, "--output-file", Path.Combine(_folder.Path, "calls.gor"), flag, value);
        Assert.Equal(chunks, Directory.GetFiles(_folder.Path, "calls*.gor").Length);
    }

    [Theory]
    [InlineData("50ms", true)]
    [InlineData("1h", false)]
    public async Task Output_file_flush_interval_is_when_a_call_is_in_the_file(string interval, bool isThere)
    {
        string file = Path.Combine(_folder.Path, "calls.gor");
        await using GorProcess gor = GorProcess.Start(
            null, "--input-dummy", "x", "--output-file", file, "--output-file-append", "--output-file-flush-interval", interval, "--output-stdout");
        while (gor.Records.Count < 20 && !(isThere && Length(file) > 0))
        {
            await Task.Delay(5, TestContext.Current.CancellationToken);
        }

        Assert.Equal(isThere, Length(file) > 0);
        Assert.Equal(0, await gor.StopAsync());
        Assert.NotEqual(0, Length(file));
    }

    private static long Length(string file) => File.Exists(file) ? new FileInfo(file).Length : 0;

    private static int FreePort()
    {
        using var socket = new UdpClient(new IPEndPoint(IPAddress.Loopback, 0));
        return ((IPEndPoint)socket.Client.LocalEndPoint!).Port;
    }

    private static Conversation Asked()
    {
        Conversation talk = new Conversation().Opened();
        talk.Client.Sends("GET /a HTTP/1.1\r\nHost: h\r\n\r\n");
        return talk;
    }

    private string Answered(string response)
    {
        Conversation talk = Asked();
        talk.Server.Sends(response);
        return _folder.Write("talk.pcap", talk.Closed().ToPcap());
    }

    private async Task<string> MessagesAsync(string capture, params string[] flags)
    {
        string file = Path.Combine(_folder.Path, $"{Guid.NewGuid():N}.gor");
        await GorRun.ToEndAsync(["--input-raw", capture, "--output-file", file, "--output-file-append", .. flags]);
        return await File.ReadAllTextAsync(file, Encoding.UTF8);
    }
}
