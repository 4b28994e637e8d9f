using System.Text;
using Gor.Decode;
using Gor.Tests.Kit;

namespace Gor.Tests.Live;

/// <summary>Messages without an end, through the whole process: its memory stays where it was, and every byte is counted.</summary>
[Collection(nameof(Alone))]
public sealed class EndlessTests
{
    private const int PieceLength = 60_000;
    private const long MostMemory = 200 << 20;

    private static readonly FlowKey ClientKey =
        new(new Endpoint(Address.FromIpv4(0x0A000001), 40000), new Endpoint(Address.FromIpv4(0x0A000002), 80), 0);

    private readonly long[] _sent = [1000, 5000];
    private long _ordinal;

    [Fact]
    public async Task A_header_without_end()
    {
        await using GorProcess gor = await StartAsync();
        await SendAsync(gor, 0, "GET / HTTP/1.1\r\nX: "u8.ToArray());
        long length = await FloodAsync(gor, 0, 512 << 20);
        await StopAsync(gor);
        Assert.Empty(gor.Records);
        Assert.Contains($"payload bytes {length + 19} = ", gor.Log, StringComparison.Ordinal);
        Assert.Contains("bytes_over_limit", gor.Log, StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_chunk_without_end()
    {
        await using GorProcess gor = await StartAsync();
        await SendAsync(gor, 0, "GET /chunk HTTP/1.1\r\nHost: h\r\n\r\n"u8.ToArray());
        await SendAsync(gor, 1, "HTTP/1.1 200 OK\r\nTransfer-Encoding: chunked\r\n\r\n7fffffffffff\r\n"u8.ToArray());
        long length = await FloodAsync(gor, 1, 512 << 20);
        await StopAsync(gor);
        string record = Assert.Single(gor.Records);
        Assert.Contains($$"""["response_body","{ \"overflowed\": {{length}} }"]""", record, StringComparison.Ordinal);
        Assert.Contains("1 exchanges_truncated", gor.Log, StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_gigabyte()
    {
        const int total = 1 << 30;
        await using GorProcess gor = await StartAsync();
        await SendAsync(gor, 0, "GET /huge HTTP/1.1\r\nHost: h\r\n\r\n"u8.ToArray());
        await SendAsync(gor, 1, Encoding.ASCII.GetBytes($"HTTP/1.1 200 OK\r\nContent-Length: {total}\r\n\r\n"));
        await FloodAsync(gor, 1, total);
        await StopAsync(gor);
        Assert.Contains($$"""["response_body","{ \"overflowed\": {{total}} }"]""", Assert.Single(gor.Records), StringComparison.Ordinal);
        Assert.DoesNotContain("exchanges_truncated", gor.Log, StringComparison.Ordinal);
    }

    private async Task<GorProcess> StartAsync()
    {
        Assert.SkipUnless(OperatingSystem.IsLinux(), "What a process used at most is read from /proc.");
        GorProcess gor = GorProcess.Start(null, "--input-raw", "-", "--output-resurface", "-", "--output-resurface-rules", "include debug");
        await gor.Input.WriteAsync(new Gor.Tests.Capture.PcapBytes().ToArray());
        await SendAsync(gor, 0, [], TcpFlags.Syn);
        await SendAsync(gor, 1, [], TcpFlags.Syn | TcpFlags.Ack);
        return gor;
    }

    private static async Task StopAsync(GorProcess gor)
    {
        await gor.Input.FlushAsync();
        string status = await File.ReadAllTextAsync($"/proc/{gor.Id}/status");
        long peak = long.Parse(status.Split("VmHWM:")[1].Split("kB")[0].Trim()) << 10;
        gor.Input.Close();
        Assert.True(await gor.ExitAsync() == 0, gor.Log);
        Assert.Contains("ledger: balanced", gor.Log, StringComparison.Ordinal);
        Assert.True(peak < MostMemory, $"{peak >> 20} MiB were resident");
        TestContext.Current.TestOutputHelper?.WriteLine($"{peak >> 20} MiB were resident at most");
    }

    /// <returns>Bytes sent.</returns>
    private async Task<long> FloodAsync(GorProcess gor, int side, long length)
    {
        byte[] piece = Encoding.ASCII.GetBytes(new string('x', PieceLength));
        for (long left = length; left > 0; left -= PieceLength)
        {
            await SendAsync(gor, side, left < PieceLength ? piece[..(int)left] : piece);
        }

        return length;
    }

    private async Task SendAsync(GorProcess gor, int side, byte[] payload, TcpFlags flags = TcpFlags.Ack)
    {
        _ordinal++;
        byte[] frame = ConversationFrame.Of(new Segment
        {
            Key = side == 0 ? ClientKey : ClientKey.Reversed,
            Sequence = (uint)_sent[side],
            Acknowledgment = flags == TcpFlags.Syn ? 0 : (uint)_sent[1 - side],
            Flags = flags,
            TimestampNs = 0,
            Ordinal = _ordinal,
            CapturePoint = 0,
            Payload = payload,
        });
        _sent[side] += (flags & TcpFlags.Syn) != 0 ? 1 : payload.Length;
        byte[] header = new byte[16];
        BitConverter.TryWriteBytes(header, (uint)(1_700_000_000 + (_ordinal / 1000)));
        BitConverter.TryWriteBytes(header.AsSpan(4), (uint)(_ordinal % 1000 * 1000));
        BitConverter.TryWriteBytes(header.AsSpan(8), frame.Length);
        BitConverter.TryWriteBytes(header.AsSpan(12), frame.Length);
        await gor.Input.WriteAsync(header);
        await gor.Input.WriteAsync(frame);
    }
}
